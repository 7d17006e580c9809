import { compileExpression } from '../../../../../src/kyverno/variables/jmespath/expression.ts';

/** Evaluates an expression on an empty map. */
export function evaluate(expression: string): unknown {
  return compileExpression(expression).evaluate({});
}
