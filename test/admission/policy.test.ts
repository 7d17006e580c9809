import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX, MODES } from '../../src/admission/labels.ts';
import {
  DEFAULT_POLICY,
  describeLabelErrors,
  formatStandard,
  isPrivileged,
  type Policy,
  resolvePolicy,
  type Standard,
} from '../../src/admission/policy.ts';
import { parseLevel } from '../../src/pss/levels.ts';
import { parseVersion } from '../../src/pss/versions.ts';

function standard(text: string): Standard {
  const [level = '', version = ''] = text.split(':');
  return { level: parseLevel(level).value, version: parseVersion(version).value };
}

function policy(enforce: string, audit: string, warn: string): Policy {
  return { enforce: standard(enforce), audit: standard(audit), warn: standard(warn) };
}

/** `enforce=baseline, warn=` */
function labels(text: string): Record<string, string> {
  const pairs = text === '' ? [] : text.split(', ').map((pair) => pair.split('='));
  return Object.fromEntries(pairs.map(([key = '', value = '']) => [LABEL_PREFIX + key, value]));
}

const CONFIGURED = policy('baseline:v1.19', 'privileged:latest', 'baseline:v1.20');
const P = 'privileged:latest';

describe('resolvePolicy', () => {
  it.each([
    ['', DEFAULT_POLICY, P, P, P, 0],
    ['enforce=baseline', DEFAULT_POLICY, 'baseline:latest', P, 'baseline:latest', 0],
    ['enforce=baseline, enforce-version=v1.22', DEFAULT_POLICY, 'baseline:v1.22', P, 'baseline:v1.22', 0],
    ['enforce=baseline, warn-version=v1.23', DEFAULT_POLICY, 'baseline:latest', P, 'baseline:v1.23', 0],
    ['enforce=baseline, warn=privileged', DEFAULT_POLICY, 'baseline:latest', P, P, 0],
    ['enforce=restricted, warn=baseline', DEFAULT_POLICY, 'restricted:latest', P, 'baseline:latest', 0],
    ['enforce=foo, enforce-version=v1.20', DEFAULT_POLICY, 'restricted:v1.20', P, P, 1],
    ['enforce=baseline, enforce-version=bad', DEFAULT_POLICY, 'baseline:latest', P, 'baseline:latest', 1],
    ['enforce-version=v1.20', DEFAULT_POLICY, 'privileged:v1.20', P, P, 0],
    ['enforce=restricted, warn-version=bad', DEFAULT_POLICY, 'restricted:latest', P, 'restricted:latest', 1],
    ['enforce=baseline, warn=foo', DEFAULT_POLICY, 'baseline:latest', P, P, 1],
    ['audit=x, audit-version=y', DEFAULT_POLICY, P, P, P, 2],
    ['enforced=restricted', DEFAULT_POLICY, P, P, P, 0],
    ['', CONFIGURED, 'baseline:v1.19', P, 'baseline:v1.20', 0],
    ['enforce=restricted', CONFIGURED, 'restricted:v1.19', P, 'restricted:v1.19', 0],
    ['enforce=baseline, enforce-version=v1.30', CONFIGURED, 'baseline:v1.30', P, 'baseline:v1.20', 0],
    ['enforce=privileged', CONFIGURED, 'privileged:v1.19', P, 'baseline:v1.20', 0],
    ['enforce=', CONFIGURED, 'restricted:v1.19', P, 'baseline:v1.20', 1],
  ])('%s', (text, defaults, enforce, audit, warn, errors) => {
    const resolved = resolvePolicy(labels(text), defaults);
    expect(MODES.map((mode) => formatStandard(resolved.policy[mode]))).toEqual([enforce, audit, warn]);
    expect(resolved.errors).toHaveLength(errors);
  });

  it('takes no inherited property for a label', () => {
    const inherited = Object.create(labels('enforce=foo'));
    expect(resolvePolicy(inherited, DEFAULT_POLICY)).toEqual({ policy: DEFAULT_POLICY, errors: [] });
  });
});

describe('describeLabelErrors', () => {
  it.each([
    [
      'one',
      'enforce=foo',
      `metadata.labels[${LABEL_PREFIX}enforce]: Invalid value: "foo": must be one of privileged, baseline, restricted`,
    ],
    [
      'a value to be escaped',
      'warn-version=a"\n',
      String.raw`metadata.labels[${LABEL_PREFIX}warn-version]: Invalid value: "a\"\n": must be "latest" or "v1.x"`,
    ],
    [
      'several',
      'warn-version=x, enforce-version=y',
      `[metadata.labels[${LABEL_PREFIX}enforce-version]: Invalid value: "y": must be "latest" or "v1.x", metadata.labels[${LABEL_PREFIX}warn-version]: Invalid value: "x": must be "latest" or "v1.x"]`,
    ],
  ])('%s', (_, text, expected) => {
    expect(describeLabelErrors(resolvePolicy(labels(text), DEFAULT_POLICY).errors)).toBe(expected);
  });
});

describe('isPrivileged', () => {
  it.each([
    ['as Kubernetes ships it', DEFAULT_POLICY, true],
    ['whatever the versions', policy('privileged:v1.20', 'privileged:v1.0', P), true],
    ['not when one mode asks for more', policy(P, 'baseline:latest', P), false],
  ])('%s', (_, subject, expected) => {
    expect(isPrivileged(subject)).toBe(expected);
  });
});
