import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchPattern } from '../../../src/kyverno/pattern/match.ts';

/** Texts that mean nothing but themselves in a pattern. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '/', '.'), minLength: 1, maxLength: 4 });
const scalar = fc.oneof(word, fc.integer(), fc.boolean());

/** Values without empty lists, which no pattern can say, and with lists of one type. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, tie('mapping'), fc.array(word, { minLength: 1, maxLength: 1 })),
  mapping: fc.dictionary(word, tie('value'), { maxKeys: 4 }),
}));

const anchored = fc.constantFrom('', '=', '^', 'X', '<', '+').chain((prefix) => word.map((key) => `${prefix}(${key})`));
const { hostile } = fc.letrec((tie) => ({
  hostile: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(scalar, fc.constant(null), fc.double(), fc.constantFrom('*', '?*', '>1', '!a', 'a|b & c', '1-5', '')),
    fc.dictionary(fc.oneof(word, anchored, fc.constantFrom('metadata', 'labels', 'a*')), tie('hostile'), {
      maxKeys: 4,
    }),
    fc.array(tie('hostile'), { maxLength: 3 }),
  ),
}));

describe('matchPattern', () => {
  it('finds that everything matches itself', () => {
    fc.assert(
      fc.property(value, (each) => {
        expect(matchPattern(each, each)).toEqual({ status: 'pass' });
      }),
    );
  });

  it('finds that everything but null matches a star, and nothing with a key what must not have it', () => {
    fc.assert(
      fc.property(word, value, (key, each) => {
        expect(matchPattern({ [key]: each }, { [key]: '*' })).toEqual({ status: 'pass' });
        expect(matchPattern({ [key]: each }, { [`X(${key})`]: 'null' })).toMatchObject({
          status: 'fail',
          path: `/${key}/`,
        });
      }),
    );
  });

  it('passes with equalities whatever passes without', () => {
    fc.assert(
      fc.property(
        fc.dictionary(word, hostile, { maxKeys: 3 }),
        fc.dictionary(word, hostile, { maxKeys: 3 }),
        (resource, pattern) => {
          const outcome = matchPattern(resource, pattern);
          const lenient = Object.fromEntries(Object.entries(pattern).map(([key, each]) => [`=(${key})`, each]));
          if (outcome.status === 'pass') expect(matchPattern(resource, lenient)).toEqual({ status: 'pass' });
        },
      ),
    );
  });

  it('answers whatever it is given', () => {
    fc.assert(
      fc.property(hostile, hostile, (resource, pattern) => {
        const { status } = matchPattern(resource, pattern);
        expect(['pass', 'skip', 'fail', 'error']).toContain(status);
      }),
      { numRuns: 500 },
    );
  });
});
