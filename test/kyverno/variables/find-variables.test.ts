import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundVariable, findVariables } from '../../../src/kyverno/variables/find-variables.ts';

/** Kyverno's own expression, as far as it fits into a text of ours. */
const VARIABLES = /(^|[^\\])(\{\{(?:\{[^{}]*\}|[^{}])*\}\})/g;

function byExpression(text: string): readonly FoundVariable[] {
  return [...text.matchAll(VARIABLES)].map(([, before = '', variable = '']) => ({ text: variable, before }));
}

describe('findVariables', () => {
  it.each<[string, readonly FoundVariable[]]>([
    ['{{a}}', [{ text: '{{a}}', before: '' }]],
    ['x {{ a }} y', [{ text: '{{ a }}', before: ' ' }]],
    ['{{a}}{{b}}', [{ text: '{{a}}', before: '' }]],
    [
      '{{a}} {{b}}',
      [
        { text: '{{a}}', before: '' },
        { text: '{{b}}', before: ' ' },
      ],
    ],
    ['{{ a.{{b}} }}', [{ text: '{{b}}', before: '.' }]],
    ['{{ {a: b} }}', [{ text: '{{ {a: b} }}', before: '' }]],
    ['{{{a}}', [{ text: '{{a}}', before: '{' }]],
    ['{{{a}}}', [{ text: '{{{a}}}', before: '' }]],
    ['\\{{a}}', []],
    ['{{a}', []],
    ['{{ {a {b} }}', []],
    ['', []],
  ])('in %s', (text, found) => {
    expect(findVariables(text)).toEqual(found);
  });

  it('finds what the expression of Kyverno finds', () => {
    const part = fc.constantFrom('{', '{{', '}', '}}', 'a', '\\', ' ', '\n', 'é', '{{a}}', '{b}');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        const text = parts.join('');
        expect(findVariables(text)).toEqual(byExpression(text));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['{{', '{{{a', '{{a{b}', '{{a', '}{{'])('takes linear time for many %s', (part) => {
    const start = performance.now();
    findVariables(part.repeat(300_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
