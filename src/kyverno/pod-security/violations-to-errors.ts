import type { FieldPath } from '../../model/field-path.ts';
import { isRecord } from '../../model/manifest.ts';
import type { Violation } from '../../pss/check.ts';
import type { Container, Pod, PodContainer } from '../../pss/pod.ts';
import { sortedSet } from '../../pss/text.ts';
import { type BadValue, type FieldError, fieldError, NIL } from './field-error.ts';

/**
 * The violations of a check in the form in which Kyverno's copy of the standards lists them: one error for each list of
 * capabilities, the path of a host directory, no value for a volume, and a missing value told from a wrong one.
 *
 * Source: github.com/kyverno/pod-security-admission, policy/check_*.go
 * @param pod the one that was judged
 */
export function errorsOfViolations(checkId: string, violations: readonly Violation[], pod: Pod): FieldError[] {
  if (checkId.startsWith('capabilities_')) return capabilityErrors(violations);
  const badValueOf = BAD_VALUES[checkId] ?? foundValue;
  return violations.map((violation) =>
    fieldError(pathOf(checkId, violation.path), violation.container, badValueOf(violation, pod)),
  );
}

/** Required values of containers that have none. */
export function requiredErrors(containers: readonly PodContainer[], path: FieldPath): FieldError[] {
  return containers.map((container) =>
    fieldError(['spec', container.list, container.index, ...path], container, undefined),
  );
}

type BadValueOf = (violation: Violation, pod: Pod) => BadValue | undefined;

const BAD_VALUES: Readonly<Record<string, BadValueOf>> = {
  allowPrivilegeEscalation: (violation, pod) => {
    if (violation.found === true) return true;
    return findContainer(violation, pod)?.securityContext == null ? undefined : NIL;
  },
  hostPathVolumes: ({ found }) => (isRecord(found) && typeof found.path === 'string' ? found.path : ''),
  restrictedVolumes: () => '',
  runAsNonRoot: ({ found }) => (found === false ? false : undefined),
  seccompProfile_restricted: (violation, pod) => {
    if (violation.found !== null) return foundValue(violation);
    const container = findContainer(violation, pod);
    return container !== undefined && container.securityContext?.seccompProfile == null ? undefined : '';
  },
};

function foundValue({ found }: Violation): BadValue {
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? found : '';
}

/** A volume of no known type has the type `unknown`. */
function pathOf(checkId: string, path: FieldPath): FieldPath {
  return checkId === 'restrictedVolumes' && path.length === 3 ? [...path, 'unknown'] : path;
}

function findContainer({ container }: Violation, pod: Pod): Container | undefined {
  if (container === undefined) return undefined;
  return pod.containers.find(({ list, index }) => index === container.index && list === container.list)?.container;
}

function capabilityErrors(violations: readonly Violation[]): FieldError[] {
  const errors: FieldError[] = [];
  let added: string[] = [];
  violations.forEach((violation, at) => {
    const { path, container, found } = violation;
    if (typeof path.at(-1) !== 'number') {
      errors.push(fieldError(path, container, namesOf(found)));
      return;
    }
    // Each name is a violation of its own; those of one container follow each other.
    added.push(String(found ?? ''));
    if (isSameContainer(violation, violations[at + 1])) return;
    errors.push(fieldError(path.slice(0, -1), container, sortedSet(added)));
    added = [];
  });
  return errors;
}

function isSameContainer({ container }: Violation, next: Violation | undefined): boolean {
  return (
    next?.container !== undefined && next.container.list === container?.list && next.container.index === container.index
  );
}

/** Names in a list; nothing when there are none, so that a value is required. */
function namesOf(list: unknown): readonly string[] | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return sortedSet(list.map((name) => String(name ?? '')));
}
