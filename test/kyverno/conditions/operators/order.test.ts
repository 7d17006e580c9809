import { describe, expect, it } from 'vitest';
import { holds } from './holds.ts';

const NAMES = ['GreaterThan', 'GreaterThanOrEquals', 'LessThan', 'LessThanOrEquals'];

function answers(prefix: string, key: unknown, value: unknown): string {
  return NAMES.map((name) => (holds(key, prefix + name, value) ? 'y' : 'n')).join('');
}

const LESS = 'nnyy';
const EQUAL = 'nyny';
const GREATER = 'yynn';
const NEITHER = 'nnnn';

describe('GreaterThan and its like', () => {
  it.each<[unknown, unknown, string]>([
    [1, 2, LESS],
    [2, 2, EQUAL],
    [2, '1.5', GREATER],
    ['2', 1, GREATER],
    ['10', '9', GREATER],
    ['1Gi', '1000Mi', GREATER],
    ['500m', '1', LESS],
    ['1h', '30m', GREATER],
    ['1h', 3600, EQUAL],
    [3600, '1h', EQUAL],
    ['2h', 3600.9, GREATER],
    [60, '1.5m', LESS],
    ['1.2.3', '1.2.4', LESS],
    ['1.10.0', '1.9.0', GREATER],
    ['1.2.3-rc1', '1.2.3', LESS],
    ['1.2.3', 'v1.2.3', NEITHER],
    ['1.2.3', 1, NEITHER],
    ['1e3', 1000, EQUAL],
    [1, 'x', NEITHER],
    ['x', 1, NEITHER],
    // As a number it is one of seconds.
    ['1', '1h', LESS],
    [true, 1, NEITHER],
    [1, true, NEITHER],
    [null, 1, NEITHER],
    [[1], 0, NEITHER],
  ])('%j and %j: %s', (key, value, expected) => {
    expect(answers('', key, value)).toBe(expected);
  });
});

describe('DurationGreaterThan and its like', () => {
  it.each<[unknown, unknown, string]>([
    ['1h', '30m', GREATER],
    ['1h', 3600, EQUAL],
    [3599.9, '1h', LESS],
    [1, 2, LESS],
    ['0', '0s', EQUAL],
    ['5', '1s', NEITHER],
    ['1h', '5', NEITHER],
    ['1h', true, NEITHER],
    [null, '1h', NEITHER],
  ])('%j and %j: %s', (key, value, expected) => {
    expect(answers('Duration', key, value)).toBe(expected);
  });
});
