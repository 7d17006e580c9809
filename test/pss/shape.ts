import type { FieldPath } from '../../src/model/field-path.ts';
import type { PodObject } from '../../src/pss/index.ts';

/** The JSON type of a value; of objects, the fields that checks read. Any value may be null. */
export type Shape =
  | 'string'
  | 'boolean'
  | 'int32'
  | 'int64'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly object: Readonly<Record<string, Shape>> };

const text: Shape = { object: { type: 'string' } };
const named: Shape = { object: { name: 'string' } };
const address: Shape = { object: { host: 'string' } };
const handler: Shape = { object: { httpGet: address, tcpSocket: address } };

const shared: Readonly<Record<string, Shape>> = {
  appArmorProfile: text,
  runAsNonRoot: 'boolean',
  runAsUser: 'int64',
  seLinuxOptions: { object: { level: 'string', role: 'string', type: 'string', user: 'string' } },
  seccompProfile: text,
  windowsOptions: { object: { hostProcess: 'boolean' } },
};

const containers: Shape = {
  list: {
    object: {
      name: 'string',
      ports: { list: { object: { containerPort: 'int32', hostPort: 'int32' } } },
      livenessProbe: handler,
      readinessProbe: handler,
      startupProbe: handler,
      lifecycle: { object: { postStart: handler, preStop: handler } },
      securityContext: {
        object: {
          ...shared,
          allowPrivilegeEscalation: 'boolean',
          capabilities: { object: { add: { list: 'string' }, drop: { list: 'string' } } },
          privileged: 'boolean',
          procMount: 'string',
        },
      },
    },
  },
};

const SOURCES = [
  'awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc flexVolume',
  'flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi nfs persistentVolumeClaim photonPersistentDisk',
  'portworxVolume projected quobyte rbd scaleIO secret storageos vsphereVolume',
].flatMap((line) => line.split(' '));

/** The API's types of all fields that checks read, written down apart from the two copies in src/pss. */
export const POD: Shape = {
  object: {
    metadata: { object: { annotations: { map: 'string' } } },
    spec: {
      object: {
        containers,
        initContainers: containers,
        ephemeralContainers: containers,
        volumes: {
          list: {
            object: { name: 'string', ...Object.fromEntries(SOURCES.map((source) => [source, { object: {} }])) },
          },
        },
        securityContext: { object: { ...shared, sysctls: { list: named } } },
        hostIPC: 'boolean',
        hostNetwork: 'boolean',
        hostPID: 'boolean',
        hostUsers: 'boolean',
        os: named,
        runtimeClassName: 'string',
      },
    },
  },
};

/** A place in a pod and the type of what stands there. */
export interface Field {
  readonly path: FieldPath;
  readonly shape: Shape;
}

/** Every place of a pod; of lists the first item, of maps one key. The pod itself comes first. */
export const FIELDS: readonly Field[] = fieldsOf(POD, []);

function fieldsOf(shape: Shape, path: FieldPath): Field[] {
  const here: Field = { path, shape };
  if (typeof shape === 'string') return [here];
  if ('list' in shape) return [here, ...fieldsOf(shape.list, [...path, 0])];
  if ('map' in shape) return [here, ...fieldsOf(shape.map, [...path, 'example.com/key'])];
  return [here, ...Object.entries(shape.object).flatMap(([key, member]) => fieldsOf(member, [...path, key]))];
}

/** As messages name the type. */
export function describeShape(shape: Shape): string {
  if (shape === 'string') return 'a string';
  if (shape === 'boolean') return 'a boolean';
  if (shape === 'int32') return 'a 32-bit integer';
  if (shape === 'int64') return 'a 64-bit integer';
  return 'list' in shape ? 'a list' : 'an object';
}

/** Whether a JSON value is of a type throughout. */
export function conforms(shape: Shape, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (shape === 'int32') return isInteger(value, 2 ** 31 - 1);
  if (shape === 'int64') return isInteger(value, 2 ** 63);
  if (typeof shape === 'string') return typeof value === shape;
  if ('list' in shape) return Array.isArray(value) && value.every((item) => conforms(shape.list, item));
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  if ('map' in shape) return Object.values(value).every((member) => conforms(shape.map, member));
  return Object.entries(value).every(
    ([key, member]) => !Object.hasOwn(shape.object, key) || conforms(shape.object[key] as Shape, member),
  );
}

function isInteger(value: unknown, max: number): boolean {
  return typeof value === 'number' && value % 1 === 0 && value <= max && -value - 1 <= max;
}

/** A value of a type, with every field set and one item in every list. */
export function exampleOf(shape: Shape): unknown {
  if (shape === 'string') return 'x';
  if (shape === 'boolean') return true;
  if (typeof shape === 'string') return 1;
  if ('list' in shape) return [exampleOf(shape.list)];
  if ('map' in shape) return { 'example.com/key': exampleOf(shape.map) };
  return Object.fromEntries(Object.entries(shape.object).map(([key, member]) => [key, exampleOf(member)]));
}

/** A pod with every field that checks read. */
export const FULL_POD = exampleOf(POD) as PodObject;

/** A copy of a value in which another stands at a place that exists. */
export function replaceAt(value: unknown, path: FieldPath, replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? replaceAt(item, rest, replacement) : item));
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [step]: replaceAt(members[step], rest, replacement) };
}
