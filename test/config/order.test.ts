import { describe, expect, it } from 'vitest';
import { orderByPlace } from '../../src/config/order.ts';
import type { FieldPath } from '../../src/model/field-path.ts';

const order = (value: unknown, ...paths: FieldPath[]) =>
  orderByPlace(
    paths.map((path) => ({ path })),
    value,
  ).map(({ path }) => path.join('.'));

describe('orderByPlace', () => {
  it.each<[name: string, value: unknown, paths: FieldPath[], ordered: string[]]>([
    ['keys as they stand', { b: 1, a: 2 }, [['a'], ['b']], ['b', 'a']],
    ['items by number, not by digits', Array(12).fill(0), [[10], [9], [2]], ['2', '9', '10']],
    ['parents before children', { a: { b: 1 } }, [['a', 'b'], ['a'], []], ['', 'a', 'a.b']],
    ['absent fields last', { a: 1 }, [['x'], ['a'], ['y']], ['a', 'x', 'y']],
    ['below what has no fields as they came', 5, [['b'], ['a']], ['b', 'a']],
    ['nested', { a: [{ d: 1, c: 2 }], b: 1 }, [['b'], ['a', 0, 'c'], ['a', 0, 'd']], ['a.0.d', 'a.0.c', 'b']],
    ['inherited fields are absent', { a: 1 }, [['constructor'], ['a']], ['a', 'constructor']],
  ])('%s', (_, value, paths, ordered) => {
    expect(order(value, ...paths)).toEqual(ordered);
  });
});
