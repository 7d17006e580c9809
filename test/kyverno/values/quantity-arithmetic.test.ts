import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  divideQuantity,
  formatQuantity,
  multiplyQuantity,
  subtractQuantities,
  toApproximateNumber,
} from '../../../src/kyverno/values/quantity-arithmetic.ts';
import { type DecimalQuantity, parseDecimalQuantity } from '../../../src/model/values/quantity.ts';

function quantity(text: string): DecimalQuantity {
  const parsed = parseDecimalQuantity(text);
  if (parsed === undefined) throw new Error(`${text} is no quantity`);
  return parsed;
}

describe('formatQuantity', () => {
  it.each([
    ['0Gi', '0'],
    ['1000', '1k'],
    ['1500', '1500'],
    ['0.5', '500m'],
    ['0.00000001', '10n'],
    ['1024Ki', '1Mi'],
    ['1025Ki', '1025Ki'],
    ['1023', '1023'],
    ['0.5Ki', '512'],
    ['1.5Ki', '1536'],
    ['-2048Ki', '-2Mi'],
    ['1e6', '1e6'],
    ['10e5', '1e6'],
    ['1e0', '1'],
    ['120k', '120k'],
  ])('prints %s as %s', (text, printed) => {
    expect(formatQuantity(quantity(text))).toBe(printed);
  });
});

describe('arithmetic', () => {
  it('takes the format of what is not zero', () => {
    expect(formatQuantity(addQuantities(quantity('0'), quantity('2Gi')))).toBe('2Gi');
    expect(formatQuantity(addQuantities(quantity('1Gi'), quantity('1G')))).toBe('2073741824');
    expect(formatQuantity(addQuantities(quantity('1Gi'), quantity('1Mi')))).toBe('1025Mi');
    expect(formatQuantity(subtractQuantities(quantity('1'), quantity('1500m')))).toBe('-500m');
  });

  it('multiplies', () => {
    expect(formatQuantity(multiplyQuantity(quantity('10Mi'), quantity('1.5')))).toBe('15Mi');
    expect(formatQuantity(multiplyQuantity(quantity('100m'), quantity('30')))).toBe('3');
  });

  it('divides down to the digits of the longer', () => {
    expect(formatQuantity(divideQuantity(quantity('10Mi'), quantity('3')))).toBe('3495253');
    expect(formatQuantity(divideQuantity(quantity('10k'), quantity('1e1')))).toBe('1k');
    expect(formatQuantity(divideQuantity(quantity('1'), quantity('3')))).toBe('0');
    expect(formatQuantity(divideQuantity(quantity('-1.0'), quantity('4')))).toBe('-200m');
  });

  it('gives floating point numbers', () => {
    expect(toApproximateNumber(quantity('1500m'))).toBe(1.5);
    expect(toApproximateNumber(quantity('12e6'))).toBe(12_000_000);
  });
});
