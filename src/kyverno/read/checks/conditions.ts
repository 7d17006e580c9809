import { findConditionProblems } from '../../conditions/evaluate.ts';
import type { Deny, Rule } from '../rule.ts';
import { child, type FieldProblem, type RuleCheck } from './check.ts';

/** Preconditions and conditions of `deny`, in loops too. */
export const checkConditions: RuleCheck = (rule, path) => [
  ...check(rule.preconditions, child(path, 'preconditions')),
  ...checkDeny(rule.validate?.deny, child(path, 'validate.deny')),
  ...inLoops(rule.validate?.foreach ?? [], child(path, 'validate.foreach')),
  ...inLoops(rule.mutate?.foreach ?? [], child(path, 'mutate.foreach')),
  ...inLoops(rule.mutate?.targets ?? [], child(path, 'mutate.targets')),
];

interface Loop {
  readonly preconditions?: Rule['preconditions'];
  readonly deny?: Deny;
  readonly foreach?: readonly Loop[];
}

function inLoops(loops: readonly Loop[], path: string): FieldProblem[] {
  return loops.flatMap(({ preconditions, deny, foreach = [] }, index) => [
    ...check(preconditions, `${path}[${index}].preconditions`),
    ...checkDeny(deny, `${path}[${index}].deny`),
    ...inLoops(foreach, `${path}[${index}].foreach`),
  ]);
}

function checkDeny(deny: Deny | undefined, path: string): readonly FieldProblem[] {
  return check(deny?.conditions, child(path, 'conditions'));
}

function check(conditions: unknown, path: string): readonly FieldProblem[] {
  return (conditions ?? undefined) === undefined ? [] : findConditionProblems(conditions, path);
}
