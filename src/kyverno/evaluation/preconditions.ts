import { evaluateConditions } from '../conditions/evaluate.ts';
import type { VariableContext } from '../variables/context.ts';
import { joinTexts, orError, type RuleOutcome, skip } from './outcome.ts';

/** @returns nothing when they hold */
export function checkPreconditions(
  conditions: unknown,
  context: () => VariableContext,
  complaint = 'failed to evaluate preconditions',
): RuleOutcome | undefined {
  if (conditions === undefined || conditions === null) return undefined;
  return orError(complaint, () => {
    const { holds, messages } = evaluateConditions(conditions, context());
    return holds ? undefined : skip(joinTexts('preconditions not met', ...messages));
  });
}
