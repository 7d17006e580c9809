import { describe, expect, it } from 'vitest';
import { LATEST, parseVersion } from '../../src/pss/versions.ts';

describe('parseVersion', () => {
  it.each([
    ['v1.0', 0],
    ['v1.1', 1],
    ['v1.9', 9],
    ['v1.10', 10],
    ['v1.37', 37],
    ['v1.38', 38],
    ['v1.10000', 10_000],
    ['v1.1000000000000000000', 1e18],
  ])('reads %s', (text, minor) => {
    expect(parseVersion(text)).toStrictEqual({ value: { text, minor } });
  });

  it('reads latest, which is newer than every version', () => {
    expect(parseVersion('latest')).toStrictEqual({ value: LATEST });
    expect(LATEST).toStrictEqual({ text: 'latest', minor: Number.POSITIVE_INFINITY });
  });

  it('reads the greatest minor of 63 bits and keeps its digits', () => {
    const { value, error } = parseVersion('v1.9223372036854775807');
    expect(error).toBeUndefined();
    expect(value.text).toBe('v1.9223372036854775807');
    expect(value.minor).toBeGreaterThan(37);
    expect(value.minor).toBeLessThan(LATEST.minor);
  });

  it.each([
    'v1.9223372036854775808',
    'v1.10000000000000000000',
    `v1.${'9'.repeat(400)}`,
    'v1.00',
    'v1.01',
    'v1',
    'v1.',
    'v2.0',
    'v0.1',
    'v11.0',
    '1.2',
    'V1.2',
    'v1.2.3',
    ' v1.2',
    'v1.2 ',
    'v1.2\n',
    'v1.2\r',
    '\nv1.2',
    'Latest',
    'LATEST',
    'latest ',
    'latest\n',
    '',
    'v1.-1',
    'v1.+1',
    'v1.x',
    'v1.1e1',
    'v1.0x1',
    'v1.٣',
    'v1,2',
  ])('takes %j for latest, with an error', (text) => {
    expect(parseVersion(text)).toStrictEqual({ value: LATEST, error: 'must be "latest" or "v1.x"' });
  });
});
