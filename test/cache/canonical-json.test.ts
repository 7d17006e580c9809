import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/cache/canonical-json.ts';

const json = () => fc.jsonValue({ maxDepth: 4 });

describe('canonicalJson', () => {
  it.each<[name: string, a: unknown, b: unknown]>([
    ['the order of properties', { a: 1, b: { d: 2, c: 3 } }, { b: { c: 3, d: 2 }, a: 1 }],
    ['properties that are undefined', { a: 1, b: undefined }, { a: 1 }],
    ['the prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('does not see %s', (_, a, b) => {
    expect(canonicalJson(a)).toBe(canonicalJson(b));
  });

  it.each<[a: unknown, b: unknown]>([
    [1, '1'],
    [0, -0],
    [null, 'null'],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[1, 2], ['1,2']],
    [['a', 'b'], ['a","b']],
    [[[1], 2], [[1, 2]]],
    [{ a: null }, {}],
    [{ a: { b: 1 } }, { a: { b: 1, c: undefined, d: 0 } }],
    [JSON.parse('{"__proto__": 1}'), {}],
    ['\ud800', '\udfff'],
    ['\ud800', '\ufffd'],
    ['é', 'e\u0301'],
  ])('tells %o from %o', (a, b) => {
    expect(canonicalJson(a)).not.toBe(canonicalJson(b));
  });

  it.each([
    [undefined],
    [Number.NaN],
    [Infinity],
    [new Map()],
    [new Set()],
    [new Date(0)],
    [() => 0],
    [1n],
    [[undefined]],
  ])('refuses %o', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson({ a: [value === undefined ? null : value, Symbol.iterator] })).toThrow(TypeError);
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(json(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });

  it('is the same for two values exactly when they are equal', () => {
    const pair = fc.oneof(
      fc.tuple(json(), json()),
      json().map((value) => [value, structuredClone(value)] as const),
    );
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(isDeepStrictEqual(a, b));
      }),
    );
  });
});
