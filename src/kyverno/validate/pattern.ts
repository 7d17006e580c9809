import { error, fail, orError, pass, type RuleOutcome, skip } from '../evaluation/outcome.ts';
import { compilePattern, type PatternOutcome } from '../pattern/match.ts';
import { hasVariables, substitute } from '../variables/substitute.ts';
import { anyPatternFailed, patternBroken, patternFailed, patternPassed } from './messages.ts';
import type { BodyEvaluator, RuleTexts, Scope } from './scope.ts';

/** `validate.pattern` */
export function compilePatternBody(pattern: unknown, rule: RuleTexts): BodyEvaluator {
  const resolve = compileValue(pattern, compilePattern);
  return (scope) => {
    const matches = resolve(scope);
    if (typeof matches !== 'function') return matches;
    if (scope.subject === undefined) return undefined;
    const outcome = matches(scope.subject);
    switch (outcome.status) {
      case 'pass':
        return pass(patternPassed(rule));
      case 'skip':
        return skip(outcome.message);
      case 'fail':
        return { ...fail(patternFailed(rule, outcome.path, outcome.message, scope)), failedPath: outcome.path };
      case 'error':
        return error(patternBroken(rule, outcome.message, scope));
    }
  };
}

/** `validate.anyPattern`: the first alternative that matches makes it pass. */
export function compileAnyPatternBody(anyPattern: unknown, rule: RuleTexts): BodyEvaluator {
  const resolve = compileValue(anyPattern, compileAlternatives);
  return (scope) => {
    const alternatives = resolve(scope);
    if ('status' in alternatives) return alternatives;
    return scope.subject === undefined ? undefined : matchAny(alternatives, rule, scope);
  };
}

type Matcher = (subject: unknown) => PatternOutcome;

/** Numbers in alternatives are those of JSON, as Kyverno reads them once more. */
function compileAlternatives(anyPattern: unknown): readonly Matcher[] | RuleOutcome {
  return Array.isArray(anyPattern)
    ? anyPattern.map((pattern) => compilePattern(pattern, 'float64'))
    : error('failed to deserialize anyPattern, expected type array');
}

function matchAny(alternatives: readonly Matcher[], rule: RuleTexts, scope: Scope): RuleOutcome {
  const failed: string[] = [];
  const skipped: string[] = [];
  for (const [index, matches] of alternatives.entries()) {
    const outcome = matches(scope.subject);
    const name = `rule ${rule.name}[${index}]`;
    if (outcome.status === 'pass') return pass(`validation rule '${rule.name}' anyPattern[${index}] passed.`);
    if (outcome.status === 'skip') skipped.push(`${name} skipped: ${outcome.message}`);
    else if (outcome.status === 'error') failed.push(`${name} failed: ${outcome.message}`);
    else failed.push(`${name} failed at path ${outcome.path}`);
  }
  if (failed.length > 0) return fail(anyPatternFailed(rule, failed, scope));
  return skipped.length > 0 ? skip(skipped.join(' ')) : pass(rule.message);
}

/** What is made of a value with its variables filled in: for each scope, or once and for all when there are none. */
function compileValue<T>(value: unknown, compile: (value: unknown) => T): (scope: Scope) => T | RuleOutcome {
  if (!hasVariables(value)) {
    const made = compile(value);
    return () => made;
  }
  return (scope) => orError('variable substitution failed', () => compile(substitute(value, scope.context())));
}
