import { describe, expect, it } from 'vitest';
import { ReadinessBook } from '../../src/judge/readiness.ts';
import { createTestNamespaces, declareNamespace, type ShortLabels, standard } from '../fakes/namespaces.ts';
import { findingsOf, judge, namesOf, pod, SECURE, type Settings, TARGET } from './judge.ts';

/** Breaks baseline, and nothing of restricted besides. */
const HOST_PORT = pod(`{name: app, securityContext: {${SECURE}}, ports: [{hostPort: 80}]}`);
/** Breaks restricted in one way, and keeps baseline. */
const ESCALATING = pod('{name: app, securityContext: {capabilities: {drop: [ALL]}}}');
/** Breaks both levels by one control, in one field more at restricted. */
const RAW = pod('{name: app, securityContext: {allowPrivilegeEscalation: false, capabilities: {add: [NET_RAW]}}}');

/** The same pod, from a template. */
const templated = (text: string) =>
  text
    .replace('apiVersion: v1\nkind: Pod', 'apiVersion: apps/v1\nkind: Deployment')
    .replace(/spec: (.*)\n/, 'spec: {template: {spec: $1}}\n');

const inShop = (labels: ShortLabels): Settings => ({ declarations: [declareNamespace('shop', labels)] });

/** Mode, result, level and check of each finding. */
function summarize(text: string, settings: Settings): string[] {
  return findingsOf(text, settings).map(
    ({ mode, result, level, version, rule }) => `${mode} ${result}: ${level}:${version} ${rule}`,
  );
}

describe('labels of a namespace', () => {
  it.each<[name: string, labels: ShortLabels, text: string, findings: string[]]>([
    ['nothing is asked', {}, HOST_PORT, []],
    ['privileged', { enforce: 'privileged' }, HOST_PORT, []],
    ['enforced', { enforce: 'baseline' }, HOST_PORT, ['enforce fail: baseline:latest hostPorts']],
    ['warned of', { warn: 'baseline' }, HOST_PORT, ['warn warn: baseline:latest hostPorts']],
    ['recorded', { audit: 'baseline' }, HOST_PORT, ['audit warn: baseline:latest hostPorts']],
    ['kept', { enforce: 'baseline', warn: 'baseline', audit: 'baseline' }, ESCALATING, []],
    [
      'at a version',
      { enforce: 'restricted', 'enforce-version': 'v1.24' },
      ESCALATING,
      ['enforce fail: restricted:v1.24 allowPrivilegeEscalation'],
    ],
    [
      'at a version that has no such check',
      { enforce: 'restricted', 'enforce-version': 'v1.7', warn: 'privileged' },
      ESCALATING,
      [],
    ],
    [
      'a level that is none counts as restricted',
      { enforce: 'Restricted', warn: 'privileged' },
      ESCALATING,
      ['enforce fail: restricted:latest allowPrivilegeEscalation'],
    ],
  ])('%s', (_, labels, text, findings) => {
    expect(summarize(text, inShop(labels))).toEqual(findings);
  });

  it('of another namespace do not matter', () => {
    const declarations = [
      declareNamespace('shop', { enforce: 'privileged' }),
      declareNamespace('web', { enforce: 'restricted' }),
    ];
    expect(findingsOf(HOST_PORT, { declarations })).toEqual([]);
    const elsewhere = findingsOf(HOST_PORT.replace('namespace: shop', 'namespace: web'), { declarations });
    expect(elsewhere.map(({ resource, rule }) => [resource?.namespace, rule])).toEqual([['web', 'hostPorts']]);
  });

  it.each<[name: string, labels: ShortLabels, text: string, effect: string]>([
    [
      'a Pod that is enforced upon',
      { enforce: 'baseline' },
      HOST_PORT,
      'it will be refused: namespace shop enforces baseline:latest (namespaces/shop.yaml:6)',
    ],
    [
      'a controller whose pods are',
      { enforce: 'baseline' },
      templated(HOST_PORT),
      'its pods will be refused: namespace shop enforces baseline:latest (namespaces/shop.yaml:6)',
    ],
    [
      'a warning',
      { enforce: 'privileged', warn: 'baseline', 'warn-version': 'v1.30' },
      HOST_PORT,
      'a warning will be shown: namespace shop warns at baseline:v1.30 (namespaces/shop.yaml:7)',
    ],
    [
      'a record',
      { audit: 'baseline' },
      HOST_PORT,
      'it will be recorded in the audit log: namespace shop audits at baseline:latest (namespaces/shop.yaml:6)',
    ],
  ])('say what follows: %s', (_, labels, text, effect) => {
    expect(findingsOf(text, inShop(labels)).map((finding) => finding.effect)).toEqual([effect]);
  });
});

describe('what several modes ask for', () => {
  it.each<[name: string, labels: ShortLabels, text: string, findings: string[]]>([
    [
      'is reported once, for the strongest of them',
      { enforce: 'baseline', warn: 'baseline', audit: 'baseline' },
      HOST_PORT,
      ['enforce fail: baseline:latest hostPorts'],
    ],
    [
      'is a warning before it is a record',
      { warn: 'baseline', audit: 'baseline' },
      HOST_PORT,
      ['warn warn: baseline:latest hostPorts'],
    ],
    [
      'is the same at other levels and versions',
      { enforce: 'baseline', warn: 'restricted', audit: 'restricted', 'audit-version': 'v1.25' },
      HOST_PORT,
      ['enforce fail: baseline:latest hostPorts'],
    ],
    [
      'is told apart by checks',
      { enforce: 'baseline', warn: 'restricted' },
      ESCALATING.replace('capabilities', 'privileged: true, capabilities'),
      ['enforce fail: baseline:latest privileged', 'warn warn: restricted:latest allowPrivilegeEscalation'],
    ],
    [
      'is told apart by fields of the same control',
      { enforce: 'baseline', warn: 'restricted' },
      RAW,
      ['enforce fail: baseline:latest capabilities_baseline', 'warn warn: restricted:latest capabilities_restricted'],
    ],
    [
      'is the same control where the fields are the same',
      { enforce: 'baseline', warn: 'restricted' },
      RAW.replace('{add:', '{drop: [ALL], add:'),
      ['enforce fail: baseline:latest capabilities_baseline'],
    ],
  ])('%s', (_, labels, text, findings) => {
    expect(summarize(text, inShop(labels))).toEqual(findings);
  });

  it('is told apart by containers', () => {
    const raw =
      '{name: a, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [NET_RAW]}}}';
    const keeping = '{name: b, securityContext: {allowPrivilegeEscalation: false}}';
    const findings = findingsOf(
      pod(`${raw}, ${keeping}`),
      inShop({ enforce: 'baseline', audit: 'restricted', warn: 'privileged' }),
    );
    expect(findings.map(({ mode, container, rule }) => [mode, container, rule])).toEqual([
      ['enforce', 'a', 'capabilities_baseline'],
      ['audit', 'b', 'capabilities_restricted'],
    ]);
  });

  it('has a fingerprint for each mode', () => {
    const fingerprints = [{ enforce: 'baseline' }, { warn: 'baseline' }, { audit: 'baseline' }].flatMap((labels) =>
      findingsOf(HOST_PORT, inShop(labels as ShortLabels)).map(({ fingerprint }) => fingerprint),
    );
    expect(new Set(fingerprints).size).toBe(3);
  });
});

describe('checks that are kept', () => {
  const countOf = (labels: ShortLabels, also: Settings = {}) => judge(pod(), { ...inShop(labels), ...also }).passes;
  const baseline = countOf({ enforce: 'baseline' });
  const restricted = countOf({ enforce: 'restricted' });

  it('count once for each standard', () => {
    expect(restricted).toBeGreaterThan(baseline);
    expect(baseline).toBeGreaterThan(5);
    expect(countOf({ enforce: 'restricted', warn: 'restricted', audit: 'restricted' })).toBe(restricted);
    expect(countOf({ enforce: 'baseline', warn: 'restricted' })).toBe(baseline + restricted);
    expect(countOf({ enforce: 'baseline' }, { alsoAt: 'baseline' })).toBe(baseline);
  });

  it('are listed with the mode that asks first', () => {
    const settings = { ...inShop({ warn: 'baseline', audit: 'baseline' }), listPasses: true };
    const findings = findingsOf(pod(), settings);
    expect(findings).toHaveLength(baseline);
    expect(new Set(findings.map(({ mode, result }) => `${mode} ${result}`))).toEqual(new Set(['warn pass']));
  });
});

it('a check that is kept at two standards has a fingerprint for each, whatever else is asked', () => {
  const listed = (labels: ShortLabels) =>
    judge(pod(), { ...inShop(labels), alsoAt: 'restricted', listPasses: true }).findings;
  const two = listed({ enforce: 'baseline', warn: 'privileged' });
  const one = listed({ enforce: 'privileged' });
  expect(new Set(two.map(({ fingerprint }) => fingerprint)).size).toBe(two.length);
  expect(two.filter(({ level }) => level === 'restricted')).toEqual(one);
  expect(two.length).toBeGreaterThan(one.length);
});

describe('a level that our user asks for', () => {
  it.each<[name: string, labels: ShortLabels, alsoAt: string, text: string, findings: string[]]>([
    [
      'counts where the namespace asks for nothing',
      { enforce: 'privileged' },
      'baseline',
      HOST_PORT,
      ['enforce fail: baseline:latest hostPorts'],
    ],
    [
      'comes besides what the namespace enforces',
      { enforce: 'baseline' },
      'restricted:v1.25',
      ESCALATING.replace('capabilities', 'privileged: true, capabilities'),
      ['enforce fail: baseline:latest privileged', 'enforce fail: restricted:v1.25 allowPrivilegeEscalation'],
    ],
    [
      'takes nothing away',
      { enforce: 'restricted' },
      'privileged',
      ESCALATING,
      ['enforce fail: restricted:latest allowPrivilegeEscalation'],
    ],
    [
      'comes before a warning of the same',
      { warn: 'baseline' },
      'baseline',
      HOST_PORT,
      ['enforce fail: baseline:latest hostPorts'],
    ],
  ])('%s', (_, labels, alsoAt, text, findings) => {
    expect(summarize(text, { ...inShop(labels), alsoAt })).toEqual(findings);
  });

  it('says so', () => {
    const [finding] = findingsOf(HOST_PORT, { ...inShop({}), alsoAt: 'baseline:v1.30' });
    expect(finding?.effect).toBe('it is judged at baseline:v1.30 as well (--level)');
  });

  it('says what the namespace does where that enforces the same', () => {
    const [finding, ...others] = findingsOf(HOST_PORT, { ...inShop({ enforce: 'baseline' }), alsoAt: 'baseline' });
    expect(others).toEqual([]);
    expect(finding?.effect).toContain('namespace shop enforces baseline:latest');
  });
});

describe('pods that controllers make', () => {
  const settings = (judgesControllersAsPods: boolean): Settings => ({
    ...inShop({ enforce: 'baseline', warn: 'restricted' }),
    judgesControllersAsPods,
  });

  it.each<[name: string, text: string, isJudged: boolean, findings: string[]]>([
    ['are judged as they will be', templated(HOST_PORT), true, ['enforce fail: baseline:latest hostPorts']],
    ['are warned of alone on demand', templated(HOST_PORT), false, ['warn warn: restricted:latest hostPorts']],
    ['are not meant where the object is a Pod', HOST_PORT, false, ['enforce fail: baseline:latest hostPorts']],
  ])('%s', (_, text, isJudged, findings) => {
    expect(summarize(text, settings(isJudged))).toEqual(findings);
  });

  it('are judged at the level that our user asks for in both cases', () => {
    expect(summarize(templated(HOST_PORT), { ...settings(false), alsoAt: 'baseline' })).toEqual([
      'enforce fail: baseline:latest hostPorts',
    ]);
  });
});

describe('an exempt namespace', () => {
  const exempt: Settings = { ...inShop({ enforce: 'restricted' }), cluster: { exemptNamespaces: ['shop'] } };

  it('is one finding that says where that is written', () => {
    expect(findingsOf(`${HOST_PORT}---\n${ESCALATING}`, exempt)).toEqual([
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        target: 'directory:apps',
        policy: 'PodSecurity',
        rule: 'exempt-namespace',
        result: 'skip',
        resource: { apiVersion: 'v1', kind: 'Namespace', namespace: '', name: 'shop' },
        fields: [],
        message: 'namespace shop is exempt from Pod Security (admission.yaml:9): its 2 workloads are let through',
      },
    ]);
  });

  it('says so of one workload, and counts none of its checks', () => {
    const { findings, passes } = judge(HOST_PORT, exempt);
    expect(findings.map(({ message }) => message)).toEqual([
      'namespace shop is exempt from Pod Security (admission.yaml:9): its workload is let through',
    ]);
    expect(passes).toBe(0);
  });

  it('says so of workloads that break nothing, too', () => {
    expect(findingsOf(pod(), exempt).map(({ rule }) => rule)).toEqual(['exempt-namespace']);
  });

  it('is none for what goes elsewhere', () => {
    const web = HOST_PORT.replace('namespace: shop', 'namespace: web');
    const settings = { ...exempt, declarations: [declareNamespace('web', { enforce: 'baseline' })] };
    expect(summarize(web, settings)).toEqual(['enforce fail: baseline:latest hostPorts']);
  });

  it('does not keep our user from asking', () => {
    const findings = findingsOf(HOST_PORT, { ...exempt, alsoAt: 'baseline' });
    expect(findings.map(({ rule, effect }) => [rule, effect])).toEqual([
      ['hostPorts', 'it is judged at baseline:latest as well (--level)'],
      ['exempt-namespace', undefined],
    ]);
  });

  it('does not let a pod pass that does not decode', () => {
    const broken = '{apiVersion: v1, kind: Pod, metadata: {namespace: shop}, spec: {containers: x}}';
    expect(findingsOf(broken, exempt).map(({ rule, result }) => [rule, result])).toEqual([['decode', 'error']]);
  });
});

describe('an exempt runtime class', () => {
  const exempt: Settings = { ...inShop({ enforce: 'restricted' }), cluster: { exemptRuntimeClasses: ['gvisor'] } };
  const withClass = (name: string) => pod(`{name: app, ports: [{hostPort: 80}]}`, `runtimeClassName: ${name}`);

  it('is a finding of each workload, at the field that names it', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: a, namespace: shop}
spec:
  containers: [{name: app, ports: [{hostPort: 80}]}]
  runtimeClassName: gvisor
`;
    expect(findingsOf(text, exempt)).toEqual([
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        target: 'directory:apps',
        policy: 'PodSecurity',
        rule: 'exempt-runtime-class',
        result: 'skip',
        resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'a' },
        fields: [],
        message: 'its runtime class is exempt from Pod Security (admission.yaml:9): it is let through',
        location: { file: 'apps/a.yaml', line: 6 },
      },
    ]);
  });

  it.each([
    ['another class', withClass('runc')],
    ['an empty one', withClass('""')],
    ['letters of another case', withClass('GVisor')],
    ['none', withClass('null')],
  ])('is not %s', (_, text) => {
    const rules = findingsOf(text, exempt).map(({ rule }) => rule);
    expect(rules).toContain('hostPorts');
    expect(rules).not.toContain('exempt-runtime-class');
  });

  it('lets a controller through as well, in every mode', () => {
    const { findings, passes } = judge(templated(withClass('gvisor')), exempt);
    expect(findings.map(({ rule, resource }) => [rule, resource?.kind])).toEqual([
      ['exempt-runtime-class', 'Deployment'],
    ]);
    expect(passes).toBe(0);
  });

  it('comes behind the exemption of the namespace', () => {
    const both = { ...exempt, cluster: { exemptNamespaces: ['shop'], exemptRuntimeClasses: ['gvisor'] } };
    expect(findingsOf(withClass('gvisor'), both).map(({ rule }) => rule)).toEqual(['exempt-namespace']);
  });

  it('does not keep our user from asking', () => {
    const rules = findingsOf(withClass('gvisor'), { ...exempt, alsoAt: 'baseline' }).map(({ rule }) => rule);
    expect(rules).toEqual(['exempt-runtime-class', 'hostPorts']);
  });
});

describe('where an Application sends a target', () => {
  const homeless = HOST_PORT.replace(', namespace: shop', '');
  const placed = (cluster: string, namespace: string): Settings => ({
    target: { ...TARGET, placement: { cluster, namespace } },
    declarations: [
      declareNamespace('web', { enforce: 'baseline' }, { cluster: 'prod' }),
      declareNamespace('web', { enforce: 'privileged' }, { cluster: 'dev' }),
      declareNamespace('shop', { enforce: 'privileged' }, { cluster: 'prod' }),
      declareNamespace('default', { enforce: 'privileged' }),
    ],
  });

  it.each<[name: string, text: string, settings: Settings, namespace: string, findings: string[]]>([
    [
      'is the namespace of what names none',
      homeless,
      placed('prod', 'web'),
      'web',
      ['enforce fail: baseline:latest hostPorts'],
    ],
    ['is a cluster', homeless, placed('dev', 'web'), 'web', []],
    ['does not matter to what names its own', HOST_PORT, placed('prod', 'web'), 'shop', []],
    ['is default when it names none either', homeless, placed('prod', ''), 'default', []],
  ])('%s', (_, text, settings, namespace, findings) => {
    expect(summarize(text, settings)).toEqual(findings);
    const listed = findingsOf(text, { ...settings, alsoAt: 'baseline' });
    expect(listed.map(({ resource }) => resource?.namespace)).toEqual([namespace]);
  });

  it('names the namespace of what is not judged, too', () => {
    const unknown = '{apiVersion: example.com/v1, kind: App, spec: {containers: [{image: x}]}}';
    expect(findingsOf(unknown, placed('prod', 'web'))[0]?.resource?.namespace).toBe('web');
  });

  it('is asked about there only', () => {
    const judgement = judge(homeless, { ...placed('prod', 'other'), declarations: [] });
    expect(judgement.namespaces.all().map(({ cluster, name }) => [cluster, name])).toEqual([['prod', 'other']]);
    expect(namesOf(judgement)).toEqual(['other']);
  });
});

describe('the book of readiness', () => {
  const readinessOf = (text: string, settings: Settings = {}) => {
    const { readiness, namespaces } = judge(text, settings);
    return readiness.of(namespaces.of('', 'shop'));
  };

  it.each<[name: string, text: string, settings: Settings, strictest: string, workloads: number, blockers: number]>([
    ['all meet restricted', pod(), {}, 'restricted', 1, 0],
    ['one is short of restricted', `${pod()}---\n${ESCALATING}`, {}, 'baseline', 2, 1],
    ['one is short of baseline', `${HOST_PORT}---\n${ESCALATING}`, {}, 'privileged', 2, 1],
    ['whatever the namespace asks for', HOST_PORT, inShop({ enforce: 'privileged' }), 'privileged', 1, 1],
    ['by the version that is enforced', ESCALATING, inShop({ 'enforce-version': 'v1.7' }), 'restricted', 1, 0],
    [
      'of what does not decode',
      '{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: x}',
      {},
      'privileged',
      1,
      1,
    ],
    ['not by what goes elsewhere', HOST_PORT.replace('namespace: shop', 'namespace: web'), {}, 'restricted', 0, 0],
    ['of an exempt namespace all the same', HOST_PORT, { cluster: { exemptNamespaces: ['shop'] } }, 'privileged', 1, 1],
    [
      'not by what an exempt runtime class lets through',
      pod('{name: app, ports: [{hostPort: 80}]}', 'runtimeClassName: gvisor'),
      { cluster: { exemptRuntimeClasses: ['gvisor'] } },
      'restricted',
      1,
      0,
    ],
  ])('tells how far workloads are: %s', (_, text, settings, strictest, workloads, blockers) => {
    const readiness = readinessOf(text, settings);
    expect([readiness.strictest, readiness.workloads, readiness.next?.blockers.length ?? 0]).toEqual([
      strictest,
      workloads,
      blockers,
    ]);
  });

  it('names who is short of what, in the words of the API server', () => {
    const text = templated(pod(`{name: app, securityContext: {${SECURE}}, ports: [{hostPort: 80}]}`, 'hostPID: true'));
    expect(readinessOf(text).next).toEqual({
      level: 'baseline',
      blockers: [
        {
          workload: 'Deployment/a',
          target: 'directory:apps',
          controls: ['Host Namespaces', 'Host Ports'],
          reason: 'host namespaces, hostPort',
          detail: 'host namespaces (hostPID=true), hostPort (container "app" uses hostPort 80)',
        },
      ],
    });
  });

  it('names what does not decode, at every level', () => {
    const text = '{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: x}';
    const reason = 'the API server would not accept it';
    const blocker = { workload: 'Pod/a', target: 'directory:apps', controls: [reason], reason, detail: reason };
    expect(readinessOf(text).next).toEqual({ level: 'baseline', blockers: [blocker] });
  });

  it('adds up what several targets send to a namespace', () => {
    const readiness = new ReadinessBook();
    const namespaces = createTestNamespaces([]);
    for (const id of ['directory:a', 'directory:b']) {
      judge(ESCALATING, { readiness, namespaces, target: { ...TARGET, id } });
    }
    const state = namespaces.of('', 'shop');
    expect(readiness.of(state).workloads).toBe(2);
    expect(readiness.blockersAt(state, standard('restricted')).map(({ target }) => target)).toEqual([
      'directory:a',
      'directory:b',
    ]);
  });
});
