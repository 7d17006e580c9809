import type { CelProgram } from '../../cel/types.ts';
import { child, type FieldProblem } from '../read/problem.ts';
import { compileExpression, errorText, STRING_OR_NULL } from './expression.ts';
import type { Scope } from './scope.ts';
import type { AuditAnnotation } from './spec.ts';
import type { Activation } from './variables.ts';

type Properties = Readonly<Record<string, string>>;

/** @throws an error with Kyverno's text when one cannot be computed */
export type AuditAnnotations = (activation: Activation) => Properties;

const NONE: Properties = {};

/**
 * What a policy adds to its results. What is empty is left out.
 *
 * Source: kyverno pkg/cel/policies/vpol/compiler/policy.go, evaluateAuditAnnotations
 */
export function compileAuditAnnotations(
  scope: Scope,
  annotations: readonly AuditAnnotation[],
  path: string,
  problems: FieldProblem[],
): AuditAnnotations {
  const programs = annotations.flatMap(({ key, valueExpression }, index) => {
    const at = child(`${path}[${index}]`, 'valueExpression');
    const program = compileExpression(scope, valueExpression, STRING_OR_NULL, at, problems);
    return program === undefined ? [] : [{ key, program }];
  });
  if (programs.length === 0) return () => NONE;
  return (activation) => {
    const properties: [string, string][] = [];
    for (const { key, program } of programs) {
      const value = compute(key, program, activation);
      if (value !== '') properties.push([key, value]);
    }
    return Object.fromEntries(properties);
  };
}

function compute(key: string, program: CelProgram, activation: Activation): string {
  let value: unknown;
  try {
    value = program.run(activation);
  } catch (error) {
    throw new Error(`failed to evaluate auditAnnotation '${key}': ${errorText(error)}`, { cause: error });
  }
  if (typeof value !== 'string')
    throw new Error(`failed to convert auditAnnotation '${key}' expression: it is no string`);
  return value;
}
