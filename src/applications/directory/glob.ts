import { compilePattern } from './glob/compile.ts';
import { GlobError, GlobLimit, Meter } from './glob/errors.ts';
import { toBytes } from './glob/runes.ts';
import { parseGlob } from './glob/syntax.ts';

/**
 * Says whether a whole text matches.
 *
 * @throws GlobLimit when nobody can say
 */
export type Glob = (text: string) => boolean;

/** Longer patterns are not evaluated. A path of Linux has 4,096 bytes; what anybody writes has a few dozen. */
const MAX_PATTERN_LENGTH = 4096;
/** Steps of compiling a pattern and of all its matches together: seconds at most. A path takes some hundred. */
const MAX_WORK = 20_000_000;

/**
 * Compiles a pattern as Argo CD does for files and resources: no separators, so that `*` also stands for `/`.
 *
 * The library that Argo CD uses has many faults with wildcards in braces, so that `*{*b?}*` does not match `abc`.
 * A file that it forgets to exclude is applied; hence its faults are here too.
 *
 * Source: argo-cd util/glob/glob.go, Match; github.com/gobwas/glob v0.2.3
 *
 * @throws GlobError when it does not compile
 * @throws GlobLimit when it is not evaluated
 */
export function compileGlob(pattern: string): Glob {
  if (pattern.length > MAX_PATTERN_LENGTH) throw new GlobLimit(`is longer than ${MAX_PATTERN_LENGTH} characters`);
  const meter = new Meter(MAX_WORK);
  const matcher = compilePattern(parseGlob(pattern), meter);
  return (text) => matcher.matches(toBytes(text));
}

/** Matches as Argo CD does: a pattern that does not compile matches nothing; one that is not evaluated neither. */
export function matchesGlob(pattern: string, text: string): boolean {
  if (!/[*?[\]{}\\\0\ufffd]/.test(pattern)) return pattern === text;
  try {
    return compileGlob(pattern)(text);
  } catch (error) {
    if (error instanceof GlobError || error instanceof GlobLimit) return false;
    throw error;
  }
}
