import { lazy } from '../../cel/lazy.ts';
import type { CelProgram } from '../../cel/types.ts';
import { UNTYPED } from '../../cel/typing/cel-type.ts';
import { child, type FieldProblem } from '../read/problem.ts';
import { ANYTHING, compileExpression } from './expression.ts';
import type { Scope } from './scope.ts';
import type { NamedExpression } from './spec.ts';

/** Values of all names that an expression may use. */
export type Activation = Record<string, unknown>;

/** Variables of a policy, ready to be computed when an expression asks for them. */
export interface Variables {
  /** Makes them visible to expressions that run with this activation; computed once at most for each. */
  bind(activation: Activation): void;
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

/**
 * Variables see those above them only, so that none can contain itself.
 *
 * @param scope to which they are added
 */
export function compileVariables(
  scope: Scope,
  variables: readonly NamedExpression[],
  path: string,
  problems: FieldProblem[],
): Variables {
  const programs: [string, CelProgram][] = [];
  variables.forEach(({ name, expression }, index) => {
    if (!IDENTIFIER.test(name) || name === '__proto__')
      problems.push({ path: child(`${path}[${index}]`, 'name'), message: `"${name}" is no identifier of CEL` });
    const at = child(`${path}[${index}]`, 'expression');
    const program = compileExpression(scope, expression, ANYTHING, at, problems);
    scope.declare(name, program?.outputType ?? UNTYPED);
    if (program !== undefined) programs.push([name, program]);
  });
  // The last one of a name counts.
  const effective = [...new Map(programs)];
  return {
    bind: (activation) => {
      const values: Record<string, unknown> = {};
      for (const [name, program] of effective) values[name] = lazy(() => program.run(activation));
      activation.variables = values;
    },
  };
}
