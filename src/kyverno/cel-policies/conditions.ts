import type { CelProgram } from '../../cel/types.ts';
import { child, type FieldProblem } from '../read/problem.ts';
import { compileExpression, errorText, type Scope } from './expression.ts';
import type { NamedExpression } from './spec.ts';
import type { Activation } from './variables.ts';

/** What conditions say: whether all hold, or why that cannot be told. */
export interface Outcome {
  readonly holds: boolean;
  /** Of the conditions that could not be evaluated, if none of the others is false. */
  readonly errors: readonly ConditionError[];
}

export interface ConditionError {
  readonly expression: string;
  readonly text: string;
}

export type Conditions = (activation: Activation) => Outcome;

const HOLDS: Outcome = { holds: true, errors: [] };
const FAILS: Outcome = { holds: false, errors: [] };

/**
 * Conditions of which one that is false decides, also when others cannot be evaluated.
 *
 * Source: k8s.io/apiserver pkg/admission/plugin/webhook/matchconditions/matcher.go
 */
export function compileConditions(
  scope: Scope,
  conditions: readonly NamedExpression[],
  path: string,
  problems: FieldProblem[],
): Conditions {
  const compiled = conditions.flatMap(({ expression }, index) => {
    const program = compileExpression(scope, expression, child(`${path}[${index}]`, 'expression'), problems);
    return program === undefined ? [] : [{ expression, program }];
  });
  if (compiled.length === 0) return () => HOLDS;
  return (activation) => {
    const errors: ConditionError[] = [];
    for (const { expression, program } of compiled) if (!holds(expression, program, activation, errors)) return FAILS;
    return errors.length === 0 ? HOLDS : { holds: false, errors };
  };
}

/** Whether a condition is not false. */
function holds(expression: string, program: CelProgram, activation: Activation, errors: ConditionError[]): boolean {
  try {
    const result = program.run(activation);
    if (typeof result !== 'boolean') errors.push({ expression, text: 'output is expected to be of type bool' });
    return result !== false;
  } catch (error) {
    errors.push({ expression, text: errorText(error) });
    return true;
  }
}

/** Source: go.uber.org/multierr */
export function joinErrors(errors: readonly ConditionError[]): string {
  return errors.map(({ text }) => text).join('; ');
}
