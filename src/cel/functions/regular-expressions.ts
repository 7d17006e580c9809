import { type Matcher, RE2JS } from 're2js';
import type { Budget } from '../budget.ts';
import { CelError } from '../types.ts';
import { BOOL, INT, listOf, optionalOf, STRING } from '../typing/cel-type.ts';
import { meteredFunction, meteredMethod, type Overload } from '../typing/overload.ts';
import type { Int } from '../values/integer.ts';
import { NONE, Optional } from '../values/optional.ts';

/**
 * Functions with regular expressions, which are those of RE2: they take linear time.
 *
 * Source: cel-go common/stdlib/standard.go; k8s.io/apiserver/pkg/cel/library/regex.go
 */
export const REGULAR_EXPRESSIONS: readonly Overload[] = [
  meteredFunction('matches', [STRING, STRING], BOOL, matches),
  meteredMethod('matches', [STRING, STRING], BOOL, matches),
  meteredMethod('find', [STRING, STRING], STRING, find),
  meteredMethod('findAll', [STRING, STRING], listOf(STRING), findAll),
  meteredMethod('findAll', [STRING, STRING, INT], listOf(STRING), findAll),
];

/**
 * Source: cel-go ext/regex.go
 */
export const REGEX_EXTENSION: readonly Overload[] = [
  meteredFunction('regex.extract', [STRING, STRING], optionalOf(STRING), extract),
  meteredFunction('regex.extractAll', [STRING, STRING], listOf(STRING), extractAll),
  meteredFunction('regex.replace', [STRING, STRING, STRING], STRING, replace),
  meteredFunction('regex.replace', [STRING, STRING, STRING, INT], STRING, replace),
];

/** Compiled once. Bounded, for patterns may be made of what is judged. */
const COMPILED = new Map<string, RE2JS>();
const MAX_COMPILED = 500;
const MAX_PATTERN = 10_000;

/** Counted repetitions make much of little text. */
const COMPILE_STEPS = 5_000;

function matches(budget: Budget, text: string, pattern: string): boolean {
  return compile(budget, text, pattern, '').test(text);
}

function find(budget: Budget, text: string, pattern: string): string {
  const matcher = compile(budget, text, pattern, 'Illegal regex: ').matcher(text);
  return matcher.find() ? (matcher.group() ?? '') : '';
}

function findAll(budget: Budget, text: string, pattern: string, limit: Int = -1): string[] {
  const regex = compile(budget, text, pattern, 'Illegal regex: ');
  return Array.from(matchesOf(budget, regex, text, limit), (matcher) => matcher.group() ?? '');
}

function extract(budget: Budget, text: string, pattern: string): Optional {
  const regex = compile(budget, text, pattern, '');
  requireOneGroup(regex, pattern);
  const matcher = regex.matcher(text);
  if (!matcher.find()) return NONE;
  if (regex.groupCount() === 0) return new Optional(matcher.group() ?? '');
  const group = matcher.group(1);
  return group === null || group === '' ? NONE : new Optional(group);
}

function extractAll(budget: Budget, text: string, pattern: string): string[] {
  const regex = compile(budget, text, pattern, '');
  requireOneGroup(regex, pattern);
  const hasGroup = regex.groupCount() > 0;
  const found = Array.from(matchesOf(budget, regex, text, -1), (matcher) => matcher.group(hasGroup ? 1 : 0) ?? '');
  return hasGroup ? found.filter((group) => group !== '') : found;
}

function requireOneGroup(regex: RE2JS, pattern: string): void {
  if (regex.groupCount() > 1) {
    throw new CelError(`regular expression has more than one capturing group: ${JSON.stringify(pattern)}`);
  }
}

function replace(budget: Budget, text: string, pattern: string, replacement: string, limit: Int = -1): string {
  const regex = compile(budget, text, pattern, '');
  const template = templateOf(replacement, regex.groupCount());
  let result = '';
  let done = 0;
  for (const matcher of matchesOf(budget, regex, text, limit)) {
    const filled = template.map((part) => (typeof part === 'string' ? part : (matcher.group(part) ?? ''))).join('');
    budget.spendOnResult(filled);
    result += text.slice(done, matcher.start()) + filled;
    done = matcher.end();
  }
  return result + text.slice(done);
}

/** All matches, except for empty ones directly after another, as Go has it. */
function* matchesOf(budget: Budget, regex: RE2JS, text: string, limit: Int): Generator<Matcher> {
  const matcher = regex.matcher(text);
  let end = -1;
  for (let count = 0; (limit < 0 || count < limit) && matcher.find(); ) {
    budget.spend(4);
    const isEcho = matcher.start() === matcher.end() && matcher.start() === end;
    end = matcher.end();
    if (isEcho) continue;
    count += 1;
    yield matcher;
  }
}

/** Text, and numbers of groups for `\1`. */
function templateOf(replacement: string, groups: number): (string | number)[] {
  return Array.from(replacement.matchAll(/\\([\s\S])?|[^\\]+/g), ([whole, escaped]) => {
    if (!whole.startsWith('\\')) return whole;
    if (escaped === '\\') return '\\';
    if (escaped === undefined || !/\d/.test(escaped))
      throw new CelError(`invalid replacement string: '${replacement}'`);
    const group = Number(escaped);
    if (group > groups)
      throw new CelError(`replacement string references group ${group} but regex has only ${groups} group(s)`);
    return group;
  });
}

function compile(budget: Budget, text: string, pattern: string, prefix: string): RE2JS {
  budget.spend((1 + (text.length >> 4)) * (1 + (pattern.length >> 4)));
  const known = COMPILED.get(pattern);
  if (known !== undefined) return known;
  budget.spend(COMPILE_STEPS);
  return compileRegex(pattern, prefix);
}

/** @throws CelError for what is no expression of RE2 */
export function compileRegex(pattern: string, prefix = ''): RE2JS {
  if (pattern.length > MAX_PATTERN) throw new CelError(`${prefix}error parsing regexp: expression too large`);
  const compiled = COMPILED.get(pattern) ?? compilePattern(pattern, prefix);
  if (COMPILED.size >= MAX_COMPILED) COMPILED.clear();
  COMPILED.set(pattern, compiled);
  return compiled;
}

function compilePattern(pattern: string, prefix: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new CelError(`${prefix}${error instanceof Error ? error.message : String(error)}`);
  }
}
