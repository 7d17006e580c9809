import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../../src/kyverno/values/regex.ts';
import { VariableError } from '../../../src/kyverno/variables/errors.ts';

describe('Regex', () => {
  it.each([
    ['^a.c$', 'abc', true],
    ['b', 'abc', true],
    ['(?i)ABC', 'abc', true],
    ['\\pL{2}', 'éü', true],
    ['^\\d+$', '12a', false],
    ['^.$', '💣', true],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(compileRegex(pattern).test(text)).toBe(expected);
  });

  it.each([
    ['a+', 'baac', 'X', 'bXc'],
    ['(\\w)(\\w)', 'abcd', '$2$1', 'badc'],
    ['(?P<first>\\w)\\w', 'ab', '\u0024{first}-$first_', 'a-'],
    ['a', 'a', '$$1$', '$1$'],
    ['a', 'a', '${1', '${1'],
    ['a|(b)', 'a', '[$1$5$01]', '[]'],
    ['x*', 'abxc', '-', '-a-b-c-'],
    ['', '💣', '-', '-💣-'],
  ])('replaces %s in %s by %s', (pattern, text, template, expected) => {
    expect(compileRegex(pattern).replaceAll(text, template)).toBe(expected);
  });

  it('replaces literally', () => {
    expect(compileRegex('(a)').replaceAllLiteral('bab', '$1')).toBe('b$1b');
  });

  it.each([
    ['[a', 'error parsing regexp: missing closing ]: `[a`'],
    ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    ['(a)\\1', 'error parsing regexp: invalid escape sequence: `\\1`'],
    ['a{1001}', 'error parsing regexp: invalid repeat count: `{1001}`'],
    ['a'.repeat(10_001), 'error parsing regexp: expression too large'],
  ])('refuses %s as Go does', (pattern, message) => {
    expect(() => compileRegex(pattern)).toThrow(new VariableError(message));
  });

  it('takes no longer for what makes others backtrack', () => {
    const start = performance.now();
    expect(compileRegex('^(a+)+$').test(`${'a'.repeat(50_000)}b`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
