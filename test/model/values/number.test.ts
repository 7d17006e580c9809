import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatFloat32,
  formatFloat64,
  parseFloat64,
  parseInt64,
  truncateToInt64,
} from '../../../src/model/values/number.ts';

describe('parseFloat64', () => {
  it.each([
    ['1', 1],
    ['+1.5', 1.5],
    ['-.5', -0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1_000', 1000],
    ['Inf', Infinity],
    ['-infinity', -Infinity],
  ])('reads %s', (text, value) => {
    expect(parseFloat64(text)).toBe(value);
  });

  it('reads what is not a number', () => {
    expect(parseFloat64('NaN')).toBeNaN();
  });

  it.each(['', '.', '-', 'e5', '1e', '1 ', '0x10', '_1', '1__0', '1_', '1e400', 'infinit', '1'.repeat(2000)])(
    'refuses %j',
    (text) => {
      expect(parseFloat64(text)).toBeUndefined();
    },
  );

  it('reads whatever JavaScript prints', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
        expect(parseFloat64(String(value))).toBe(value + 0);
      }),
    );
  });
});

describe('parseInt64', () => {
  it.each([
    ['0', 0n],
    ['+7', 7n],
    ['-9223372036854775808', -(2n ** 63n)],
    ['9223372036854775807', 2n ** 63n - 1n],
  ])('reads %s', (text, value) => {
    expect(parseInt64(text)).toBe(value);
  });

  it.each(['', '1.0', '1e3', ' 1', '9223372036854775808', '-'])('refuses %j', (text) => {
    expect(parseInt64(text)).toBeUndefined();
  });
});

describe('truncateToInt64', () => {
  it.each([
    [1.9, 1n],
    [-1.9, -1n],
    [1e30, -(2n ** 63n)],
    [Number.NaN, -(2n ** 63n)],
  ])('cuts %d', (value, whole) => {
    expect(truncateToInt64(value)).toBe(whole);
  });
});

describe('formatFloat64', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [8080, '8080'],
    [123456, '123456'],
    [1_000_000, '1e+06'],
    [1_000_660_000, '1.00066e+09'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5, '1.5'],
    [-2.25, '-2.25'],
    [1e21, '1e+21'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [Number.NaN, 'NaN'],
  ])('prints %d as %s', (value, text) => {
    expect(formatFloat64(value)).toBe(text);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
        expect(parseFloat64(formatFloat64(value))).toBe(value);
      }),
    );
  });
});

describe('formatFloat32', () => {
  it.each([
    [1, '1'],
    [0.1, '0.1'],
    [16_777_217, '16777216'],
    [1_000_660_000, '1000660000'],
    [1e-7, '0.0000001'],
    [-12.5, '-12.5'],
    [0, '0'],
    [1e39, '+Inf'],
  ])('prints %d as %s', (value, text) => {
    expect(formatFloat32(value)).toBe(text);
  });
});
