import { lazy } from '../../cel/lazy.ts';
import type { CelProgram } from '../../cel/types.ts';
import { child, type FieldProblem } from '../read/problem.ts';
import { compileExpression, type Scope } from './expression.ts';
import type { NamedExpression } from './spec.ts';

/** Values of all names that an expression may use. */
export type Activation = Record<string, unknown>;

/** Variables of a policy, ready to be computed when an expression asks for them. */
export interface Variables {
  /** Makes them visible to expressions that run with this activation; computed once at most for each. */
  bind(activation: Activation): void;
  /** For expressions that may use them all. */
  readonly scope: Scope;
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

/** @param scope for the expressions of the variables, without any variable */
export function compileVariables(
  scope: Scope,
  variables: readonly NamedExpression[],
  path: string,
  problems: FieldProblem[],
): Variables {
  const names = new Set<string>();
  const programs: [string, CelProgram][] = [];
  variables.forEach(({ name, expression }, index) => {
    if (!IDENTIFIER.test(name) || name === '__proto__')
      problems.push({ path: child(`${path}[${index}]`, 'name'), message: `"${name}" is no identifier of CEL` });
    const program = compileExpression(
      { ...scope, variables: new Set(names) },
      expression,
      child(`${path}[${index}]`, 'expression'),
      problems,
    );
    names.add(name);
    if (program !== undefined) programs.push([name, program]);
  });
  // The last one of a name counts.
  const effective = [...new Map(programs)];
  return {
    scope: { ...scope, variables: names },
    bind: (activation) => {
      const values: Record<string, unknown> = {};
      for (const [name, program] of effective) values[name] = lazy(() => program.run(activation));
      activation.variables = values;
    },
  };
}
