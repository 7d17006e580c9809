import { describe, expect, it } from 'vitest';
import { GlobError, GlobLimit } from '../../../src/applications/directory/glob/errors.ts';
import { compileGlob, matchesGlob } from '../../../src/applications/directory/glob.ts';
import { GLOB_ANSWERS, type GlobAnswer } from './glob-answers.ts';

function answer(pattern: string, text: string): GlobAnswer {
  try {
    return compileGlob(pattern)(text) ? 'match' : 'no';
  } catch (error) {
    if (error instanceof GlobError) return 'error';
    if (error instanceof GlobLimit) return 'crash';
    throw error;
  }
}

describe('compileGlob', () => {
  it.each(GLOB_ANSWERS)('answers as gobwas/glob: %j on %j', (pattern, text, expected) => {
    expect(answer(pattern, text)).toBe(expected);
  });

  it.each([
    ['many stars', '*a'.repeat(2000)],
    ['many question marks', '?*'.repeat(2000)],
    ['many classes', '[!a]'.repeat(1000)],
    ['many braces', '{*a,a*}'.repeat(500)],
    ['deep braces', '{'.repeat(4000)],
    ['a long pattern', 'a'.repeat(5000)],
  ])('gives up on %s', (_, pattern) => {
    expect(() => compileGlob(pattern)(`${'a'.repeat(1000)}b`)).toThrow(GlobLimit);
  });

  it('takes a long list of names', () => {
    const names = Array.from({ length: 200 }, (_, index) => `file-${index}*.yaml`);
    const glob = compileGlob(`{${names.join(',')}}`);
    expect([glob('file-199-a.yaml'), glob('other.yaml')]).toEqual([true, false]);
  });
});

describe('matchesGlob', () => {
  it.each([
    ['apps', 'apps', true],
    ['', '', true],
    ['', 'apps', false],
    ['*.k8s.io', 'events.k8s.io', true],
    ['[', '[', false],
    ['{'.repeat(4000), 'a', false],
  ])('%j on %j', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });
});
