import type { Forbidden, Violation } from '../../pss/check.ts';
import { containersWhere, nameContainers } from '../../pss/offenders.ts';
import type { Pod } from '../../pss/pod.ts';
import { type ActiveCheck, STANDARD } from '../../pss/registry.ts';
import { compareUtf8 } from '../../pss/text.ts';
import { parseVersion } from '../../pss/versions.ts';
import type { Dialect } from './dialect.ts';
import type { FieldError } from './field-error.ts';
import { errorsOfViolations, requiredErrors } from './violations-to-errors.ts';

/** The last version of Kubernetes whose rules Kyverno's copy of the standards has. */
const NEWEST_MINOR = 34;

/**
 * The results of Kyverno 1.19, with what sets them apart from the Pod Security Standards: no check gives way to a stricter
 * one, none is younger than the requested version, and each level but baseline has all of them.
 *
 * Source: kyverno pkg/pss/evaluate.go; github.com/kyverno/pod-security-admission
 */
export const COMPAT: Dialect = {
  checks(level, { minor }) {
    const known = Math.min(minor, NEWEST_MINOR);
    return (level === 'baseline' ? BASELINE : ALL)[known] ?? [];
  },

  hiddenBy: () => [],

  read({ id }, forbidden, pod) {
    const violations = forbidden.violations();
    if (id === 'hostProbesAndHostLifecycle') return { detail: forbidden.detail, errors: [] };
    if (id === 'seccompProfile_baseline') {
      return { detail: forbidden.detail, errors: errorsOfViolations(id, repeatAnnotations(violations, pod), pod) };
    }
    const errors = errorsOfViolations(id, violations, pod);
    return id === 'runAsNonRoot' ? addImplicit(forbidden, errors, pod) : { detail: forbidden.detail, errors };
  },

  isRestrictedField: ({ pattern }, restrictedField) => pattern === restrictedField,

  findExcused(errors, excluded, byImage) {
    return errors.findIndex(
      ({ pattern, container }) =>
        pattern === excluded.pattern &&
        (!byImage || container === undefined || container.name === excluded.container?.name),
    );
  },

  /** The last one takes its place. */
  remove(errors, position) {
    const last = errors.pop();
    if (last !== undefined && position < errors.length) errors[position] = last;
  },
};

/** By minor version. */
const ALL: readonly (readonly ActiveCheck[])[] = Array.from({ length: NEWEST_MINOR + 1 }, (_, minor) =>
  [...STANDARD.checks]
    .sort((a, b) => compareUtf8(a.id, b.id))
    .flatMap((check) => {
      const versions = check.versions.filter(({ since }) => minorOf(since) <= NEWEST_MINOR);
      const version = versions.findLast(({ since }) => minorOf(since) <= minor) ?? versions[0];
      return version === undefined ? [] : [{ check, evaluate: version.evaluate }];
    }),
);
const BASELINE = ALL.map((checks) => checks.filter(({ check }) => check.level === 'baseline'));

function minorOf(since: string): number {
  return parseVersion(since).value.minor;
}

const CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

/** An annotation is an error for every container of that name. */
function repeatAnnotations(violations: readonly Violation[], pod: Pod): Violation[] {
  return violations.flatMap((violation) => {
    const key = violation.path[2];
    if (violation.path[0] !== 'metadata' || typeof key !== 'string') return [violation];
    if (!key.startsWith(CONTAINER_ANNOTATION)) return [violation];
    const name = key.slice(CONTAINER_ANNOTATION.length);
    return pod.containers.filter((container) => container.name === name).map(() => violation);
  });
}

/** Containers that say nothing are named beside those that say false, not only where there are none of these. */
function addImplicit(
  { detail }: Forbidden,
  errors: FieldError[],
  pod: Pod,
): { readonly detail: string; readonly errors: FieldError[] } {
  const isExplicit = errors[0]?.badValue === false;
  if (!isExplicit || pod.spec.securityContext?.runAsNonRoot === true) return { detail, errors };
  const silent = containersWhere(pod, ({ container }) => container.securityContext?.runAsNonRoot == null);
  if (silent.length === 0) return { detail, errors };
  return {
    detail: `${detail}\npod or ${nameContainers(silent)} must set securityContext.runAsNonRoot=true`,
    errors: [...errors, ...requiredErrors(silent, ['securityContext', 'runAsNonRoot'])],
  };
}
