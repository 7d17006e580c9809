import { describe, expect, it } from 'vitest';
import { NotEvaluatedError } from '../../../../src/kyverno/variables/errors.ts';
import { holds, holdsAsWritten } from './holds.ts';

const NAMES = ['AnyIn', 'AllIn', 'AnyNotIn', 'AllNotIn'];

/** What the four operators say, in the order of their names: `y`, `n`. */
function answers(key: unknown, value: unknown): string {
  return NAMES.map((name) => (holds(key, name, value) ? 'y' : 'n')).join('');
}

describe('AnyIn, AllIn, AnyNotIn, AllNotIn', () => {
  it.each<[unknown, unknown, string]>([
    ['a', ['a', 'b'], 'yynn'],
    ['c', ['a', 'b'], 'nnyy'],
    ['abc', ['a*'], 'yynn'],
    ['a*', ['abc'], 'yynn'],
    [5, ['5'], 'yynn'],
    [true, ['true'], 'yynn'],
    ['a', [], 'nnyy'],
    [['a', 'c'], ['a', 'b'], 'ynyn'],
    [['a', 'b'], ['a', 'b'], 'yynn'],
    [['x', 'y'], ['a', 'b'], 'nnyy'],
    [[], ['a'], 'nyny'],
    [[], [], 'nyny'],
    [[null], ['<nil>'], 'yynn'],
    [[true, 3], ['true', '3'], 'yynn'],
    // One text: the pattern for a text, either way for a list.
    ['abc', 'a*', 'yynn'],
    ['a*', 'abc', 'nnyy'],
    [['a*'], 'abc', 'yynn'],
    [['a', 'b'], 'a', 'ynyn'],
    // A text that is JSON has to be a list of texts.
    ['a', '["a", null]', 'yynn'],
    ['', '["a", null]', 'yynn'],
    ['a', '[1]', 'nnnn'],
    ['a', '{"b": 1}', 'nnnn'],
    ['5', '6', 'nnnn'],
    ['a', 'null', 'nnyy'],
    [['a'], '["a", "b"]', 'yynn'],
    [['a'], '[1]', 'nnnn'],
    [['5'], '5', 'yynn'],
    // Ranges.
    [5500, '5000-6000', 'yynn'],
    ['7000', '5000-6000', 'nnyy'],
    ['x', '5000-6000', 'nnyy'],
    [['5500', '7000'], '5000-6000', 'ynyn'],
    [['5000', '6000'], '5000-6000', 'yynn'],
    [['1', '2'], '5000-6000', 'nnyy'],
    // What is no number is neither inside nor outside.
    [['x'], '5000-6000', 'nnny'],
    [['1.5Gi'], '1Gi-2Gi', 'yynn'],
    [['90m'], '1h-2h', 'yynn'],
    // The first dash is taken for that of the range.
    [['0', '100'], '-10-20', 'ynyn'],
    // Numbers and truths only with Any and a list.
    ['5', 5, 'nnnn'],
    [['5'], 5, 'ynnn'],
    [['5'], true, 'nnyn'],
    // Nothing else.
    [{ a: 1 }, ['a'], 'nnnn'],
    [null, ['a'], 'nnnn'],
    ['a', { a: 1 }, 'nnnn'],
    [['a'], null, 'nnnn'],
  ])('%j and %j: %s', (key, value, expected) => {
    expect(answers(key, value)).toBe(expected);
  });

  it('print large numbers of resources with an exponent, and those of policies without', () => {
    expect(holdsAsWritten('{{ `1000660000` }}', 'AnyIn', [1_000_660_000])).toBe(false);
    expect(holdsAsWritten([1_000_660_000], 'AnyIn', [1_000_660_000])).toBe(true);
    expect(holdsAsWritten('{{ `1000660000` }}', 'AnyIn', ['1.00066e+09'])).toBe(true);
    expect(holdsAsWritten('{{ `1000660000` }}', 'AnyIn', '1000000000-2000000000')).toBe(true);
  });

  it('give up what would take seconds', () => {
    expect(() => holds('x'.repeat(50_000), 'AnyIn', ['*x'.repeat(50_000)])).toThrow(NotEvaluatedError);
  });
});
