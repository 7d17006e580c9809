import { compileCelRule } from '../../cel-policies/cel-rule.ts';
import { child, type RuleCheck } from './check.ts';

/** Expressions that do not compile. */
export const checkCelExpressions: RuleCheck = ({ validate, celPreconditions }, path) => {
  if (validate?.cel === undefined) return [];
  const compiled = compileCelRule(validate.cel, celPreconditions);
  if ('evaluate' in compiled) return [];
  return compiled.problems.map((problem) => ({ ...problem, path: child(path, problem.path) }));
};
