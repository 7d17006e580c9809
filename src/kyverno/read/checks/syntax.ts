import { VariableError } from '../../variables/errors.ts';
import { compileExpression } from '../../variables/jmespath/expression.ts';

/** What is wrong with a JMESPath expression before it is evaluated. */
export function syntaxErrorIn(expression: string): string | undefined {
  if (expression.trim() === '') return 'the expression is empty';
  try {
    compileExpression(expression);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof VariableError) return thrown.message;
    throw thrown;
  }
}
