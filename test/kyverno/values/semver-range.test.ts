import { describe, expect, it } from 'vitest';
import { parseVersion, ZERO_VERSION } from '../../../src/kyverno/values/semver.ts';
import { parseVersionRange } from '../../../src/kyverno/values/semver-range.ts';
import { VariableError } from '../../../src/kyverno/variables/errors.ts';

describe('parseVersionRange', () => {
  it.each([
    ['1.2.3', '1.2.3', true],
    ['=1.2.3', '1.2.4', false],
    ['!1.2.3', '1.2.3', false],
    ['!=1.2.3', '1.2.4', true],
    ['>= 1.2.0 <2.0.0', '1.9.0', true],
    ['>=1.2.0 <2.0.0', '2.0.0', false],
    ['<1.0.0 || >=2.0.0', '2.5.0', true],
    ['1.x', '1.9.9', true],
    ['1.x', '2.0.0', false],
    ['1.2.x', '1.2.7', true],
    ['1.2.x', '1.3.0', false],
    ['>1.x', '1.5.0', false],
    ['>1.x', '2.0.0', true],
    ['>=1.2.x', '1.2.0', true],
    ['<=1.2.x', '1.2.9', true],
    ['<1.2.x', '1.2.0', false],
    ['!1.x', '1.5.0', false],
    // Upstream asks for both sides of what is excluded.
    ['!1.x', '2.0.0', false],
  ])('%s and %s: %s', (range, text, expected) => {
    expect(parseVersionRange(range)(parseVersion(text) ?? ZERO_VERSION)).toBe(expected);
  });

  it.each(['', '||', '1.0.0 ||', '|| 1.0.0', '~1.0.0', '>=', 'abc', '1.2', 'x', `>${'1'.repeat(10_001)}`])(
    'refuses %j',
    (range) => {
      expect(() => parseVersionRange(range)).toThrow(VariableError);
    },
  );
});
