import { type AlternativesMatcher, anyOf, everyOf, row } from './combined.ts';
import { anything, atLeast, atMost, nothing, oneRune, type RuneMatcher } from './counts.ts';
import { GlobError, type Meter } from './errors.ts';
import type { Matcher } from './matcher.ts';
import { minimizeAlternatives } from './minimize.ts';
import { toBytes } from './runes.ts';
import type { GlobNode, PatternNode } from './syntax.ts';
import { contains, lacks, prefix, prefixSuffix, suffix, type TextMatcher, text } from './texts.ts';
import { type TreeMatcher, tree } from './tree.ts';

/**
 * Puts the matchers of a pattern together as the original does, for which of its faults show depends on that.
 *
 * Source: github.com/gobwas/glob v0.2.3 compiler/compiler.go, without separators
 */
export function compilePattern(pattern: PatternNode, meter: Meter): Matcher {
  if (pattern.children.length === 0) return nothing;
  const matchers = pattern.children.map((child) => optimize(compileNode(child, meter)));
  return optimize(join(minimize(matchers, meter), meter));
}

function compileNode(node: GlobNode, meter: Meter): Matcher {
  switch (node.kind) {
    case 'alternatives':
      return compileAlternatives(node.patterns, meter);
    case 'pattern':
      return compilePattern(node, meter);
    case 'any':
    case 'super':
      return anything;
    case 'single':
      return oneRune('single', () => true);
    case 'nothing':
      return nothing;
    case 'text':
      return text(node.text);
    case 'range':
      return oneRune('range', (code) => (code >= node.from && code <= node.to) !== node.not);
    case 'list':
      return compileList(node.characters, node.not);
  }
}

function compileAlternatives(patterns: readonly GlobNode[], meter: Meter): Matcher {
  const isPlain = (node: GlobNode): node is PatternNode => node.kind === 'pattern';
  const minimized = patterns.every(isPlain) ? minimizeAlternatives(patterns) : undefined;
  if (minimized !== undefined) return compilePattern(minimized, meter);
  return anyOf(patterns.map((pattern) => optimize(compileNode(pattern, meter))));
}

function compileList(characters: readonly number[], not: boolean): Matcher {
  const [only] = characters;
  if (!not && characters.length === 1 && only !== undefined) return text(toBytes(String.fromCodePoint(only)));
  const list = new Set(characters);
  return oneRune(
    'list',
    (code) => list.has(code) !== not,
    not ? toBytes(String.fromCodePoint(...characters)) : undefined,
  );
}

function isKind<Kind extends string>(matcher: Matcher | undefined, kind: Kind): matcher is Matcher & { kind: Kind } {
  return matcher?.kind === kind;
}

/** Replaces a tree around a text by something simpler. */
function optimize(matcher: Matcher): Matcher {
  if (isKind(matcher, 'anyOf')) {
    const [only, ...others] = (matcher as AlternativesMatcher).matchers;
    return only !== undefined && others.length === 0 ? only : matcher;
  }
  if (!isKind(matcher, 'tree')) return matcher;
  const { value, left, right } = matcher as TreeMatcher;
  if (!isKind(value, 'text')) return matcher;
  return simplify((value as TextMatcher).text, left, right) ?? matcher;
}

function simplify(own: string, left: Matcher | undefined, right: Matcher | undefined): Matcher | undefined {
  if (left === undefined) {
    if (right === undefined) return text(own);
    if (isKind(right, 'super')) return prefix(own);
    return isKind(right, 'suffix') ? prefixSuffix(own, (right as TextMatcher).text) : undefined;
  }
  if (isKind(left, 'super')) {
    if (right === undefined) return suffix(own);
    return isKind(right, 'super') ? contains(own) : undefined;
  }
  return isKind(left, 'prefix') && right === undefined ? prefixSuffix((left as TextMatcher).text, own) : undefined;
}

/** Makes one matcher of a sequence: the last of the longest that have a known length goes between all others. */
function join(matchers: readonly Matcher[], meter: Meter): Matcher {
  const [first, ...rest] = matchers;
  if (first === undefined) throw new GlobError('need at least one matcher');
  if (rest.length === 0) return first;
  const glued = glue(matchers, meter);
  if (glued !== undefined) return glued;
  const longest = Math.max(...matchers.map(({ length }) => length));
  if (longest === -1) return tree(first, undefined, optimize(join(rest, meter)), meter);
  const index = matchers.findLastIndex(({ length }) => length === longest);
  const part = (each: readonly Matcher[]) => (each.length === 0 ? undefined : optimize(join(each, meter)));
  return tree(matchers[index] as Matcher, part(matchers.slice(0, index)), part(matchers.slice(index + 1)), meter);
}

/** What looking at one matcher costs, measured in steps of matching. */
const GLUE_WORK = 4;

function glue(matchers: readonly Matcher[], meter: Meter): Matcher | undefined {
  meter.spend(GLUE_WORK * matchers.length);
  if (matchers.length <= 1) return undefined;
  const every = glueAsEvery(matchers);
  if (every !== undefined) return every;
  const end = matchers.findIndex(({ length }) => length === -1);
  return end === -1 ? row(matchers) : undefined;
}

/** Stars, question marks and one and the same negated list are counted. */
function glueAsEvery(matchers: readonly Matcher[]): Matcher | undefined {
  const [first] = matchers;
  const excluded = first === undefined ? undefined : excludedBy(first);
  if (excluded === undefined || matchers.some((matcher) => excludedBy(matcher) !== excluded)) return undefined;
  const stars = matchers.filter((matcher) => isKind(matcher, 'super')).length;
  const count = matchers.length - stars;
  if (count === 0) return anything;
  if (stars > 0) return atLeast(count);
  const parts = [atLeast(count), atMost(count)];
  return everyOf(excluded === '' ? parts : [...parts, lacks(excluded)]);
}

/** Characters that a matcher does not accept; nothing for matchers that are not counted. */
function excludedBy(matcher: Matcher): string | undefined {
  if (isKind(matcher, 'super') || isKind(matcher, 'single')) return '';
  return isKind(matcher, 'list') ? (matcher as RuneMatcher).excluded : undefined;
}

/** Glues the longest stretch of a sequence together, again and again. */
function minimize(matchers: readonly Matcher[], meter: Meter): readonly Matcher[] {
  let best: { readonly glued: Matcher; readonly start: number; readonly end: number } | undefined;
  for (let start = 0; start < matchers.length; start++) {
    for (let end = matchers.length; end > start; end--) {
      const glued = glue(matchers.slice(start, end), meter);
      if (glued === undefined) continue;
      const isLonger = best !== undefined && best.glued.length > -1 && glued.length > best.glued.length;
      if (best === undefined || isLonger || best.end - best.start < end - start) best = { glued, start, end };
    }
  }
  if (best === undefined) return matchers;
  const next = [...matchers.slice(0, best.start), best.glued, ...matchers.slice(best.end)];
  return next.length === matchers.length ? next : minimize(next, meter);
}
