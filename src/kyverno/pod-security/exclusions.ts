import { matchesWildcard } from '../../model/wildcard.ts';
import type { Pod, PodContainer } from '../../pss/pod.ts';
import { findControl } from './controls.ts';
import type { BrokenControl, Dialect } from './dialect.ts';
import { badValuesOf, type FieldError } from './field-error.ts';
import { imageOf } from './images.ts';
import type { PodSecurityExclusion } from './rule.ts';

/**
 * Excuses what the exclusions cover, in their order. Each is applied by judging the part of the pod that it is about: the
 * containers of its images without the pod's own fields, or, where it names no images, the pod with one container that sets
 * nothing. What is wrong there is taken from what is wrong with the whole.
 *
 * Source: kyverno pkg/pss/evaluate.go, ApplyPodSecurityExclusion
 * @param broken whose `errors` and `excused` change
 */
export function applyExclusions(
  dialect: Dialect,
  broken: readonly BrokenControl[],
  exclusions: readonly PodSecurityExclusion[],
  pod: Pod,
): void {
  for (const exclusion of exclusions) {
    const checks = findControl(exclusion.controlName)?.checks;
    if (checks === undefined) continue;
    const concerned = broken.filter(({ active, errors }) => errors.length > 0 && checks.includes(active.check.id));
    if (concerned.length === 0) continue;
    const part = exclusion.images.length === 0 ? withoutContainers(pod) : containersOf(pod, exclusion.images);
    for (const control of concerned) excuse(dialect, control, exclusion, part);
  }
}

function excuse(dialect: Dialect, control: BrokenControl, exclusion: PodSecurityExclusion, part: Pod): void {
  const { active, errors, excused } = control;
  const forbidden = active.evaluate(part);
  if (forbidden === undefined) return;
  for (const excluded of dialect.read(active.check, forbidden, part).errors) {
    if (!covers(dialect, exclusion, excluded)) continue;
    const position = dialect.findExcused(errors, excluded, exclusion.images.length > 0);
    const error = errors[position];
    if (error === undefined) continue;
    excused.push(error);
    dialect.remove(errors, position);
  }
}

function covers(dialect: Dialect, { restrictedField, values }: PodSecurityExclusion, error: FieldError): boolean {
  if (restrictedField !== '' && !dialect.isRestrictedField(error, restrictedField)) return false;
  return values.length === 0 || badValuesOf(error).every((value) => matchesAny(values, value));
}

const STANDS_FOR_ALL: readonly PodContainer[] = [{ list: 'containers', index: 0, name: 'fake', container: {} }];

function withoutContainers({ annotations, spec }: Pod): Pod {
  return { annotations, spec, containers: STANDS_FOR_ALL };
}

/** Containers keep their positions. */
function containersOf({ containers }: Pod, images: readonly string[]): Pod {
  return {
    annotations: {},
    spec: {},
    containers: containers.filter(({ container }) => matchesAny(images, imageOf(container))),
  };
}

function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesWildcard(pattern, text));
}
