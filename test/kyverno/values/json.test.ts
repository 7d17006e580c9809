import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, toJson } from '../../../src/kyverno/values/json.ts';
import { NotEvaluatedError, VariableError } from '../../../src/kyverno/variables/errors.ts';

describe('toJson', () => {
  it.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    ['<a & b>\u2028', '"\\u003ca \\u0026 b\\u003e\\u2028"'],
    ['\b\f\n\t"\\\u0001', '"\\b\\f\\n\\t\\"\\\\\\u0001"'],
    ['\ud800', '"\ufffd"'],
    [1e21, '1e+21'],
    [1e-7, '1e-7'],
    [-0, '-0'],
    [undefined, 'null'],
  ])('writes %j', (value, text) => {
    expect(toJson(value)).toBe(text);
  });

  it('writes int64', () => {
    expect(toJson([7n])).toBe('[7]');
  });

  it('writes as jsoniter does', () => {
    expect(toJson({ a: 1e-7, b: '\b\f\\b' }, 'jsoniter')).toBe('{"a":1e-07,"b":"\\u0008\\u000c\\\\b"}');
  });

  it.each([
    [Number.NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('refuses %d', (value, shown) => {
    expect(() => toJson([value])).toThrow(new VariableError(`json: unsupported value: ${shown}`));
  });

  it('stops where a small value prints without end', () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 60; depth++) value = [value, value];
    expect(() => toJson(value)).toThrow(NotEvaluatedError);
  });

  it('writes what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(toJson(value))).toEqual(value);
      }),
    );
  });
});

describe('parseJson', () => {
  it('reads a value', () => {
    expect(parseJson(' {"a": [1]} ')).toEqual({ a: [1] });
  });

  it.each([
    ['', 'unexpected end of JSON input'],
    ['{a}', 'invalid JSON'],
    ['['.repeat(2000) + ']'.repeat(2000), 'exceeded max depth'],
  ])('refuses %j', (text, message) => {
    expect(() => parseJson(text)).toThrow(new VariableError(message));
  });
});
