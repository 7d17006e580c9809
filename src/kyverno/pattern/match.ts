import type { NumberType } from '../values/go-text.ts';
import { type CompiledPattern, compile } from './compile.ts';
import { isSkip } from './failure.ts';
import { Walk } from './walk.ts';

/** Paths are those that messages of Kyverno name: `/spec/containers/0/image/`. */
export type PatternOutcome =
  | { readonly status: 'pass' }
  | { readonly status: 'skip'; readonly message: string }
  | { readonly status: 'fail'; readonly path: string; readonly message: string }
  | { readonly status: 'error'; readonly path: string; readonly message: string };

/**
 * Compares a resource with a pattern whose variables have been replaced.
 *
 * Source: kyverno pkg/engine/validate/validate.go, MatchPattern; https://kyverno.io/docs/policy-types/cluster-policy/validate/#patterns
 *
 * @param numbers the type that whole numbers of the pattern have: `float64` for those of anyPattern
 */
export function matchPattern(resource: unknown, pattern: unknown, numbers: NumberType = 'int64'): PatternOutcome {
  return compilePattern(pattern, numbers)(resource);
}

/** As `matchPattern`, for a pattern that is compared with many resources. */
export function compilePattern(pattern: unknown, numbers: NumberType = 'int64'): (resource: unknown) => PatternOutcome {
  const compiled = compile(pattern, numbers);
  return compiled === undefined ? () => TOO_DEEP : (resource) => judge(resource, compiled, numbers);
}

const PASS: PatternOutcome = { status: 'pass' };
const TOO_DEEP: PatternOutcome = { status: 'error', path: '', message: 'the pattern is nested too deeply' };

function judge(resource: unknown, pattern: CompiledPattern, numbers: NumberType): PatternOutcome {
  const walk = new Walk(numbers);
  const failure = walk.match(resource, pattern);
  if (failure === undefined) return PASS;
  const message = failure.describe();
  if (isSkip(failure)) return { status: 'skip', message };
  if (failure.path === '' || (failure.kind !== 'forbidden' && walk.misses))
    return { status: 'error', path: '', message };
  return { status: 'fail', path: failure.path, message };
}
