import type { FieldPath } from '../../model/field-path.ts';
import { isRecord } from '../../model/manifest.ts';
import type { PodObject } from '../../pss/pod.ts';
import type { FieldError } from './field-error.ts';

/** The pod with fields that break a check set to what it allows. The rest is shared with the pod, which stays as it is. */
export function repair(pod: PodObject, checkId: string, errors: readonly FieldError[]): PodObject {
  const copies = new Set<unknown>();
  let repaired: unknown = pod;
  for (const { path } of errors) {
    const [at, value] = rightValue(checkId, path);
    repaired = replaceAt(repaired, at, value, copies);
  }
  return repaired as PodObject;
}

/** What a check wants a field to be, where that is not to leave it out. */
const RIGHT: Readonly<Record<string, unknown>> = {
  allowPrivilegeEscalation: false,
  appArmorProfile: 'RuntimeDefault',
  runAsNonRoot: true,
  seccompProfile_baseline: 'RuntimeDefault',
  seccompProfile_restricted: 'RuntimeDefault',
  sysctls: 'kernel.shm_rmid_forced',
};

const VOLUME = 3;

function rightValue(checkId: string, path: FieldPath): readonly [FieldPath, unknown] {
  if (path[0] === 'metadata') return [path, 'runtime/default'];
  if (checkId === 'restrictedVolumes') return [path.slice(0, VOLUME), { emptyDir: {} }];
  if (checkId === 'capabilities_restricted' && path.at(-1) === 'drop') return [path, ['ALL']];
  return [path, RIGHT[checkId]];
}

/** Sets a field in copies of all that leads to it; what was copied before is changed in place. */
function replaceAt(value: unknown, path: FieldPath, replacement: unknown, copies: Set<unknown>): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  const copy = copies.has(value) ? value : copyOf(value, step);
  copies.add(copy);
  const members = copy as Record<string | number, unknown>;
  members[step] = replaceAt(members[step], rest, replacement, copies);
  return copy;
}

function copyOf(value: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? [...value] : [];
  return isRecord(value) ? { ...value } : {};
}
