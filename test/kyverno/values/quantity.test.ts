import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareQuantities,
  parseDecimalQuantity,
  parseQuantity,
  type Quantity,
} from '../../../src/kyverno/values/quantity.ts';

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (parsed === undefined) throw new Error(`${text} is no quantity`);
  return parsed;
}

describe('compareQuantities', () => {
  it.each([
    ['1', '1000m', 0],
    ['1Ki', '1024', 0],
    ['1k', '1Ki', -1],
    ['0.5Gi', '512Mi', 0],
    ['1e3', '1k', 0],
    ['1E3', '1000', 0],
    ['1E', '1000P', 0],
    ['-5', '5', -1],
    ['+5', '5.0', 0],
    ['.5', '500m', 0],
    ['007', '7', 0],
    ['1e-3', '1m', 0],
    ['100Ei', '9223372036854775807', 0],
  ])('compares %s with %s', (a, b, expected) => {
    expect(compareQuantities(quantity(a), quantity(b))).toBe(expected);
    expect(compareQuantities(quantity(b), quantity(a)) + expected).toBe(0);
  });

  it('rounds up what is smaller than a billionth', () => {
    expect(compareQuantities(quantity('0.0000000001'), quantity('1n'))).toBe(0);
    expect(compareQuantities(quantity('1e-15'), quantity('1n'))).toBe(0);
  });

  it('cuts what is binary at the largest int64', () => {
    expect(compareQuantities(quantity('1.5Ei'), quantity('1729382256910270464'))).toBe(0);
    expect(compareQuantities(quantity('16Ei'), quantity('9223372036854775807'))).toBe(0);
  });

  it('orders whole numbers as they are', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(-(10n ** 30n), 10n ** 30n), (a, b) => {
        expect(compareQuantities(quantity(String(a)), quantity(String(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});

describe('parseQuantity', () => {
  it.each(['m', 'k', '.', '+', '-', 'Ki', 'e5'])('reads %j, which has no digits, as zero', (text) => {
    expect(quantity(text).numerator).toBe(0n);
  });

  it.each([
    '',
    ' ',
    '1 ',
    '1x',
    '1KiB',
    '1mm',
    '1.2.3',
    '1e',
    '1e+',
    '--1',
    '5+3',
    '1e999',
    '1'.repeat(300),
    '1ki',
    'K',
  ])('refuses %j', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });
});

describe('parseDecimalQuantity', () => {
  it.each([
    ['1500m', { unscaled: 1500n, scale: 3, format: 'DecimalSI' }],
    ['2Gi', { unscaled: 2n ** 31n, scale: 0, format: 'BinarySI' }],
    ['12e6', { unscaled: 12n, scale: -6, format: 'DecimalExponent' }],
    ['0.5Ki', { unscaled: 512n * 10n ** 9n, scale: 9, format: 'BinarySI' }],
    ['0.0001Ki', { unscaled: 102_400_000n, scale: 9, format: 'DecimalSI' }],
    ['99999999999999999999', { unscaled: 99_999_999_999_999_999_999n * 10n ** 9n, scale: 9, format: 'DecimalSI' }],
  ])('keeps how %s is written', (text, expected) => {
    expect(parseDecimalQuantity(text)).toEqual(expected);
  });
});
