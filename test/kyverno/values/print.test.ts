import { describe, expect, it } from 'vitest';
import { printUpTo, printValue } from '../../../src/kyverno/values/print.ts';
import { NotEvaluatedError } from '../../../src/kyverno/variables/errors.ts';

describe('printValue', () => {
  it.each([
    ['a b', 'a b'],
    [true, 'true'],
    [null, '<nil>'],
    [undefined, '<nil>'],
    [1e6, '1e+06'],
    [['a', 1, null, []], '[a 1 <nil> []]'],
    [{ b: 1, a: { c: [true] } }, 'map[a:map[c:[true]] b:1]'],
    [{}, 'map[]'],
  ])('prints %j as %s', (value, text) => {
    expect(printValue(value)).toBe(text);
  });

  it('prints int64 with all digits', () => {
    expect(printValue([1_000_000n])).toBe('[1000000]');
  });

  it('stops at a limit', () => {
    expect(printUpTo(['ab', 'cd'], 7)).toBe('[ab cd]');
    expect(() => printUpTo(['ab', 'cd'], 6)).toThrow(NotEvaluatedError);
  });

  it('stops where a small value prints without end', () => {
    let value: unknown = 'x';
    for (let depth = 0; depth < 60; depth++) value = [value, value];
    expect(() => printValue(value)).toThrow(NotEvaluatedError);
  });
});
