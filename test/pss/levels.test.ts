import { describe, expect, it } from 'vitest';
import { compareLevels, LEVELS, type Level, parseLevel } from '../../src/pss/levels.ts';

const ERROR = 'must be one of privileged, baseline, restricted';

describe('parseLevel', () => {
  it.each(['privileged', 'baseline', 'restricted'])('reads %s', (text) => {
    expect(parseLevel(text)).toStrictEqual({ value: text });
  });

  it.each(['', 'Baseline', 'BASELINE', ' baseline', 'baseline ', 'baseline\n', 'base', 'strict', 'toString', '0'])(
    'takes %j for restricted, with an error',
    (text) => {
      expect(parseLevel(text)).toStrictEqual({ value: 'restricted', error: ERROR });
    },
  );
});

describe('compareLevels', () => {
  const comparisons: readonly (readonly [Level, Level, number])[] = [
    ['privileged', 'privileged', 0],
    ['privileged', 'baseline', -1],
    ['privileged', 'restricted', -1],
    ['baseline', 'privileged', 1],
    ['baseline', 'baseline', 0],
    ['baseline', 'restricted', -1],
    ['restricted', 'privileged', 1],
    ['restricted', 'baseline', 1],
    ['restricted', 'restricted', 0],
  ];

  it.each(comparisons)('%s to %s: %i', (a, b, expected) => {
    expect(Math.sign(compareLevels(a, b))).toBe(expected);
  });

  it('lists levels weakest first', () => {
    expect([...LEVELS].sort(compareLevels)).toEqual(['privileged', 'baseline', 'restricted']);
    expect(LEVELS).toEqual(['privileged', 'baseline', 'restricted']);
  });
});
