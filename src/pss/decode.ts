import { type FieldPath, formatPath } from '../model/field-path.ts';
import { VOLUME_SOURCES } from './pod.ts';
import { isWellTyped } from './well-typed.ts';

/** A field whose JSON type the API server would refuse. */
export interface DecodeError {
  readonly path: FieldPath;
  /** For people: `a boolean`. */
  readonly expected: string;
  readonly found: unknown;
  /** For people: `the string "yes"`. */
  readonly description: string;
}

/** `spec.containers[0].securityContext.privileged: expected a boolean, got the string "yes"` */
export function describeDecodeError({ path, expected, description }: DecodeError): string {
  return `${formatPath(path) || 'pod'}: expected ${expected}, got ${description}`;
}

/** Returns nothing for a value of the right type, else what is wrong with it. The path is that of the value. */
type Decoder = (value: unknown) => readonly Mismatch[] | undefined;

interface Mismatch {
  readonly path: FieldPath;
  readonly expected: string;
  readonly value: unknown;
}

/**
 * Checks the JSON types of all fields that the Pod Security Standards read. A cluster never evaluates a pod that does
 * not decode: the API server answers 400. Fields that no check reads are not looked at; null stands for absent.
 *
 * @returns an empty list when the pod decodes
 */
export function decodePod(value: unknown): readonly DecodeError[] {
  if (isWellTyped(value)) return NO_ERRORS;
  return (pod(value) ?? []).map((mismatch) => ({
    path: mismatch.path,
    expected: mismatch.expected,
    found: mismatch.value,
    description: describeValue(mismatch.value),
  }));
}

const NO_ERRORS: readonly DecodeError[] = [];

function scalar(expected: string, accepts: (value: unknown) => boolean): Decoder {
  return (value) => (value == null || accepts(value) ? undefined : [{ path: [], expected, value }]);
}

/** JSON has one number type: 80.0 is an integer to a YAML reader, 80.5 is refused. */
function integer(bits: 32 | 64): Decoder {
  const limit = 2 ** (bits - 1);
  return scalar(
    `a ${bits}-bit integer`,
    // 2^63 - 1 has no exact number of its own and reads as 2^63, hence the inclusive comparison for 64 bits.
    (value) =>
      Number.isInteger(value) &&
      Number(value) >= -limit &&
      (bits === 64 ? Number(value) <= limit : Number(value) < limit),
  );
}

function list(item: Decoder): Decoder {
  return (value) => {
    if (value == null) return undefined;
    if (!Array.isArray(value)) return [{ path: [], expected: 'a list', value }];
    let mismatches: Mismatch[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const found = item(value[index]);
      if (found !== undefined) mismatches = [...(mismatches ?? []), ...below(index, found)];
    }
    return mismatches;
  };
}

function object(fields: Readonly<Record<string, Decoder>>): Decoder {
  const decoders = new Map(Object.entries(fields));
  return members((key) => decoders.get(key));
}

function mapOf(member: Decoder): Decoder {
  return members(() => member);
}

function members(decoderOf: (key: string) => Decoder | undefined): Decoder {
  return (value) => {
    if (value == null) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) return [{ path: [], expected: 'an object', value }];
    let mismatches: Mismatch[] | undefined;
    for (const key in value) {
      const found = decoderOf(key)?.((value as Record<string, unknown>)[key]);
      if (found !== undefined) mismatches = [...(mismatches ?? []), ...below(key, found)];
    }
    return mismatches;
  };
}

function below(key: string | number, mismatches: readonly Mismatch[]): Mismatch[] {
  return mismatches.map((mismatch) => ({ ...mismatch, path: [key, ...mismatch.path] }));
}

/** For people: `the string "yes"`, `a list`. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `the string ${JSON.stringify(shorten(value))}`;
  return `the ${typeof value} ${String(value)}`;
}

function shorten(text: string): string {
  const characters = [...text.slice(0, 100)];
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : text;
}

const string = scalar('a string', (value) => typeof value === 'string');
const boolean = scalar('a boolean', (value) => typeof value === 'boolean');
const profile = object({ type: string });
const handler = object({ httpGet: object({ host: string }), tcpSocket: object({ host: string }) });

const securityContext = {
  appArmorProfile: profile,
  seccompProfile: profile,
  seLinuxOptions: object({ type: string, user: string, role: string, level: string }),
  windowsOptions: object({ hostProcess: boolean }),
  runAsNonRoot: boolean,
  runAsUser: integer(64),
};

const container = object({
  name: string,
  securityContext: object({
    ...securityContext,
    allowPrivilegeEscalation: boolean,
    capabilities: object({ add: list(string), drop: list(string) }),
    privileged: boolean,
    procMount: string,
  }),
  ports: list(object({ hostPort: integer(32), containerPort: integer(32) })),
  livenessProbe: handler,
  readinessProbe: handler,
  startupProbe: handler,
  lifecycle: object({ postStart: handler, preStop: handler }),
});

const pod = object({
  metadata: object({ annotations: mapOf(string) }),
  spec: object({
    containers: list(container),
    initContainers: list(container),
    ephemeralContainers: list(container),
    volumes: list(
      object({ name: string, ...Object.fromEntries(VOLUME_SOURCES.map((source) => [source, object({})])) }),
    ),
    securityContext: object({ ...securityContext, sysctls: list(object({ name: string })) }),
    hostNetwork: boolean,
    hostPID: boolean,
    hostIPC: boolean,
    hostUsers: boolean,
    os: object({ name: string }),
    runtimeClassName: string,
  }),
});
