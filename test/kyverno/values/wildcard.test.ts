import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../src/kyverno/values/wildcard.ts';
import { NotEvaluatedError } from '../../../src/kyverno/variables/errors.ts';

describe('matchesPattern', () => {
  it('knows * and ?', () => {
    expect(matchesPattern('a*c?', 'abbcd')).toBe(true);
    expect(matchesPattern('a', 'ab')).toBe(false);
  });

  it('refuses what would take seconds', () => {
    expect(() => matchesPattern('*x'.repeat(30_000), 'x'.repeat(30_000))).toThrow(NotEvaluatedError);
    expect(matchesPattern('x'.repeat(60_000), 'x'.repeat(60_000))).toBe(true);
  });
});
