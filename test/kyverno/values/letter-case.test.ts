import { describe, expect, it } from 'vitest';
import { changeCase, equalFold } from '../../../src/kyverno/values/letter-case.ts';

describe('changeCase', () => {
  it.each([
    ['Straße ﬁ', 'toUpperCase', 'STRAßE ﬁ'],
    ['İΣΑΣ', 'toLowerCase', 'iσασ'],
    ['aBc', 'toUpperCase', 'ABC'],
  ] as const)('changes %s %s', (text, method, changed) => {
    expect(changeCase(text, method)).toBe(changed);
  });
});

describe('equalFold', () => {
  it.each([
    ['Go', 'GO', true],
    ['K', 'k', true],
    ['ſ', 'S', true],
    ['ß', 'ss', false],
    ['a', 'b', false],
    ['É', 'é', true],
    ['ab', 'a', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(equalFold(a, b)).toBe(expected);
  });
});
