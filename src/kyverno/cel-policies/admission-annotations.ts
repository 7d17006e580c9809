import { child, type FieldProblem } from '../read/problem.ts';
import { compileExpression, errorText, STRING_OR_NULL } from './expression.ts';
import type { Scope } from './scope.ts';
import type { AuditAnnotation } from './spec.ts';
import type { Activation } from './variables.ts';

/** What a policy writes to the audit log. */
export interface Annotation {
  readonly key: string;
  /** Empty when nothing is to be written. */
  readonly value: string;
  /** Why it could not be computed, and what Kubernetes says of it. */
  readonly error?: Error | undefined;
  readonly message: string;
}

const MAX_LENGTH = 10 * 1024;

/** Source: k8s.io/apiserver pkg/admission/plugin/policy/validating/{validator,dispatcher}.go */
export function compileAnnotation(
  scope: Scope,
  { key, valueExpression }: AuditAnnotation,
  path: string,
  problems: FieldProblem[],
): (activation: Activation) => Annotation {
  const program = compileExpression(scope, valueExpression, STRING_OR_NULL, child(path, 'valueExpression'), problems);
  return (activation) => {
    try {
      const value = program?.run(activation) ?? '';
      if (typeof value === 'string') return { key, value: value.trim().slice(0, MAX_LENGTH), message: '' };
      throw new Error('it is no string, and not null');
    } catch (error) {
      const message = `expression '${valueExpression}' resulted in error: ${errorText(error)}`;
      return { key, value: '', error: error instanceof Error ? error : new Error(message), message };
    }
  };
}
