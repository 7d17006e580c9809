import { describe, expect, it } from 'vitest';
import { compareVersions, parseVersion, type Version } from '../../../src/kyverno/values/semver.ts';

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(`${text} is no version`);
  return parsed;
}

describe('compareVersions', () => {
  const ascending = [
    ...['1.0.0-1', '1.0.0-2', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0'],
    ...['1.0.1', '1.1.0', '1.10.0', '2.0.0', '18446744073709551615.0.0'],
  ];

  it.each(ascending.slice(1).map((text, index) => [ascending[index] ?? '', text]))('puts %s before %s', (a, b) => {
    expect(compareVersions(version(a), version(b))).toBeLessThan(0);
    expect(compareVersions(version(b), version(a))).toBeGreaterThan(0);
  });

  it('does not look at what is built', () => {
    expect(compareVersions(version('1.0.0+a'), version('1.0.0+b.c'))).toBe(0);
  });
});

describe('parseVersion', () => {
  it.each([
    ...['', '1', '1.2', 'v1.2.3', '1.2.3.4', '01.2.3', '1.2.3-', '1.2.3-01', '1.2.3-a..b', '1.2.3+', '1.2.3+a_b'],
    ...['18446744073709551616.0.0', ' 1.2.3', '1.2.3-ä'],
  ])('refuses %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});
