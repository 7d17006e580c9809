import { GlobLimit } from './errors.ts';
import type { Found, Matcher } from './matcher.ts';
import { countRunes, runesOf } from './runes.ts';

/** Matchers of known length one after the other. */
export function row(matchers: readonly Matcher[]): Matcher {
  const length = matchers.reduce((sum, matcher) => sum + matcher.length, 0);
  const matchesAll = (given: string) => {
    let position = 0;
    for (const matcher of matchers) {
      const end = endOfRunes(given, position, matcher.length);
      if (end === undefined || !matcher.matches(given.slice(position, end))) return false;
      position = end;
    }
    return true;
  };
  return {
    kind: 'row',
    length,
    matches: (given) => countRunes(given) === length && matchesAll(given),
    find: (given) => {
      for (const { at } of runesOf(given)) {
        if (given.length - at < length) break;
        if (matchesAll(given.slice(at))) return { at, lengths: [length] };
      }
      return undefined;
    },
  };
}

/** One byte behind the start of the last of some runes, which is wrong for runes of several bytes and for none at all. */
function endOfRunes(given: string, position: number, count: number): number | undefined {
  let last = 0;
  let seen = 0;
  for (const { at } of runesOf(given.slice(position))) {
    last = at;
    if (++seen === count) break;
  }
  if (seen < count) return undefined;
  if (position + last + 1 > given.length) throw new GlobLimit('makes Argo CD crash');
  return position + last + 1;
}

export interface AlternativesMatcher extends Matcher {
  readonly kind: 'anyOf';
  readonly matchers: readonly Matcher[];
}

/** `{…,…}`. */
export function anyOf(matchers: readonly Matcher[]): AlternativesMatcher {
  return {
    kind: 'anyOf',
    matchers,
    length: lengthOfAny(matchers),
    matches: (given) => matchers.some((matcher) => matcher.matches(given)),
    find: (given) => {
      const all = matchers.flatMap((matcher) => matcher.find(given) ?? []);
      if (all.length === 0) return undefined;
      const at = all.reduce((least, found) => Math.min(least, found.at), Number.POSITIVE_INFINITY);
      const lengths = all.flatMap((found) => (found.at === at ? found.lengths : []));
      return { at, lengths: [...new Set(lengths)].sort((a, b) => a - b) };
    },
  };
}

/** Alternatives of unknown length are forgotten as long as none of known length came before them. */
function lengthOfAny(matchers: readonly Matcher[]): number {
  let length = -1;
  for (const matcher of matchers) {
    if (length === -1) length = matcher.length;
    else if (matcher.length !== length) return -1;
  }
  return length;
}

/** All of them on the same text. */
export function everyOf(matchers: readonly Matcher[]): Matcher {
  return {
    kind: 'everyOf',
    length: -1,
    matches: (given) => matchers.every((matcher) => matcher.matches(given)),
    find: (given) => findEvery(matchers, given),
  };
}

function findEvery([first, ...others]: readonly Matcher[], given: string): Found | undefined {
  let found = first?.find(given);
  let offset = found?.at ?? 0;
  for (const matcher of others) {
    if (found === undefined) return undefined;
    const other = matcher.find(given.slice(found.at));
    if (other === undefined) return undefined;
    const at = other.at + offset;
    const shifted = found.lengths.map((length) => length + (found?.at ?? 0) - at);
    const lengths = shifted.filter((length) => other.lengths.includes(length));
    if (lengths.length === 0) return undefined;
    found = { at, lengths };
    offset += other.at;
  }
  return found;
}
