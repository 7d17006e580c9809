import { describe, expect, it } from 'vitest';
import {
  exponentForm,
  numberToQuantity,
  parseFloat64,
  parseInt64,
  print,
  trimSpace,
  typeName,
} from '../../../src/kyverno/values/go-text.ts';
import { compareQuantities, parseQuantity } from '../../../src/model/values/quantity.ts';

describe('print', () => {
  it.each<[value: unknown, text: string]>([
    [null, '<nil>'],
    [undefined, '<nil>'],
    [true, 'true'],
    ['a b', 'a b'],
    [0, '0'],
    [-5, '-5'],
    [123_456, '123456'],
    [1_000_000, '1e+06'],
    [1_234_567, '1.234567e+06'],
    [1e21, '1e+21'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [-1.5, '-1.5'],
    [[], '[]'],
    [['a', null, 1], '[a <nil> 1]'],
    [{}, 'map[]'],
    [{ b: [{ c: 'x' }], a: 1 }, 'map[a:1 b:[map[c:x]]]'],
  ])('writes %j', (value, text) => {
    expect(print(value, 'float64')).toBe(text);
  });

  it('writes whole numbers out where they are integers', () => {
    expect([print(1_000_000, 'int64'), print(2 ** 62, 'int64'), print(2 ** 63, 'int64')]).toEqual([
      '1000000',
      '4611686018427387904',
      '9.223372036854776e+18',
    ]);
    expect(print(1.5, 'int64')).toBe('1.5');
  });
});

describe('typeName', () => {
  it('names types as Go does', () => {
    const values = [null, true, 1, 1.5, 'a', [], {}];
    expect(values.map((value) => typeName(value, 'float64'))).toEqual([
      ...['<nil>', 'bool', 'float64', 'float64', 'string', '[]interface {}', 'map[string]interface {}'],
    ]);
    expect([1, 1.5, 2 ** 63].map((value) => typeName(value, 'int64'))).toEqual(['int64', 'float64', 'float64']);
  });
});

describe('exponentForm', () => {
  it.each<[value: number, text: string]>([
    [0, '0E+00'],
    [80, '8E+01'],
    [8080, '8.08E+03'],
    [-0.5, '-5E-01'],
    [1e100, '1E+100'],
  ])('writes %d', (value, text) => {
    expect(exponentForm(value)).toBe(text);
  });
});

describe('numberToQuantity', () => {
  it.each<[value: number, text: string]>([
    [5, '5'],
    [1e20, '100E'],
    [0.5, '500m'],
    [0.0000001, '0'],
    [0.0000006, '0.000001'],
    [1 / 128, '0.007812'],
    [3 / 128, '0.023438'],
    [-1 / 128, '-0.007812'],
  ])('reads %d as %s', (value, text) => {
    const [size, other] = [numberToQuantity(value), parseQuantity(text)];
    expect(size && other && compareQuantities(size, other)).toBe(0);
  });
});

describe('parseInt64', () => {
  it('reads what fits', () => {
    expect(['0', '-5', '+5', '007'].map(parseInt64)).toEqual([0n, -5n, 5n, 7n]);
    expect(['9223372036854775807', '-9223372036854775808'].map(parseInt64)).toEqual([2n ** 63n - 1n, -(2n ** 63n)]);
  });

  it.each(['', '-', '1.0', ' 1', '1_0', '0x1', '9223372036854775808', '1'.repeat(100)])('refuses %j', (text) => {
    expect(parseInt64(text)).toBeUndefined();
  });
});

describe('parseFloat64', () => {
  it('reads what is finite', () => {
    expect(['0', '-.5', '5.', '1e3', '+1E-2', '1_000'].map(parseFloat64)).toEqual([0, -0.5, 5, 1000, 0.01, 1000]);
  });

  it.each(['', '.', 'inf', 'NaN', '1e999', '1e', '_1', '1_', '1__0', ' 1', '0x10'])('refuses %j', (text) => {
    expect(parseFloat64(text)).toBeUndefined();
  });
});

describe('trimSpace', () => {
  it('cuts off what Go calls white space', () => {
    expect(trimSpace('\t\n \u0085\u00a0\u3000a b\r\v')).toBe('a b');
    expect(trimSpace('\ufeffa')).toBe('\ufeffa');
    expect(trimSpace('   ')).toBe('');
  });
});
