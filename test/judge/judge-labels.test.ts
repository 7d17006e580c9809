import { describe, expect, it } from 'vitest';
import { judgeLabels, type LabelModes } from '../../src/judge/judge-labels.ts';
import type { Mode } from '../../src/model/report.ts';
import type { LabelProblem } from '../../src/namespaces/problem.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

const MODES: LabelModes = {
  unlabelled: 'warn',
  'version-only': 'warn',
  invalid: 'enforce',
  misspelt: 'audit',
  useless: 'off',
  'unknown-version': 'warn',
  weakened: 'enforce',
  deactivated: 'enforce',
  conflict: 'warn',
  contested: 'warn',
  undeclared: 'warn',
  exempt: 'warn',
};

const PROBLEM: LabelProblem = {
  rule: 'invalid',
  cluster: '',
  namespace: 'pay',
  target: 'directory:namespaces',
  label: ENFORCE,
  found: 'strict',
  allowed: 'privileged, baseline, restricted',
  message: 'pod-security.kubernetes.io/enforce is strict',
  remediation: 'Set the label.',
  location: { file: 'namespaces/pay.yaml', line: 6 },
};

const judge = (changes: Partial<LabelProblem> = {}, modes: Partial<LabelModes> = {}) =>
  judgeLabels([{ ...PROBLEM, ...changes }], { ...MODES, ...modes });

/** A problem without some of its fields. */
function without(...fields: (keyof LabelProblem)[]): LabelProblem {
  return Object.fromEntries(
    Object.entries(PROBLEM).filter(([key]) => !fields.includes(key as keyof LabelProblem)),
  ) as never;
}

describe('a finding about a label', () => {
  it('says everything that is known', () => {
    expect(judge({ cluster: 'prod' })).toEqual([
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        target: 'directory:namespaces',
        policy: 'NamespaceLabels',
        rule: 'namespace-invalid',
        mode: 'enforce',
        result: 'fail',
        cluster: 'prod',
        resource: { apiVersion: 'v1', kind: 'Namespace', namespace: '', name: 'pay' },
        fields: [
          {
            path: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
            found: 'strict',
            allowed: 'privileged, baseline, restricted',
            line: 6,
          },
        ],
        message: 'pod-security.kubernetes.io/enforce is strict',
        location: { file: 'namespaces/pay.yaml', line: 6 },
        remediation: 'Set the label.',
      },
    ]);
  });

  it('leaves out what is not known', () => {
    const [finding] = judgeLabels([without('label', 'found', 'allowed', 'location')], MODES);
    expect(finding).toMatchObject({ fields: [] });
    expect(finding).not.toHaveProperty('cluster');
    expect(finding).not.toHaveProperty('location');
  });

  it('says that a label is not set', () => {
    expect(judgeLabels([without('found', 'allowed', 'location')], MODES)[0]?.fields).toEqual([
      { path: 'metadata.labels["pod-security.kubernetes.io/enforce"]', found: null, allowed: 'set' },
    ]);
  });

  it('has no line where the file is rendered', () => {
    const [finding] = judge({ location: { file: 'charts/ns/templates/ns.yaml' } });
    expect(finding?.location).toEqual({ file: 'charts/ns/templates/ns.yaml' });
    expect(finding?.fields[0]).not.toHaveProperty('line');
  });

  it('bears the name of the rule of the label policy', () => {
    const [finding] = judge({ rule: 'level', policy: 'production-is-restricted' });
    expect([finding?.policy, finding?.rule]).toEqual(['production-is-restricted', 'namespace-level']);
  });
});

describe('the mode of a finding', () => {
  it.each<[name: string, configured: Mode | 'off', own: Mode | undefined, mode: Mode | undefined]>([
    ['is what the configuration says', 'enforce', undefined, 'enforce'],
    ['is what the configuration says', 'warn', undefined, 'warn'],
    ['is what the configuration says', 'audit', undefined, 'audit'],
    ['is none when it is off', 'off', undefined, undefined],
    ['is none when it is off, whatever the problem says', 'off', 'enforce', undefined],
    ['is the weaker one when the problem has its own', 'enforce', 'warn', 'warn'],
    ['is the weaker one when the problem has its own', 'warn', 'enforce', 'warn'],
    ['is the weaker one when the problem has its own', 'audit', 'warn', 'audit'],
  ])('%s: %s and %s', (_, configured, own, mode) => {
    const findings = judge({ ...(own === undefined ? {} : { mode: own }) }, { invalid: configured });
    expect(findings.map((finding) => finding.mode)).toEqual(mode === undefined ? [] : [mode]);
  });

  it.each<[rule: LabelProblem['rule'], mode: Mode | undefined, expected: Mode]>([
    ['level', undefined, 'enforce'],
    ['level', 'warn', 'warn'],
    ['forbidden', 'audit', 'audit'],
    ['missing', 'enforce', 'enforce'],
    ['unpinned', undefined, 'enforce'],
  ])('of the rule %s is its own: %s', (rule, mode, expected) => {
    expect(judge({ rule, policy: 'p', ...(mode === undefined ? {} : { mode }) })[0]?.mode).toBe(expected);
  });

  it.each<[mode: Mode, result: string]>([
    ['enforce', 'fail'],
    ['warn', 'warn'],
    ['audit', 'warn'],
  ])('%s is a %s', (mode, result) => {
    expect(judge({}, { invalid: mode }).map((finding) => finding.result)).toEqual([result]);
  });
});

describe('fingerprints', () => {
  const fingerprintOf = (changes: Partial<LabelProblem>) => judge(changes)[0]?.fingerprint;
  const original = fingerprintOf({});

  it.each<[name: string, changes: Partial<LabelProblem>]>([
    ['the place', { location: { file: 'other.yaml', line: 99 } }],
    ['the words', { message: 'x', remediation: 'y', allowed: 'z' }],
    ['the value', { found: 'Strict' }],
    ['the mode', { mode: 'warn' }],
  ])('survive a change of %s', (_, changes) => {
    expect(fingerprintOf(changes)).toBe(original);
  });

  it.each<[name: string, changes: Partial<LabelProblem>]>([
    ['the rule', { rule: 'weakened' }],
    ['the rule of the label policy', { policy: 'p' }],
    ['the cluster', { cluster: 'prod' }],
    ['the namespace', { namespace: 'shop' }],
    ['the target', { target: 'directory:other' }],
    ['the label', { label: 'pod-security.kubernetes.io/warn' }],
  ])('differ with %s', (_, changes) => {
    expect(fingerprintOf(changes)).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprintOf(changes)).not.toBe(original);
  });

  it('of the same problem twice differ', () => {
    const findings = judgeLabels([PROBLEM, PROBLEM], MODES);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('do not depend on problems that nobody wants to see', () => {
    const findings = judgeLabels([{ ...PROBLEM, rule: 'useless' }, PROBLEM], MODES);
    expect(findings.map(({ fingerprint }) => fingerprint)).toEqual([original]);
  });
});

it('findings come in the order of the problems', () => {
  const rules = judgeLabels(
    [
      { ...PROBLEM, rule: 'weakened' },
      { ...PROBLEM, rule: 'exempt' },
      { ...PROBLEM, rule: 'level' },
    ],
    MODES,
  ).map(({ rule }) => rule);
  expect(rules).toEqual(['namespace-weakened', 'namespace-exempt', 'namespace-level']);
});
