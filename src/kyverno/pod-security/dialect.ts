import type { Check, Forbidden } from '../../pss/check.ts';
import type { Pod } from '../../pss/pod.ts';
import type { ActiveCheck } from '../../pss/registry.ts';
import type { Version } from '../../pss/versions.ts';
import type { FieldError } from './field-error.ts';

/** What the two modes do differently with a pod. */
export interface Dialect {
  /** Checks of a level and version, in the order of the message. */
  checks(level: string, version: Version): readonly ActiveCheck[];
  /**
   * Checks of other controls that a broken check hides; they count where an exclusion excuses the check that hides them.
   */
  hiddenBy(check: ActiveCheck, version: Version): readonly ActiveCheck[];
  /** The fields that break a check, and its text. */
  read(check: Check, forbidden: Forbidden, pod: Pod): { readonly detail: string; readonly errors: FieldError[] };
  /** Whether the path of an error is the one that an exclusion names. */
  isRestrictedField(error: FieldError, restrictedField: string): boolean;
  /**
   * Position of the error that is excused because the excluded part of the pod, judged alone, has `excluded`; -1 if none.
   *
   * @param byImage whether that part is containers of some image, or all but the containers
   */
  findExcused(errors: readonly FieldError[], excluded: FieldError, byImage: boolean): number;
  /** Takes an error out of the list. */
  remove(errors: FieldError[], position: number): void;
}

/** A check that the pod breaks. */
export interface BrokenControl {
  readonly active: ActiveCheck;
  readonly reason: string;
  readonly detail: string;
  /** Those that nothing excuses so far. */
  readonly errors: FieldError[];
  readonly excused: FieldError[];
  /** The broken check that stands for this one, as long as nothing excuses it. */
  readonly hiddenBy: BrokenControl | undefined;
}

/** Judges a pod. */
export function findBroken(dialect: Dialect, checks: readonly ActiveCheck[], pod: Pod): BrokenControl[] {
  const broken: BrokenControl[] = [];
  for (const active of checks) {
    const control = judge(dialect, active, pod, undefined);
    if (control !== undefined) broken.push(control);
  }
  return broken;
}

/** The checks that the broken ones hide, as far as the pod breaks these too. */
export function findHidden(
  dialect: Dialect,
  broken: readonly BrokenControl[],
  version: Version,
  pod: Pod,
): readonly BrokenControl[] {
  return broken.flatMap((control) =>
    dialect.hiddenBy(control.active, version).flatMap((active) => judge(dialect, active, pod, control) ?? []),
  );
}

function judge(
  dialect: Dialect,
  active: ActiveCheck,
  pod: Pod,
  hiddenBy: BrokenControl | undefined,
): BrokenControl | undefined {
  const forbidden = active.evaluate(pod);
  if (forbidden === undefined) return undefined;
  const { detail, errors } = dialect.read(active.check, forbidden, pod);
  return { active, reason: forbidden.reason, detail, errors, excused: [], hiddenBy };
}
