import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { formatLocation } from '../../src/model/location.ts';
import { declareNamespace } from '../../src/namespaces/declare.ts';
import { findLabelProblems } from '../../src/namespaces/label-problems.ts';
import type { LabelProblem } from '../../src/namespaces/problem.ts';
import type { ClusterAdmission, NamespaceState } from '../../src/namespaces/state.ts';
import type { Level } from '../../src/pss/levels.ts';
import { STANDARD } from '../../src/pss/registry.ts';
import { configured, declaration, fullKey, type Labels, manifestIn, stateOf, UNCONFIGURED } from './fixtures.ts';

const findIn = (state: NamespaceState, met?: Level) => findLabelProblems(state, met);
const find = (labels: Labels, admission?: ClusterAdmission) => findIn(stateOf(labels, admission));

const NEWEST = STANDARD.newest;
const NEXT = `v1.${Number(NEWEST.slice(3)) + 1}`;

/** A problem in a few words: kind, label, place. */
const brief = ({ rule, label = '', location }: LabelProblem) =>
  `${rule} ${label.replace(LABEL_PREFIX, '')} ${location === undefined ? '' : formatLocation(location)}`.replace(
    '  ',
    ' ',
  );

describe('a namespace', () => {
  it.each<[labels: Labels, problems: string[]]>([
    [{ enforce: 'baseline' }, []],
    [{ enforce: 'privileged' }, []],
    [{ audit: 'restricted' }, []],
    [{ warn: 'restricted' }, []],
    [{ enforce: 'baseline', 'enforce-version': 'latest', audit: 'restricted', warn: 'restricted' }, []],
    [{ enforce: 'restricted', 'enforce-version': 'v1.0', audit: 'restricted', warn: 'restricted' }, []],
    [{}, ['unlabelled manifest.yaml:5']],
    [{ team: 'x' }, ['unlabelled manifest.yaml:5']],
    [{ 'enforce-version': 'v1.30' }, ['version-only enforce-version manifest.yaml:6']],
    [{ team: 'x', 'warn-version': 'v1.30', 'audit-version': 'latest' }, ['version-only audit-version manifest.yaml:8']],
    [{ 'enforce-version': 'v1.30', warn: 'baseline' }, []],
    [{ enforce: 'Baseline' }, ['invalid enforce manifest.yaml:6']],
    [{ enforce: '' }, ['invalid enforce manifest.yaml:6']],
    [{ enforce: 'baseline', 'enforce-version': '1.24' }, ['invalid enforce-version manifest.yaml:7']],
    [
      { 'warn-version': 'v1.30.2', warn: 'all', audit: 'none', enforce: 'resticted' },
      [
        'invalid enforce manifest.yaml:9',
        'invalid audit manifest.yaml:8',
        'invalid warn manifest.yaml:7',
        'invalid warn-version manifest.yaml:6',
      ],
    ],
    [{ enforce: 'restricted', warn: 'baseline' }, ['useless warn manifest.yaml:7']],
    [
      { audit: 'privileged', enforce: 'baseline', warn: 'privileged' },
      ['useless audit manifest.yaml:6', 'useless warn manifest.yaml:8'],
    ],
    [{ enforce: 'strict', warn: 'baseline' }, ['invalid enforce manifest.yaml:6']],
    [{ enforce: 'baseline', warn: 'none' }, ['invalid warn manifest.yaml:7']],
    [{ enforce: 'baseline', 'enforce-version': NEWEST }, []],
    [{ enforce: 'baseline', 'enforce-version': NEXT }, ['unknown-version enforce-version manifest.yaml:7']],
    [{ enforce: 'baseline', 'enforce-version': 'v1.999' }, ['unknown-version enforce-version manifest.yaml:7']],
    [
      { warn: 'baseline', 'warn-version': 'v1.998', 'audit-version': 'v1.999' },
      ['unknown-version audit-version manifest.yaml:8', 'unknown-version warn-version manifest.yaml:7'],
    ],
    [{ enforce: 'baseline', 'enforce-version': 'v1.9223372036854775808' }, ['invalid enforce-version manifest.yaml:7']],
    [{ enforce: 'baseline', [`${LABEL_PREFIX}warm`]: 'restricted' }, ['misspelt warm manifest.yaml:7']],
    [{ [`${LABEL_PREFIX}enfroce`]: 'baseline' }, ['unlabelled manifest.yaml:5', 'misspelt enfroce manifest.yaml:6']],
  ])('with %o has %o', (labels, problems) => {
    expect(find(labels).map(brief)).toEqual(problems);
  });

  it('that nobody declares has no labels that could be wrong', () => {
    expect(findIn(stateOf([]))).toEqual([]);
  });

  it('has problems of the place where the label comes from', () => {
    const state = stateOf([
      declaration('live', { enforce: 'restricted', audit: 'baseline' }, { cluster: 'prod' }),
      declaration('managed', { warn: 'baseline' }, { cluster: 'prod', target: 'apps' }),
    ]);
    const [audit, warn] = findIn(state);
    expect(audit).toMatchObject({
      cluster: 'prod',
      namespace: 'pay',
      target: 'live',
      location: { file: 'live.yaml', line: 7 },
    });
    expect(warn).toMatchObject({
      cluster: 'prod',
      namespace: 'pay',
      target: 'apps',
      location: { file: 'managed.yaml', line: 6 },
    });
  });
});

describe('messages', () => {
  const UNSET = `Set the label ${LABEL_PREFIX}enforce to the level that its workloads need.`;

  it.each<[name: string, labels: Labels, admission: ClusterAdmission, message: string, remediation: string]>([
    ['no label', {}, UNCONFIGURED, 'no Pod Security label: privileged:latest is enforced (Kubernetes)', UNSET],
    [
      'no label, with a default',
      {},
      configured({ enforce: 'baseline' }),
      'no Pod Security label: baseline:latest is enforced (default of enforce)',
      UNSET,
    ],
    [
      'versions alone',
      { 'enforce-version': 'v1.30', 'warn-version': 'v1.31' },
      UNCONFIGURED,
      `${LABEL_PREFIX}enforce-version, ${LABEL_PREFIX}warn-version without a level: privileged:v1.30 is enforced (Kubernetes)`,
      UNSET,
    ],
    [
      'an invalid level',
      { enforce: 'foo' },
      UNCONFIGURED,
      `the API server refuses this namespace: metadata.labels[${LABEL_PREFIX}enforce]: Invalid value: "foo": must be one of privileged, baseline, restricted; a namespace that has it already enforces restricted`,
      `Set the label ${LABEL_PREFIX}enforce to privileged, baseline or restricted.`,
    ],
    [
      'an invalid level of audit',
      { audit: '' },
      UNCONFIGURED,
      `the API server refuses this namespace: metadata.labels[${LABEL_PREFIX}audit]: Invalid value: "": must be one of privileged, baseline, restricted; a namespace that has it already audits nothing`,
      `Set the label ${LABEL_PREFIX}audit to privileged, baseline or restricted.`,
    ],
    [
      'an invalid level of warn',
      { warn: 'a"b' },
      UNCONFIGURED,
      `the API server refuses this namespace: metadata.labels[${LABEL_PREFIX}warn]: Invalid value: "a\\"b": must be one of privileged, baseline, restricted; a namespace that has it already warns of nothing`,
      `Set the label ${LABEL_PREFIX}warn to privileged, baseline or restricted.`,
    ],
    [
      'an invalid version',
      { enforce: 'baseline', 'enforce-version': '1.30' },
      UNCONFIGURED,
      `the API server refuses this namespace: metadata.labels[${LABEL_PREFIX}enforce-version]: Invalid value: "1.30": must be "latest" or "v1.x"; a namespace that has it already uses latest`,
      `Set the label ${LABEL_PREFIX}enforce-version to "latest" or to a version such as v1.34.`,
    ],
    [
      'a warning that is weaker than restricted',
      { enforce: 'restricted', warn: 'baseline' },
      UNCONFIGURED,
      `${LABEL_PREFIX}warn: baseline is weaker than the enforced restricted, so that pods are refused of which nobody was warned`,
      `Set the label ${LABEL_PREFIX}warn to restricted, or remove it.`,
    ],
    [
      'an audit level that is weaker than baseline',
      { enforce: 'baseline', audit: 'privileged' },
      UNCONFIGURED,
      `${LABEL_PREFIX}audit: privileged is weaker than the enforced baseline, so that less is recorded than is refused`,
      `Set the label ${LABEL_PREFIX}audit to restricted, or remove it.`,
    ],
    [
      'a version that nobody knows',
      { enforce: 'baseline', 'enforce-version': 'v1.99' },
      UNCONFIGURED,
      `${LABEL_PREFIX}enforce-version: v1.99 is newer than the newest standard known here, ${NEWEST}, which is used instead`,
      `Set the label ${LABEL_PREFIX}enforce-version to ${NEWEST} or latest, or update pss-gate.`,
    ],
  ])('%s', (_, labels, admission, message, remediation) => {
    const [problem, ...others] = find(labels, admission);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ message, remediation });
  });

  it.each<[labels: Labels, found: string | undefined, allowed: string | undefined]>([
    [{}, undefined, undefined],
    [{ 'warn-version': 'v1.30' }, 'v1.30', undefined],
    [{ enforce: 'foo' }, 'foo', 'must be one of privileged, baseline, restricted'],
    [{ enforce: 'baseline', 'enforce-version': 'foo' }, 'foo', 'must be "latest" or "v1.x"'],
    [{ enforce: 'baseline', warn: 'privileged' }, 'privileged', 'baseline or stricter'],
    [{ enforce: 'baseline', 'enforce-version': 'v1.99' }, 'v1.99', `up to ${NEWEST}, or latest`],
  ])('of %o tell what is found and allowed', (labels, found, allowed) => {
    const [problem] = find(labels);
    expect([problem?.found, problem?.allowed]).toEqual([found, allowed]);
  });
});

describe('the level to set', () => {
  it.each<[met: Level | undefined, remediation: string]>([
    [undefined, `Set the label ${LABEL_PREFIX}enforce to the level that its workloads need.`],
    ['restricted', `Set the label ${LABEL_PREFIX}enforce: restricted; all of its workloads already meet it.`],
    ['baseline', `Set the label ${LABEL_PREFIX}enforce: baseline; all of its workloads already meet it.`],
    [
      'privileged',
      `Set the label ${LABEL_PREFIX}enforce: baseline once its workloads meet it; pss-gate labels tells what they break.`,
    ],
  ])('where workloads meet %s', (met, remediation) => {
    for (const labels of [{}, { 'enforce-version': 'v1.30' }]) {
      expect(findIn(stateOf(labels), met).map((problem) => problem.remediation)).toEqual([remediation]);
    }
  });
});

describe('values that are no text', () => {
  const findInFile = (labels: string) => {
    const full = labels.replaceAll(/(enforce|warn)/g, `${LABEL_PREFIX}$1`);
    const text = `kind: Namespace\nmetadata:\n  name: pay\n  labels:\n    ${full}\n`;
    const declared = declareNamespace(manifestIn(text), { cluster: '', source: 'manifest', target: 'ns' });
    return findIn(stateOf([declared])).filter(({ rule }) => rule === 'invalid');
  };
  const QUOTES = '; the value is no text, write it in quotes';

  it.each<[labels: string, invalid: string, isMistyped: boolean]>([
    ['enforce: true', '"true": must be one', true],
    ['enforce: [baseline]', '"[\\"baseline\\"]": must be one', true],
    ['enforce: null', '"": must be one', false],
    ['enforce: "true"', '"true": must be one', false],
    ['enforce-version: 1.24', '"1.24": must be "latest"', true],
    ['enforce-version: "1.24"', '"1.24": must be "latest"', false],
  ])('%s', (labels, invalid, isMistyped) => {
    const [problem, ...others] = findInFile(labels);
    expect(others).toEqual([]);
    expect(problem?.message).toContain(`Invalid value: ${invalid}`);
    expect(problem?.message.includes(QUOTES)).toBe(isMistyped);
    expect(problem?.location).toEqual({ file: 'ns.yaml', line: 5 });
  });

  it.each<[labels: string, key: string, message: string, remediation: string]>([
    [
      'enforce: baseline\n    team: 5',
      'team',
      'the value of the label team is no text',
      'Write the value of team in quotes.',
    ],
    [
      'enforce: baseline\n    since: 2026-01-02T03:04:05Z\n    on: true',
      'true',
      'the value of the label true is no text',
      'Write the value of true in quotes.',
    ],
    ['[enforce]', 'metadata.labels', 'metadata.labels is no object', 'Write labels as keys with values.'],
  ])('%s: the namespace as a whole is refused', (labels, label, message, remediation) => {
    expect(findInFile(labels)).toMatchObject([
      { rule: 'invalid', label, message: `the API server refuses this namespace: ${message}`, remediation },
    ]);
  });
});

describe('keys that were meant', () => {
  const meant = (key: string) => {
    const [problem] = find({ enforce: 'baseline', [key]: 'restricted' });
    return problem?.remediation;
  };

  it.each<[key: string, meant: string]>([
    [`${LABEL_PREFIX}enfroce`, 'enforce'],
    [`${LABEL_PREFIX}Enforce`, 'enforce'],
    [`${LABEL_PREFIX}enforced`, 'enforce'],
    [`${LABEL_PREFIX}warm`, 'warn'],
    [`${LABEL_PREFIX}audits`, 'audit'],
    [`${LABEL_PREFIX}enforce_version`, 'enforce-version'],
    [`${LABEL_PREFIX}enforce.version`, 'enforce-version'],
    [`${LABEL_PREFIX}warn-versions`, 'warn-version'],
    ['pod-security.k8s.io/enforce', 'enforce'],
    ['pod-security.kubernetes.io.example.com/warn', 'warn'],
    ['podsecurity.kubernetes.io/enforce', 'enforce'],
    ['pod-security/enforce', 'enforce'],
    ['pod-security-kubernetes.io/audit-version', 'audit-version'],
    ['Pod-Security.kubernetes.io/enforce', 'enforce'],
  ])('%s: %s', (key, name) => {
    expect(meant(key)).toBe(`Rename the label to ${LABEL_PREFIX}${name}.`);
  });

  it.each(['disable', 'exempt', 'warning', ''])(`${LABEL_PREFIX}%s: nobody knows which`, (name) => {
    const key = LABEL_PREFIX + name;
    const [problem] = find({ enforce: 'baseline', [key]: 'true' });
    expect(problem).toMatchObject({
      rule: 'misspelt',
      label: key,
      found: 'true',
      message: `${key} is no label of Pod Security and does nothing`,
      remediation: `Remove the label ${key}.`,
    });
  });

  it('are named, with what would do', () => {
    const key = `${LABEL_PREFIX}enfroce`;
    expect(find({ enforce: 'baseline', [key]: 'restricted' })).toEqual([
      {
        rule: 'misspelt',
        cluster: '',
        namespace: 'pay',
        target: 'manifest',
        label: key,
        found: 'restricted',
        allowed: ['enforce', 'enforce-version', 'audit', 'audit-version', 'warn', 'warn-version']
          .map(fullKey)
          .join(', '),
        message: `${key} is no label of Pod Security and does nothing; ${LABEL_PREFIX}enforce was meant, it seems`,
        remediation: `Rename the label to ${LABEL_PREFIX}enforce.`,
        location: { file: 'manifest.yaml', line: 7 },
      },
    ]);
  });

  it.each([
    'team',
    'enforce',
    'kubernetes.io/metadata.name',
    'app.kubernetes.io/name',
    'security.openshift.io/scc.podSecurityLabelSync',
    'example.com/enforce',
    'policy.example.com/warn',
    'pod-security.example.com/owner',
    'argocd.argoproj.io/instance',
    'pod-security',
  ])('are not %s', (key) => {
    expect(find({ enforce: 'baseline', [key]: 'restricted' })).toEqual([]);
  });

  it.each<[annotation: string, isMeant: boolean]>([
    [`${LABEL_PREFIX}enforce`, true],
    [`${LABEL_PREFIX}enforce-version`, true],
    [`${LABEL_PREFIX}enfroce`, true],
    ['pod-security.k8s.io/enforce', true],
    ['example.com/enforce', false],
    ['kubectl.kubernetes.io/last-applied-configuration', false],
  ])('as an annotation: %s %s', (annotation, isMeant) => {
    const problems = findIn(
      stateOf([declaration('manifest', { enforce: 'baseline' }, { annotations: { [annotation]: 'restricted' } })]),
    );
    const expected = {
      rule: 'misspelt',
      message: `${annotation} is an annotation here, which does nothing; Pod Security reads labels`,
      remediation: `Move ${annotation} from annotations to labels.`,
      location: { file: 'manifest.yaml', line: 5 },
    };
    expect(problems).toEqual(isMeant ? [expect.objectContaining(expected)] : []);
  });

  it('count in every source, also one that does not prevail', () => {
    const key = `${LABEL_PREFIX}enfroce`;
    const state = stateOf([
      declaration('manifest', { enforce: 'baseline' }),
      declaration('managed', { [key]: 'restricted' }),
    ]);
    expect(findIn(state).map(brief)).toEqual(['misspelt enfroce managed.yaml:6']);
  });
});
