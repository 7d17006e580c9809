import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../src/admission/policy.ts';
import { readDefaults, validateExemptions } from '../../src/admission/validate-configuration.ts';

const NONE = { usernames: [], namespaces: [], runtimeClasses: [] };

describe('readDefaults', () => {
  it.each([
    ['nothing', {}],
    ['empty texts', { enforce: '', 'enforce-version': '', warn: '' }],
  ])('fills in for %s', (_, defaults) => {
    expect(readDefaults(defaults)).toEqual(DEFAULT_POLICY);
  });

  it('does not derive warnings from what is enforced', () => {
    expect(readDefaults({ enforce: 'restricted' }).warn.level).toBe('privileged');
  });

  it.each([
    [{ warn: 'x' }, 'PodSecurity configuration error: warn: must be one of privileged, baseline, restricted'],
    [
      { 'warn-version': 'x', enforce: 'y' },
      'PodSecurity configuration error: [enforce: must be one of privileged, baseline, restricted, warn-version: must be "latest" or "v1.x"]',
    ],
  ])('refuses %j', (defaults, message) => {
    expect(() => readDefaults(defaults)).toThrow(message);
  });
});

describe('validateExemptions', () => {
  it('accepts names, and anything for a user', () => {
    expect(() => validateExemptions({ usernames: ['É *'], namespaces: ['a'], runtimeClasses: ['a.b'] })).not.toThrow();
  });

  it.each([
    [{ usernames: [''] }, 'exemptions.usernames[0]: Invalid value: "": username must not be empty'],
    [{ usernames: ['a', 'b', 'a'] }, 'exemptions.usernames[2]: Duplicate value: "a"'],
    [
      { namespaces: ['a.b'], usernames: ['', ''] },
      '[exemptions.namespaces[0]: Invalid value: "a.b": must not contain dots, exemptions.usernames[0]: Invalid value: "": username must not be empty, exemptions.usernames[1]',
    ],
    [
      { runtimeClasses: ['A', 'A'] },
      '[exemptions.runtimeClasses[0]: Invalid value: "A": a lowercase RFC 1123 subdomain',
    ],
  ])('refuses %j', (exemptions, message) => {
    expect(() => validateExemptions({ ...NONE, ...exemptions })).toThrow(`PodSecurity invalid: ${message}`);
  });
});
