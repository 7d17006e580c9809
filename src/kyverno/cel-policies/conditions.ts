import { CelError, type CelProgram } from '../../cel/types.ts';
import { child, type FieldProblem } from '../read/problem.ts';
import { BOOL, compileExpression, errorText } from './expression.ts';
import type { Scope } from './scope.ts';
import type { NamedExpression } from './spec.ts';
import { unsupportedIn } from './unsupported.ts';
import type { Activation } from './variables.ts';

/** What conditions say: whether all hold, or why that cannot be told. */
export interface Outcome {
  readonly holds: boolean;
  /** Of the conditions that could not be evaluated, if none of the others is false. */
  readonly errors: readonly ConditionError[];
}

export interface ConditionError {
  readonly expression: string;
  readonly error: unknown;
}

export type Conditions = (activation: Activation) => Outcome;

const NO_BOOL = 'output is expected to be of type bool';
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
    const program = compileExpression(scope, expression, BOOL, child(`${path}[${index}]`, 'expression'), problems);
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
    if (typeof result !== 'boolean') errors.push({ expression, error: new CelError(NO_BOOL) });
    return result !== false;
  } catch (error) {
    errors.push({ expression, error });
    return true;
  }
}

/**
 * Whether conditions that could not be evaluated are an error. A policy may ignore what fails in a cluster, but not that something
 * cannot be told here.
 */
export function isFailure(errors: readonly ConditionError[], ignoresErrors: boolean): boolean {
  return errors.length > 0 && (!ignoresErrors || errors.some(({ error }) => unsupportedIn(error) !== undefined));
}

/** Source: go.uber.org/multierr */
export function joinErrors(errors: readonly ConditionError[]): string {
  return errors.map(({ error }) => errorText(error)).join('; ');
}
