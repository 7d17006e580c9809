import type { FieldPath } from '../../model/field-path.ts';
import { isRecord, type KubernetesObject } from '../../model/manifest.ts';
import { type DecodeError, decodePod, describeDecodeError, describeValue } from '../../pss/decode.ts';
import { CONTAINER_LISTS, type PodObject } from '../../pss/pod.ts';
import type { KyvernoMode } from '../types.ts';

/** The pod that an object is, or makes. */
export interface Subject {
  readonly pod: PodObject;
  /** Where it stands in the object. */
  readonly paths: SubjectPaths;
}

export interface SubjectPaths {
  readonly metadata: FieldPath;
  readonly spec: FieldPath;
}

const POD: SubjectPaths = { metadata: ['metadata'], spec: ['spec'] };
const TEMPLATE: SubjectPaths = { metadata: ['spec', 'template', 'metadata'], spec: ['spec', 'template', 'spec'] };
const JOB_TEMPLATE = ['spec', 'jobTemplate'];
const CRON_JOB: SubjectPaths = {
  metadata: [...JOB_TEMPLATE, ...TEMPLATE.metadata],
  spec: [...JOB_TEMPLATE, ...TEMPLATE.spec],
};

const PATHS: ReadonlyMap<string, SubjectPaths> = new Map([
  ['Pod', POD],
  ['CronJob', CRON_JOB],
  ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'].map(
    (kind) => [kind, TEMPLATE] as const,
  ),
]);

/** Kyverno reads the annotations of the job, not of its pod. */
const CRON_JOB_COMPAT: SubjectPaths = { metadata: [...JOB_TEMPLATE, 'metadata'], spec: CRON_JOB.spec };

/**
 * Finds the pod by the kind of the object, whatever its group.
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_pss.go, getSpec
 * @returns a text when there is none, or it is none that the API server would decode
 */
export function findSubject(object: KubernetesObject, mode: KyvernoMode): Subject | string {
  const paths = mode === 'compat' && object.kind === 'CronJob' ? CRON_JOB_COMPAT : PATHS.get(object.kind);
  if (paths === undefined) return 'could not find correct resource type';
  const metadata = valueAt(object, paths.metadata);
  const spec = valueAt(object, paths.spec);
  const above = metadata.misfit ?? spec.misfit;
  if (above !== undefined) return describeErrors([above]);
  const pod = { metadata: metadata.value, spec: spec.value };
  const errors = decodePod(pod);
  if (errors.length > 0) return describeErrors(errors.map((error) => inObject(error, paths)));
  const more = decodeMore(pod as PodObject);
  if (more.length > 0) return describeErrors(more.map((error) => inObject(error, paths)));
  return { pod: pod as PodObject, paths };
}

/** Path of a field of the pod from the object. */
export function pathInObject([first, ...rest]: FieldPath, { metadata, spec }: SubjectPaths): FieldPath {
  return [...(first === 'metadata' ? metadata : spec), ...rest];
}

/** Null stands for absent; below what is absent all is. */
function valueAt(object: unknown, path: FieldPath): { readonly value?: unknown; readonly misfit?: DecodeError } {
  let value = object;
  for (const [depth, step] of path.entries()) {
    if (value == null) return {};
    if (!isRecord(value)) return { misfit: misfit(path.slice(0, depth), 'an object', value) };
    value = value[step];
  }
  return { value };
}

/** The fields that exclusions and messages read, but no check. */
function decodeMore({ spec }: PodObject): DecodeError[] {
  const errors: DecodeError[] = [];
  const requireText = (value: unknown, path: FieldPath): void => {
    if (value != null && typeof value !== 'string') errors.push(misfit(path, 'a string', value));
  };
  for (const list of CONTAINER_LISTS) {
    spec?.[list]?.forEach((container, index) => {
      requireText(fieldOf(container, 'image'), ['spec', list, index, 'image']);
    });
  }
  spec?.volumes?.forEach((volume, index) => {
    requireText(fieldOf(volume?.hostPath, 'path'), ['spec', 'volumes', index, 'hostPath', 'path']);
  });
  return errors;
}

function fieldOf(value: unknown, field: string): unknown {
  return isRecord(value) ? value[field] : undefined;
}

function misfit(path: FieldPath, expected: string, found: unknown): DecodeError {
  return { path, expected, found, description: describeValue(found) };
}

function inObject(error: DecodeError, paths: SubjectPaths): DecodeError {
  return { ...error, path: pathInObject(error.path, paths) };
}

function describeErrors(errors: readonly DecodeError[]): string {
  return errors.map(describeDecodeError).join('; ');
}
