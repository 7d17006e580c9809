import { evaluateConditions } from '../conditions/evaluate.ts';
import { fail, joinTexts, orError, pass, type RuleOutcome } from '../evaluation/outcome.ts';
import type { Deny } from '../read/rule.ts';
import { denied, patternPassed } from './messages.ts';
import type { BodyEvaluator, RuleTexts } from './scope.ts';

/** `validate.deny`: without conditions it always denies. */
export function compileDenyBody({ conditions }: Deny, rule: RuleTexts): BodyEvaluator {
  return (scope) =>
    orError('failed to check deny conditions', (): RuleOutcome => {
      const { holds, messages } =
        conditions === undefined || conditions === null
          ? { holds: true, messages: [] }
          : evaluateConditions(conditions, scope.context());
      return holds ? fail(denied(rule, joinTexts(...messages), scope)) : pass(patternPassed(rule));
    });
}
