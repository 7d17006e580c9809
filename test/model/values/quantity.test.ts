import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareQuantities,
  parseDecimalQuantity,
  parseQuantity,
  type Quantity,
} from '../../../src/model/values/quantity.ts';

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

describe('parseQuantity', () => {
  it.each([
    ['1', '1000m'],
    ['1', '1000000000n'],
    ['0.5', '500m'],
    ['.5', '0.5'],
    ['1.', '1'],
    ['+1', '1'],
    ['1k', '1000'],
    ['1Ki', '1024'],
    ['1.5Gi', '1536Mi'],
    ['1e3', '1E+3'],
    ['1E', '1000P'],
    ['12e-1', '1.2'],
    ['-0', '0'],
    ['007', '7'],
  ])('finds %s and %s equal', (a, b) => {
    expect(compareQuantities(quantity(a), quantity(b))).toBe(0);
  });

  it.each(['-', '+', '.', 'k', 'Ki', 'm', 'E', '-.', 'e3'])('finds that %j is zero, as Kubernetes does', (text) => {
    expect(compareQuantities(quantity(text), quantity('0'))).toBe(0);
  });

  it('rounds what is smaller than a nano away from zero', () => {
    expect(compareQuantities(quantity('0.0000000001'), quantity('1n'))).toBe(0);
    expect(compareQuantities(quantity('1.5n'), quantity('2n'))).toBe(0);
    expect(compareQuantities(quantity('-1.5n'), quantity('-2n'))).toBe(0);
  });

  it('ends binary suffixes at the largest int64, others nowhere', () => {
    expect(compareQuantities(quantity('9Ei'), quantity('10Ei'))).toBe(0);
    expect(compareQuantities(quantity('9Ei'), quantity('9223372036854775807'))).toBe(0);
    expect(compareQuantities(quantity('-9Ei'), quantity('-10Ei'))).toBe(0);
    expect(compareQuantities(quantity('10E'), quantity('9E'))).toBe(1);
  });

  it.each([
    '',
    'a',
    '1 ',
    ' 1',
    '1K',
    '1ki',
    '1kk',
    '1e',
    '1e+',
    '1e3k',
    '0x1',
    '1,5',
    '--1',
    'Pi',
    'Ei',
    '.e-12',
    '٣',
  ])('finds that %j is none', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  it('refuses what would cost too much', () => {
    expect(parseQuantity('1e1000000')).toBeUndefined();
    expect(parseQuantity('1'.repeat(1_000_000))).toBeUndefined();
  });
});

describe('compareQuantities', () => {
  it('orders whole numbers as numbers are', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        expect(compareQuantities(quantity(String(a)), quantity(String(b)))).toBe(Math.sign(a - b));
      }),
    );
  });

  it('orders suffixes', () => {
    const ascending = [
      '-1',
      '0',
      '1n',
      '1u',
      '1m',
      '1',
      '1k',
      '1Ki',
      '1M',
      '1Mi',
      '1G',
      '1Gi',
      '1T',
      '1Ti',
      '1P',
      '1Pi',
    ];
    for (const [index, text] of ascending.entries()) {
      for (const other of ascending.slice(index + 1)) {
        expect([text, other, compareQuantities(quantity(text), quantity(other))]).toEqual([text, other, -1]);
      }
    }
  });
});
