import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WholeDouble } from '../../../src/cel/values/double.ts';
import { compare } from '../../../src/cel/values/order.ts';
import { Uint } from '../../../src/cel/values/uint.ts';

describe('order', () => {
  it('of texts is that of their bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(Math.sign(compare(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it.each([
    [1, 1.5, -1],
    [new Uint(2n), 1, 1],
    [new WholeDouble(1), 1, 0],
    [2n ** 60n, 2n ** 60n + 1n, -1],
    [new Uint(2n ** 64n - 1n), 2n ** 63n - 1n, 1],
    [-1, new Uint(0n), -1],
    [Number.POSITIVE_INFINITY, 2n ** 62n, 1],
  ])('of %s and %s is that of numbers', (a, b, sign) => {
    expect(Math.sign(compare(a, b))).toBe(sign);
    expect(Math.sign(compare(b, a))).toBe(-sign + 0);
  });

  it.each([
    ['a', 1],
    [null, null],
    [[1], [2]],
    [true, 1],
  ])('is not there between %s and %s', (a, b) => {
    expect(() => compare(a, b)).toThrow('no such overload');
  });

  it('is not there with what is no number', () => {
    expect(() => compare(1, Number.NaN)).toThrow('NaN values cannot be ordered');
  });
});
