import { compileCelRule } from '../../cel-policies/cel-rule.ts';
import type { PolicySpec } from '../rule.ts';
import { child, type FieldProblem, type RuleCheck } from './check.ts';

/** Expressions that do not compile. */
export const checkCelExpressions: RuleCheck = ({ validate, celPreconditions }, path) => {
  if (validate?.cel === undefined) return [];
  const compiled = compileCelRule(validate.cel, celPreconditions);
  if ('evaluate' in compiled) return [];
  return compiled.problems.map((problem) => ({ ...problem, path: child(path, problem.path) }));
};

/** `webhookConfiguration.matchConditions` that do not compile. */
export function checkMatchConditions({ webhookConfiguration }: PolicySpec): FieldProblem[] {
  const conditions = webhookConfiguration?.matchConditions ?? [];
  if (conditions.length === 0) return [];
  const compiled = compileCelRule({ expressions: [{ expression: 'true' }] }, conditions);
  if ('evaluate' in compiled) return [];
  return compiled.problems.map((problem) => ({
    ...problem,
    path: problem.path.replace('celPreconditions', 'spec.webhookConfiguration.matchConditions'),
  }));
}
