import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CelError } from '../../../src/cel/types.ts';
import {
  addInts,
  divideInts,
  type Int,
  intOf,
  isInt,
  multiplyInts,
  remainderOfInts,
  subtractInts,
} from '../../../src/cel/values/integer.ts';

const edges = [0n, 1n, -1n, 2n ** 53n, 2n ** 53n - 1n, -(2n ** 53n), 2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n)];
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(...edges),
  fc.bigInt(-99n, 99n),
);

/** The result, or why there is none. */
function attempt(work: () => Int): Int | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof CelError) return error.message;
    throw error;
  }
}

function expected(value: bigint): Int | string {
  return value >= 2n ** 63n || value < -(2n ** 63n) ? 'integer overflow' : intOf(value);
}

describe('ints', () => {
  it.each([
    ['added', addInts, (a: bigint, b: bigint) => a + b],
    ['subtracted', subtractInts, (a: bigint, b: bigint) => a - b],
    ['multiplied', multiplyInts, (a: bigint, b: bigint) => a * b],
  ] as const)('are %s exactly', (_, work, exact) => {
    fc.assert(
      fc.property(int64, int64, (a, b) => {
        expect(attempt(() => work(intOf(a), intOf(b)))).toEqual(expected(exact(a, b)));
      }),
    );
  });

  it('are divided towards zero', () => {
    fc.assert(
      fc.property(
        int64,
        int64.filter((b) => b !== 0n),
        (a, b) => {
          expect(attempt(() => divideInts(intOf(a), intOf(b)))).toEqual(expected(a / b));
          if (b !== -1n) expect(remainderOfInts(intOf(a), intOf(b))).toEqual(intOf(a % b));
        },
      ),
    );
  });

  it.each([
    [() => divideInts(1, 0), 'division by zero'],
    [() => remainderOfInts(1, 0), 'modulus by zero'],
    [() => remainderOfInts(-(2n ** 63n), -1), 'integer overflow'],
  ])('have no %s', (work, message) => {
    expect(work).toThrow(message);
  });

  it('have one form each', () => {
    fc.assert(
      fc.property(int64, (value) => {
        const int = intOf(value);
        expect(isInt(int)).toBe(true);
        expect(BigInt(int)).toBe(value);
        expect(typeof int === 'number').toBe(Number.isSafeInteger(Number(value)));
      }),
    );
  });
});
