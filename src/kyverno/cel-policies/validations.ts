import type { CelProgram } from '../../cel/types.ts';
import { child, type FieldProblem } from '../read/problem.ts';
import { BOOL, compileExpression, STRING } from './expression.ts';
import type { Scope } from './scope.ts';
import type { Validation } from './spec.ts';

/** An expression that has to be true, and what is said when it is not. */
export interface CompiledValidation {
  readonly program: CelProgram;
  readonly expression: string;
  readonly message: string;
  readonly messageProgram: CelProgram | undefined;
}

export function compileValidations(
  scope: Scope,
  validations: readonly Validation[],
  path: string,
  problems: FieldProblem[],
): readonly CompiledValidation[] {
  return validations.flatMap(({ expression, message = '', messageExpression = '' }, index) => {
    const at = `${path}[${index}]`;
    const program = compileExpression(scope, expression, BOOL, child(at, 'expression'), problems);
    const messageProgram =
      messageExpression === ''
        ? undefined
        : compileExpression(scope, messageExpression, STRING, child(at, 'messageExpression'), problems);
    return program === undefined ? [] : [{ program, expression, message, messageProgram }];
  });
}
