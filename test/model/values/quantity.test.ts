import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareQuantities, parseQuantity } from '../../../src/model/values/quantity.ts';

describe('quantities', () => {
  it.each([
    ['1', 1n, 1n],
    ['1.5', 15n, 10n],
    ['500m', 500n, 1000n],
    ['1Ki', 1024n, 1n],
    ['0.5Gi', 2n ** 30n * 5n, 10n],
    ['2k', 2000n, 1n],
    ['1e3', 1000n, 1n],
    ['1E3', 1000n, 1n],
    ['1E', 10n ** 18n, 1n],
    ['-1.5', -15n, 10n],
    ['+3', 3n, 1n],
    ['5.', 5n, 1n],
    ['.5', 5n, 10n],
    // What is finer than a billionth is rounded up, away from zero.
    ['0.1n', 1n, 10n ** 9n],
    ['-0.1n', -1n, 10n ** 9n],
    ['1.5n', 2n, 10n ** 9n],
    ['1e-30', 1n, 10n ** 9n],
    // Binary quantities end at 2^63 - 1.
    ['8Ei', 2n ** 63n - 1n, 1n],
    ['-10Ei', -(2n ** 63n - 1n), 1n],
    ['20E', 20n * 10n ** 18n, 1n],
    // Digits may be missing.
    ['Ki', 0n, 1n],
    ['-', 0n, 1n],
    ['.', 0n, 1n],
    ['e5', 0n, 1n],
  ])('%s is %s / %s', (text, numerator, denominator) => {
    const quantity = parseQuantity(text);
    expect(quantity).toBeDefined();
    expect((quantity?.numerator ?? 0n) * denominator).toBe(numerator * (quantity?.denominator ?? 0n));
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1ki',
    '1K',
    '1Kib',
    '1e',
    '1e+',
    '1.2.3',
    '0x1',
    '1_0',
    'abc',
    '1mm',
    '1e3Ki',
    '1\n',
    `1e${'9'.repeat(20)}`,
  ])('%j is none', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  it('compare as numbers do', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        const [x, y] = [parseQuantity(String(a)), parseQuantity(`${b}000m`)];
        if (x === undefined || y === undefined) throw new Error('no quantity');
        expect(compareQuantities(x, y)).toBe(Math.sign(a - b));
      }),
    );
  });

  it('are fractions of powers of ten, in billionths at the finest', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.+-eEKMGinum ') }), (text) => {
        const quantity = parseQuantity(text);
        if (quantity !== undefined)
          expect([...Array(10).keys()].map((n) => 10n ** BigInt(n))).toContain(quantity.denominator);
      }),
    );
  });
});
