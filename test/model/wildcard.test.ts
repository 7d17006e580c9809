import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from '../../src/model/wildcard.ts';

describe('matchesWildcard', () => {
  it.each<[pattern: string, matching: string[], others: string[]]>([
    ['', [''], ['a', '*']],
    ['a', ['a'], ['', 'b', 'A', 'aa', 'ab', 'ba']],
    ['*', ['', 'a', 'abc', '*', 'a\nb'], []],
    ['**', ['', 'abc'], []],
    ['?', ['a', '?', '*', '\n'], ['', 'ab']],
    ['??', ['ab'], ['a', 'abc']],
    ['?*', ['a', 'ab'], ['']],
    ['*-production', ['shop-production', '-production'], ['production', 'shop-production2', 'shop-Production']],
    ['shop-*', ['shop-', 'shop-dev'], ['shop', 'shops', 'a-shop-']],
    ['*a*', ['a', 'bab', 'aa'], ['', 'b']],
    ['a*b*c', ['abc', 'aXbYc', 'abbcc', 'abcbc'], ['ab', 'acb', 'abcd']],
    ['*ab', ['ab', 'aab', 'abab'], ['aba', 'a']],
    ['team-?-*', ['team-a-', 'team-a-web'], ['team--web', 'team-ab-web', 'team-a']],
    ['a.c', ['a.c'], ['abc']],
    ['[ab](c)+$^{1}|\\', ['[ab](c)+$^{1}|\\'], ['a', 'b', 'ac']],
    ['*?', ['a', 'ab'], ['']],
    ['é*', ['é', 'école'], ['e']],
  ])('%j', (pattern, matching, others) => {
    expect(matching.filter((text) => !matchesWildcard(pattern, text))).toEqual([]);
    expect(others.filter((text) => matchesWildcard(pattern, text))).toEqual([]);
  });

  /** As simple as it can be said, and slow. */
  function reference(pattern: string, text: string): boolean {
    const [first] = pattern;
    if (first === undefined) return text === '';
    const rest = pattern.slice(1);
    if (first === '*') return reference(rest, text) || (text !== '' && reference(pattern, text.slice(1)));
    return text !== '' && (first === '?' || first === text[0]) && reference(rest, text.slice(1));
  }

  it('says what a simple definition says', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(pattern, text, (each, other) => {
        expect(matchesWildcard(each, other)).toBe(reference(each, other));
      }),
      { numRuns: 2000 },
    );
  });

  it('comes to an end, whatever the pattern', () => {
    const text = 'a'.repeat(10_000);
    expect(matchesWildcard(`${'a*'.repeat(50)}b`, text)).toBe(false);
    expect(matchesWildcard('a*'.repeat(50), text)).toBe(true);
    expect(matchesWildcard(`${'*?'.repeat(50)}b`, text)).toBe(false);
  });
});
