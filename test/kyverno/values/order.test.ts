import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersOf, compareTexts, countCharacters, sortedKeys } from '../../../src/kyverno/values/order.ts';

describe('compareTexts', () => {
  it('compares code points, not UTF-16 units', () => {
    expect(compareTexts('\uffff', '💣')).toBeLessThan(0);
    expect(compareTexts('a', 'b')).toBeLessThan(0);
    expect(compareTexts('b', 'ab')).toBeGreaterThan(0);
    expect(compareTexts('a', 'a')).toBe(0);
  });

  it('orders as bytes of UTF-8 do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareTexts(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});

describe('characters', () => {
  it('are code points', () => {
    expect(charactersOf('a💣')).toEqual(['a', '💣']);
    expect(countCharacters('a💣é')).toBe(3);
  });

  it('put keys in order', () => {
    expect(sortedKeys({ b: 1, a: 1, '💣': 1, '\uffff': 1 })).toEqual(['a', 'b', '\uffff', '💣']);
  });
});
