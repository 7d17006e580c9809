import type { FieldPath } from '../../model/field-path.ts';
import { parseLevel } from '../../pss/levels.ts';
import { containersWhere } from '../../pss/offenders.ts';
import type { Pod, PodContainer } from '../../pss/pod.ts';
import { type ActiveCheck, STANDARD } from '../../pss/registry.ts';
import { findControl } from './controls.ts';
import type { Dialect } from './dialect.ts';
import { type FieldError, fieldText, NIL } from './field-error.ts';
import { errorsOfViolations, requiredErrors } from './violations-to-errors.ts';

/**
 * The results of the Pod Security Standards, to which exclusions are applied as Kyverno does, with three differences, each
 * on the safe side: an exclusion excuses the very field that it covers, not one like it; what a check would name only
 * after its first complaints is listed at once; and a baseline check that a restricted one of another control stands for
 * comes back when that one is excluded.
 */
export const STRICT: Dialect = {
  checks: (level, version) => STANDARD.active(parseLevel(level).value, version),

  hiddenBy({ check, evaluate }, version) {
    const overrides = check.versions.find((candidate) => candidate.evaluate === evaluate)?.overrides ?? NONE;
    const others = overrides.filter((id) => !findControl(check.control)?.checks.includes(id));
    if (others.length === 0) return NO_CHECKS;
    return STANDARD.active('baseline', version).filter((active) => others.includes(active.check.id));
  },

  read({ id }, forbidden, pod) {
    const { detail } = forbidden;
    const errors = errorsOfViolations(id, forbidden.violations(), pod);
    const silence = SILENCE[id];
    if (silence === undefined || errors[0]?.badValue === undefined) return { detail, errors };
    return { detail, errors: [...errors, ...requiredErrors(silence.containers(pod), silence.path)] };
  },

  isRestrictedField({ path, pattern }, restrictedField) {
    return pattern === restrictedField || fieldText(path).replaceAll(/\[\d+\]/g, '[*]') === restrictedField;
  },

  findExcused(errors, excluded, byImage) {
    if (byImage || excluded.container === undefined) {
      return errors.findIndex(({ field }) => field === excluded.field);
    }
    // The container that stands for all sets nothing. It can only excuse one that sets nothing either.
    return errors.findIndex((error) => error.pattern === excluded.pattern && isMissing(error));
  },

  remove(errors, position) {
    errors.splice(position, 1);
  },
};

function isMissing({ badValue }: FieldError): boolean {
  return badValue === undefined || badValue === NIL;
}

const NONE: readonly string[] = [];
const NO_CHECKS: readonly ActiveCheck[] = [];

interface Silence {
  readonly path: FieldPath;
  /** Containers for which neither they nor the pod say anything. */
  containers(pod: Pod): readonly PodContainer[];
}

const NOBODY: readonly PodContainer[] = [];

/** Checks that name containers that say nothing only where nobody says something wrong. */
const SILENCE: Readonly<Record<string, Silence>> = {
  runAsNonRoot: {
    path: ['securityContext', 'runAsNonRoot'],
    containers: (pod) =>
      pod.spec.securityContext?.runAsNonRoot == null
        ? containersWhere(pod, ({ container }) => container.securityContext?.runAsNonRoot == null)
        : NOBODY,
  },
  seccompProfile_restricted: {
    path: ['securityContext', 'seccompProfile', 'type'],
    containers: (pod) =>
      pod.spec.securityContext?.seccompProfile == null
        ? containersWhere(pod, ({ container }) => container.securityContext?.seccompProfile == null)
        : NOBODY,
  },
};
