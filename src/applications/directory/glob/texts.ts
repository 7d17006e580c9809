import type { Found, Matcher } from './matcher.ts';
import { bordersOf, countRunes, runeLength, runesOf } from './runes.ts';

export interface TextMatcher extends Matcher {
  readonly kind: 'text' | 'prefix' | 'suffix';
  readonly text: string;
}

export function text(expected: string): TextMatcher {
  return {
    kind: 'text',
    text: expected,
    length: countRunes(expected),
    matches: (given) => given === expected,
    find: (given) => foundAt(given.indexOf(expected), [expected.length]),
  };
}

function foundAt(at: number, lengths: readonly number[]): Found | undefined {
  return at === -1 ? undefined : { at, lengths };
}

/** `text*`. */
export function prefix(expected: string): TextMatcher {
  const { length } = expected;
  return {
    kind: 'prefix',
    text: expected,
    length: -1,
    matches: (given) => given.startsWith(expected),
    find: (given) => {
      const at = given.indexOf(expected);
      const rest = [...runesOf(given.slice(at + length))];
      return foundAt(at, [length, ...rest.map((rune) => length + rune.at + runeLength(rune.code))]);
    },
  };
}

/** `*text`. It is found with the first of the texts only. */
export function suffix(expected: string): TextMatcher {
  return {
    kind: 'suffix',
    text: expected,
    length: -1,
    matches: (given) => given.endsWith(expected),
    find: (given) => {
      const at = given.indexOf(expected);
      return at === -1 ? undefined : { at: 0, lengths: [at + expected.length] };
    },
  };
}

/** `first*last`. Both may lie on top of each other: `a*a` matches `a`. */
export function prefixSuffix(first: string, last: string): Matcher {
  return {
    kind: 'prefixSuffix',
    length: -1,
    matches: (given) => given.startsWith(first) && given.endsWith(last),
    find: (given) => {
      const at = given.indexOf(first);
      if (at === -1) return undefined;
      const lengths: number[] = [];
      let rest = given.slice(at);
      for (let found = rest.lastIndexOf(last); found !== -1; found = rest.lastIndexOf(last)) {
        lengths.push(found + last.length);
        rest = rest.slice(0, found);
      }
      return lengths.length === 0 ? undefined : { at, lengths: lengths.reverse() };
    },
  };
}

/** `*text*`. */
export function contains(needle: string): Matcher {
  return {
    kind: 'contains',
    length: -1,
    matches: (given) => given.includes(needle),
    find: (given) => {
      const at = given.indexOf(needle);
      if (at === -1) return undefined;
      const offset = at + needle.length;
      return { at: 0, lengths: bordersOf(given.slice(offset)).map((border) => offset + border) };
    },
  };
}

/** Several `[!text]`; characters count only where they stand together. */
export function lacks(needle: string): Matcher {
  return {
    kind: 'lacks',
    length: -1,
    matches: (given) => !given.includes(needle),
    find: (given) => {
      const at = given.indexOf(needle);
      return { at: 0, lengths: bordersOf(at === -1 ? given : given.slice(0, at)) };
    },
  };
}
