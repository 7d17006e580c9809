import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareQuantities, parseQuantity, type Quantity } from '../../../src/kyverno/values/quantity.ts';

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (parsed === undefined) throw new Error(`${text} is no quantity`);
  return parsed;
}

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
