import { evaluateConditions } from '../../../../src/kyverno/conditions/evaluate.ts';
import { VariableContext } from '../../../../src/kyverno/variables/context.ts';

/** Whether one condition holds whose key and value come from a resource. */
export function holds(key: unknown, operator: string, value: unknown): boolean {
  const context = VariableContext.of({ key, value });
  return evaluateConditions([{ key: '{{ key }}', operator, value: '{{ value }}' }], context).holds;
}

/** Whether one condition holds whose key and value are written in a policy. */
export function holdsAsWritten(key: unknown, operator: string, value: unknown): boolean {
  return evaluateConditions([{ key, operator, value }], VariableContext.of({})).holds;
}
