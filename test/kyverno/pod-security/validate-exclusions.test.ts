import { describe, expect, it } from 'vitest';
import { findExclusionProblems } from '../../../src/kyverno/pod-security/validate-exclusions.ts';
import { exclusion, type Written } from './rules.ts';

const NEEDS_IMAGES = 'exclude.images must be specified for the container level control';
const NO_IMAGES = 'exclude.images must not be specified for the pod level control';
const WRONG_LEVEL = 'Invalid control name defined at the given level';
const images = ['*'];
const at = (field: string, message: string) => ({ path: `p[0].${field}`, message });

const CASES: readonly [level: string | undefined, written: Written, ...ReturnType<typeof at>[]][] = [
  ...[
    'Privileged Containers',
    'Capabilities',
    'Host Ports',
    '/proc Mount Type',
    'Host Probes / Lifecycle Hooks',
  ].flatMap((controlName): (typeof CASES)[number][] => [
    ['baseline', { controlName }, at('controlName', NEEDS_IMAGES)],
    ['baseline', { controlName, images }],
  ]),
  ...['Host Namespaces', 'HostPath Volumes', 'Sysctls'].flatMap((controlName): (typeof CASES)[number][] => [
    ['baseline', { controlName }],
    ['baseline', { controlName, images }, at('controlName', NO_IMAGES)],
  ]),
  ...['HostProcess', 'AppArmor', 'SELinux', 'Seccomp'].flatMap((controlName): (typeof CASES)[number][] => [
    ['baseline', { controlName }],
    ['baseline', { controlName, images }],
  ]),
  ['restricted', { controlName: 'Volume Types' }],
  ['baseline', { controlName: 'Volume Types' }, at('controlName', WRONG_LEVEL)],
  ['privileged', { controlName: 'Volume Types' }],
  [undefined, { controlName: 'Volume Types' }],
  ['baseline', { controlName: 'Volume Types', images }, at('controlName', NO_IMAGES), at('controlName', WRONG_LEVEL)],
  ['restricted', { controlName: 'Privilege Escalation' }, at('controlName', NEEDS_IMAGES)],
  [undefined, { controlName: 'Privilege Escalation' }, at('controlName', NEEDS_IMAGES)],
  ['baseline', { controlName: 'Running as Non-root' }, at('controlName', WRONG_LEVEL)],
  ['baseline', { controlName: 'Running as Non-root user', images }, at('controlName', WRONG_LEVEL)],
  ['baseline', { controlName: 'Seccomp', restrictedField: 'x' }, at('values', 'values is required')],
  ['baseline', { controlName: 'Seccomp', values: ['x'] }, at('restrictedField', 'restrictedField is required')],
  ['baseline', { controlName: 'Seccomp', restrictedField: 'x', values: ['x'] }],
  [
    'restricted',
    { controlName: 'Host Ports', restrictedField: 'x' },
    at('controlName', NEEDS_IMAGES),
    at('values', 'values is required'),
  ],
  ['baseline', { controlName: 'unknown', images }],
];

describe('findExclusionProblems', () => {
  it.each(CASES.map(([level, written, ...problems]) => ({ level, written, problems })))(
    '$level $written',
    ({ level, written, problems }) => {
      expect(findExclusionProblems(level, [exclusion(written)], 'p')).toEqual(problems);
    },
  );

  it('names the entry', () => {
    const entries = [{ controlName: 'Sysctls' }, { controlName: 'Host Ports' }, { controlName: 'Capabilities' }];
    const paths = findExclusionProblems('baseline', entries.map(exclusion), 'spec.podSecurity').map(({ path }) => path);
    expect(paths).toEqual(['spec.podSecurity[1].controlName', 'spec.podSecurity[2].controlName']);
  });
});
