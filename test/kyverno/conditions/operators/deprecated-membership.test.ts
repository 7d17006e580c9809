import { describe, expect, it } from 'vitest';
import { VariableError } from '../../../../src/kyverno/variables/errors.ts';
import { holds } from './holds.ts';

/** What `In` and `NotIn` say: `y`, `n`. */
function answers(key: unknown, value: unknown): string {
  return ['In', 'NotIn'].map((name) => (holds(key, name, value) ? 'y' : 'n')).join('');
}

describe('In and NotIn', () => {
  it.each<[unknown, unknown, string]>([
    ['a', ['a', 1], 'yn'],
    ['c', ['a'], 'ny'],
    ['abc', ['a*'], 'yn'],
    ['a*', ['abc'], 'yn'],
    [5, ['5'], 'yn'],
    ['abc', 'a*', 'yn'],
    ['b', '["a"]', 'ny'],
    ['a', '["a"]', 'yn'],
    // A text that is no list cannot be compared.
    ['b', 'a', 'nn'],
    ['b', '[1]', 'nn'],
    [['a', 'b'], ['a', 'b', 'c'], 'yn'],
    [['a', 'x'], ['a'], 'ny'],
    // Lists are compared exactly.
    [['abc'], ['a*'], 'ny'],
    [['a'], [1], 'nn'],
    [[], ['a'], 'yn'],
    // One element that is the text itself makes both true.
    [['a'], 'a', 'yy'],
    [['a'], '["a"]', 'yn'],
    [['a', 'b'], 'a', 'nn'],
    [['a'], 5, 'nn'],
    [{ a: 1 }, ['a'], 'nn'],
    [null, ['a'], 'nn'],
  ])('%j and %j: %s', (key, value, expected) => {
    expect(answers(key, value)).toBe(expected);
  });

  it('are errors where Kyverno panics', () => {
    expect(() => holds([1], 'In', ['1'])).toThrow(VariableError);
    expect(() => holds([1], 'NotIn', ['1'])).toThrow(VariableError);
  });
});
