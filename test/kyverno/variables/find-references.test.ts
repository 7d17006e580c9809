import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FoundReference,
  findReferences,
  unescapeReferences,
} from '../../../src/kyverno/variables/find-references.ts';

/** Kyverno's own expressions. */
const REFERENCES = /^\$\(.[^ ]*\)|[^\\]\$\(.[^ ]*\)/g;
const ESCAPED = /\\\$\(.[^ )]*\)/g;

function byExpression(text: string): readonly FoundReference[] {
  return [...text.matchAll(REFERENCES)].map(([match], index) => {
    const isFirst = index === 0 && text.startsWith(match) && match.startsWith('$(');
    return isFirst ? { text: match, before: '' } : { text: match.slice(1), before: match[0] ?? '' };
  });
}

const part = fc.constantFrom('$', '(', ')', '$(', '$(a)', '\\', ' ', 'a', '\n', '/..');

describe('findReferences', () => {
  it.each<[string, readonly FoundReference[]]>([
    ['$(../a)', [{ text: '$(../a)', before: '' }]],
    ['x$(a)', [{ text: '$(a)', before: 'x' }]],
    [
      '$(a)$(b) $(c)',
      [
        { text: '$(a)$(b)', before: '' },
        { text: '$(c)', before: ' ' },
      ],
    ],
    ['\\$(a)', []],
    ['$()', []],
    ['$( )', [{ text: '$( )', before: '' }]],
    ['$(a b)', []],
    ['$(', []],
  ])('in %s', (text, found) => {
    expect(findReferences(text)).toEqual(found);
  });

  it('finds what the expression of Kyverno finds', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        const text = parts.join('');
        expect(findReferences(text)).toEqual(byExpression(text));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['$(', '$(a', '$(a) ', '\\$(a'])('takes linear time for many %s', (text) => {
    const start = performance.now();
    findReferences(text.repeat(300_000));
    unescapeReferences(text.repeat(300_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('unescapeReferences', () => {
  it('removes one backslash', () => {
    expect(unescapeReferences('\\$(a) \\\\$(b) \\$( c) \\$(')).toBe('$(a) \\$(b) $( c) \\$(');
  });

  it('changes what the expression of Kyverno finds', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        const text = parts.join('');
        expect(unescapeReferences(text)).toBe(text.replace(ESCAPED, (match) => match.slice(1)));
      }),
      { numRuns: 1000 },
    );
  });
});
