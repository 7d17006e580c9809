import type { Check, Forbidden } from '../../pss/check.ts';
import { type PodObject, viewPod } from '../../pss/pod.ts';
import type { BrokenControl } from './dialect.ts';
import type { FieldError } from './field-error.ts';
import { repair } from './repair.ts';

/** A check that is broken after all exclusions. */
export interface RemainingControl {
  readonly check: Check;
  readonly reason: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
}

/** What nothing excuses, with the texts of the whole pod. */
export function remainingOf(broken: readonly BrokenControl[]): RemainingControl[] {
  return broken
    .filter(isLeft)
    .map(({ active, reason, detail, errors }) => ({ check: active.check, reason, detail, errors }));
}

/** What nothing excuses, with texts that name only that: those of the pod with the excused fields set right. */
export function remainingWithOwnTexts(broken: readonly BrokenControl[], pod: PodObject): RemainingControl[] {
  return broken.flatMap((control) => {
    const { active, hiddenBy } = control;
    const { errors, excused } = hiddenBy === undefined ? control : unhidden(control, hiddenBy);
    if (errors.length === 0 && (hiddenBy !== undefined || excused.length > 0)) return [];
    const text: Pick<Forbidden, 'reason' | 'detail'> =
      (excused.length > 0 ? active.evaluate(viewPod(repair(pod, active.check.id, excused))) : undefined) ?? control;
    return [{ check: active.check, reason: text.reason, detail: text.detail, errors }];
  });
}

function isLeft({ errors, excused }: BrokenControl): boolean {
  return errors.length > 0 || excused.length === 0;
}

/** A hidden check is left with the fields that the check that hides it does not name any more, because they are excused. */
function unhidden(
  { errors, excused }: BrokenControl,
  hiddenBy: BrokenControl,
): Pick<BrokenControl, 'errors' | 'excused'> {
  const shown = new Set(hiddenBy.excused.map(({ field }) => field));
  return {
    errors: errors.filter(({ field }) => shown.has(field)),
    excused: [...excused, ...errors.filter(({ field }) => !shown.has(field))],
  };
}
