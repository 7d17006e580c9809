import { describe, expect, it } from 'vitest';
import { holds, holdsAsWritten } from './holds.ts';

describe('Equals and NotEquals', () => {
  it.each<[unknown, unknown, boolean]>([
    ['a', 'a', true],
    ['abc', 'a*', true],
    ['a*', 'abc', false],
    ['', '', true],
    ['', '*', true],
    ['a', 1, false],
    ['1h', '60m', true],
    ['1h', 3600, true],
    ['1h', '3600', false],
    ['3600', '1h', false],
    ['0', '0s', false],
    ['1Gi', '1024Mi', true],
    ['5', '5.0', true],
    // Quantities do not fall through to patterns.
    ['5', '*', false],
    ['5', '', false],
    // Neither has digits, so that both are zero.
    ['m', 'k', true],
    ['5', 5, false],
    [5, '5', true],
    [5, '5.0', true],
    [5, 5, true],
    [3600, '1h', false],
    [5.5, 5.5, true],
    [true, true, true],
    [true, 'true', false],
    [[1, 'a'], [1, 'a'], true],
    [[1], [2], false],
    [[1], 1, false],
    [{ a: [1] }, { a: [1] }, true],
    [{ a: 1 }, { a: 1, b: 1 }, false],
    [{ a: 1 }, 'x', false],
  ])('%j and %j: %s', (key, value, expected) => {
    expect(holds(key, 'Equals', value)).toBe(expected);
    expect(holds(key, 'NotEquals', value)).toBe(!expected);
    expect(holds(key, 'Equal', value)).toBe(expected);
    expect(holds(key, 'NotEqual', value)).toBe(!expected);
  });

  it('are both false for a key that is null', () => {
    expect(holds(null, 'Equals', null)).toBe(false);
    expect(holds(null, 'NotEquals', 'a')).toBe(false);
  });

  it('compare scalars that are written in the policy like those of resources', () => {
    expect(holdsAsWritten(5, 'Equals', 5)).toBe(true);
    expect(holdsAsWritten('{{ `5` }}', 'Equals', 5)).toBe(true);
    expect(holdsAsWritten('{{ `5` }}', 'Equals', '5')).toBe(true);
  });

  it('never find numbers of resources in lists that are written in the policy', () => {
    expect(holdsAsWritten([5], 'Equals', [5])).toBe(true);
    expect(holdsAsWritten('{{ `[5]` }}', 'Equals', [5])).toBe(false);
    expect(holdsAsWritten('{{ `[5.5]` }}', 'Equals', [5.5])).toBe(true);
  });
});
