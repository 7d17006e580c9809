import type { Validation } from '../read/rule.ts';
import { compileDenyBody } from './deny.ts';
import { compileForeachBody } from './foreach.ts';
import { compileAnyPatternBody, compilePatternBody } from './pattern.ts';
import type { BodyEvaluator, RuleTexts } from './scope.ts';

/** What a rule or the element of a loop is judged by, in the order in which Kyverno looks for it. */
export function compileBody(
  { deny, pattern, anyPattern, foreach }: Pick<Validation, 'deny' | 'pattern' | 'anyPattern' | 'foreach'>,
  rule: RuleTexts,
): BodyEvaluator {
  if (deny !== undefined) return compileDenyBody(deny, rule);
  if (isPresent(pattern)) return compilePatternBody(pattern, rule);
  if (isPresent(anyPattern)) return compileAnyPatternBody(anyPattern, rule);
  return compileForeachBody((foreach ?? []).map((entry) => ({ foreach: entry, body: compileBody(entry, rule) })));
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
