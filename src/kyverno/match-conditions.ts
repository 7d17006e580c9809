import { compileCelRule } from './cel-policies/cel-rule.ts';
import type { PolicyRequest } from './types.ts';

/**
 * `webhookConfiguration.matchConditions`: a policy is not asked where one of them is false. Where they cannot be evaluated it
 * is.
 *
 * Source: kyverno pkg/engine/internal/match.go, checkMatchConditions
 */
export function compileMatchConditions(conditions: readonly unknown[]): (request: PolicyRequest) => boolean {
  if (conditions.length === 0) return () => true;
  const compiled = compileCelRule({ expressions: [{ expression: 'true' }] }, conditions);
  if (!('evaluate' in compiled)) return () => true;
  return (request) => compiled.evaluate(request, '').status !== 'skip';
}
