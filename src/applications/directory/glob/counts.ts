import type { Matcher } from './matcher.ts';
import { bordersOf, countRunes, runeAt, runeLength, runesOf } from './runes.ts';

export const nothing: Matcher = {
  kind: 'nothing',
  length: 0,
  matches: (given) => given === '',
  find: () => ({ at: 0, lengths: [0] }),
};

/** `*`. */
export const anything: Matcher = {
  kind: 'super',
  length: -1,
  matches: () => true,
  find: (given) => ({ at: 0, lengths: bordersOf(given) }),
};

export interface RuneMatcher extends Matcher {
  readonly kind: 'single' | 'list' | 'range';
  /** Characters that a negated list leaves out; nothing for other matchers. */
  readonly excluded?: string | undefined;
}

/** `?` and `[…]`. `?` also matches the empty text. */
export function oneRune(kind: RuneMatcher['kind'], accepts: (code: number) => boolean, excluded?: string): RuneMatcher {
  return {
    kind,
    length: 1,
    excluded,
    matches: (given) => {
      const { code, width } = runeAt(given, 0);
      return given.length <= width && accepts(code);
    },
    find: (given) => {
      for (const { at, code } of runesOf(given)) if (accepts(code)) return { at, lengths: [runeLength(code)] };
      return undefined;
    },
  };
}

/** Several `?` and `*`. */
export function atLeast(limit: number): Matcher {
  return {
    kind: 'min',
    length: -1,
    matches: (given) => countRunes(given) >= limit,
    find: (given) => {
      const lengths = [...runesOf(given)].slice(limit - 1).map(({ at, code }) => at + runeLength(code));
      return lengths.length === 0 ? undefined : { at: 0, lengths };
    },
  };
}

/** Several `?`. */
export function atMost(limit: number): Matcher {
  return {
    kind: 'max',
    length: -1,
    matches: (given) => countRunes(given) <= limit,
    find: (given) => {
      const runes = [...runesOf(given)].slice(0, limit);
      return { at: 0, lengths: [0, ...runes.map(({ at, code }) => at + runeLength(code))] };
    },
  };
}
