import { describe, expect, it } from 'vitest';
import { matchesSegment, parsePattern, reachesBelow } from '../../../src/render/helm/doublestar.ts';

function matches(pattern: string, name: string): boolean {
  return parsePattern(pattern).some(([segment = '**', ...rest]) => {
    return rest.length === 0 && (segment === '**' || matchesSegment(segment, name));
  });
}

describe('parsePattern', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['*', ['', 'a', '.hidden'], []],
    ['a*c', ['ac', 'abc', 'acbc'], ['abcd', 'bc']],
    ['a**c', ['ac', 'abc'], ['ab']],
    ['?', ['a', 'é', '😀'], ['', 'ab']],
    ['[a-c]', ['a', 'b', 'c'], ['d', '-']],
    ['[a-]', ['a', '-'], ['b']],
    ['[^a-c]', ['d', '-'], ['a']],
    ['[!é]', ['e'], ['é']],
    ['[\\]x]', [']', 'x'], ['\\']],
    ['\\*', ['*'], ['a', '\\*']],
    ['{a,b}.yaml', ['a.yaml', 'b.yaml'], ['{a,b}.yaml', 'c.yaml']],
    ['{a,b{1,2},}x', ['ax', 'b1x', 'b2x', 'x'], ['bx']],
    ['{a\\,b,c}', ['a,b', 'c'], ['a']],
    ['a.b', ['a.b'], ['axb']],
  ])('reads %s', (pattern, yes, no) => {
    expect([...yes, ...no].filter((name) => matches(pattern, name))).toEqual(yes);
  });

  it.each(['[', '[]', '[]a]', '[a', 'a\\', '{a', 'a}', '{a,{b}', '{1,2}'.repeat(11)])('refuses %s', (pattern) => {
    expect(() => parsePattern(pattern)).toThrow(SyntaxError);
  });

  it('takes its time from the lengths only', () => {
    expect(matches(`${'*a'.repeat(100)}b`, 'a'.repeat(255))).toBe(false);
  });
});

describe('reachesBelow', () => {
  it.each<[pattern: string, reached: readonly string[], others: readonly string[]]>([
    ['values/*.yaml', ['values'], ['values/sub', 'other']],
    ['values/**/a.yaml', ['values', 'values/sub', 'values/a/b'], ['other', 'other/values']],
    ['**/a.yaml', ['values', 'a/b/c'], []],
    ['*/{sub,lib}/a.yaml', ['x/sub', 'x/lib', 'x'], ['x/other', 'x/sub/y']],
    ['{a/b,c}/d.yaml', ['a/b', 'a', 'c'], ['b', 'a/c']],
    ['sub/a.yaml', ['sub'], ['sub/a.yaml', 'su']],
    ['[', [], ['a']],
  ])('%s', (pattern, reached, others) => {
    for (const directory of reached) expect([directory, reachesBelow(pattern, directory)]).toEqual([directory, true]);
    for (const directory of others) expect([directory, reachesBelow(pattern, directory)]).toEqual([directory, false]);
  });
});
