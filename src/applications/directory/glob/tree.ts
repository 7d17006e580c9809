import type { Meter } from './errors.ts';
import type { Matcher } from './matcher.ts';
import { runeAt } from './runes.ts';

export interface TreeMatcher extends Matcher {
  readonly kind: 'tree';
  readonly value: Matcher;
  readonly left: Matcher | undefined;
  readonly right: Matcher | undefined;
}

/** A matcher between two others, each of which may be missing. It is never found in the middle of a text. */
export function tree(value: Matcher, left: Matcher | undefined, right: Matcher | undefined, meter: Meter): TreeMatcher {
  const parts = [left, value, right].flatMap((part) => part ?? []);
  const isKnown = parts.every(({ length }) => length !== -1);
  const length = isKnown ? parts.reduce((sum, part) => sum + part.length, 0) : -1;
  return {
    kind: 'tree',
    value,
    left,
    right,
    length,
    find: () => undefined,
    matches: (given) => length <= given.length && matchTree(given, { value, left, right }, meter),
  };
}

type Parts = Pick<TreeMatcher, 'value' | 'left' | 'right'>;

/** Tries each place of the middle; lengths in runes are taken for lengths in bytes. */
function matchTree(given: string, { value, left, right }: Parts, meter: Meter): boolean {
  const limit = given.length - Math.max(right?.length ?? 0, 0);
  for (let offset = Math.max(left?.length ?? 0, 0); offset < limit; ) {
    meter.spend(1 + limit - offset);
    const found = value.find(given.slice(offset, limit));
    if (found === undefined) return false;
    const at = offset + found.at;
    if (matchesPart(left, given.slice(0, at)) && matchesRest(right, given, at, found.lengths, meter)) return true;
    offset = at + runeAt(given, at).width;
  }
  return false;
}

function matchesRest(
  right: Matcher | undefined,
  given: string,
  at: number,
  lengths: readonly number[],
  meter: Meter,
): boolean {
  return lengths.toReversed().some((length) => {
    meter.spend(1);
    return matchesPart(right, given.slice(at + length));
  });
}

function matchesPart(part: Matcher | undefined, given: string): boolean {
  return part === undefined ? given === '' : part.matches(given);
}
