import { textsOf } from '../walk.ts';
import type { FieldProblem, RuleCheck } from './check.ts';
import { fieldPath } from './field-path.ts';
import { variablesIn } from './variable-texts.ts';

/**
 * `element` means something inside of a loop only.
 *
 * Source: kyverno pkg/engine/variables/vars.go, ValidateElementInForEach
 */
export const checkForeachElements: RuleCheck = (rule, path) => {
  const problems: FieldProblem[] = [];
  for (const { text, path: steps } of textsOf(rule)) {
    // The last step does not count: Kyverno looks for foreach with something below it.
    if (steps.slice(0, -1).includes('foreach')) continue;
    for (const { name } of variablesIn(text))
      if (name.startsWith('element'))
        problems.push({
          path: fieldPath(path, steps),
          message: `variable '${name}' present outside of foreach at path /${steps.join('/')}`,
        });
  }
  return problems;
};
