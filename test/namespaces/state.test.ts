import { describe, expect, it } from 'vitest';
import { formatLocation } from '../../src/model/location.ts';
import type { NamespaceDeclaration } from '../../src/model/namespace.ts';
import { type ClusterAdmission, createNamespaces, isAssumed } from '../../src/namespaces/state.ts';
import {
  configured,
  declaration,
  inForce,
  type Labels,
  settingsFor,
  stateOf,
  UNCONFIGURED,
  withPrefix,
} from './fixtures.ts';

const manifest = (labels?: Labels, facts?: Parameters<typeof declaration>[2]) => declaration('manifest', labels, facts);
const managed = (labels?: Labels, facts?: Parameters<typeof declaration>[2]) => declaration('managed', labels, facts);
const live = (labels?: Labels, facts?: Parameters<typeof declaration>[2]) => declaration('live', labels, facts);
const created = () => declaration('created');

const RESTRICTED = { enforce: 'restricted' };
const BASELINE = { enforce: 'baseline' };
const PRIVILEGED = { enforce: 'privileged' };

describe('sources', () => {
  it.each<[name: string, said: NamespaceDeclaration[], admission: ClusterAdmission, enforce: string, origin: string]>([
    [
      'a manifest before all others',
      [created(), live(RESTRICTED), managed(RESTRICTED), manifest(BASELINE)],
      configured(RESTRICTED),
      'baseline:latest',
      'manifest.yaml:6',
    ],
    [
      'a manifest also when it says nothing',
      [live(RESTRICTED), manifest()],
      UNCONFIGURED,
      'privileged:latest',
      'Kubernetes',
    ],
    [
      'managed labels over live ones',
      [live(RESTRICTED), managed(BASELINE)],
      UNCONFIGURED,
      'baseline:latest',
      'managed.yaml:6',
    ],
    [
      'live labels below managed ones',
      [live(BASELINE), managed({ team: 'x' })],
      UNCONFIGURED,
      'baseline:latest',
      'live.yaml:6',
    ],
    ['live labels before what is created', [created(), live(BASELINE)], UNCONFIGURED, 'baseline:latest', 'live.yaml:6'],
    ['what is created gets the defaults', [created()], configured(BASELINE), 'baseline:latest', 'default of enforce'],
    ['defaults of the cluster when nobody speaks', [], configured(BASELINE), 'baseline:latest', 'default of enforce'],
    ['the level for the unknown when nobody does at all', [], UNCONFIGURED, 'restricted:latest', 'nobody knows'],
  ])('%s', (_, said, admission, enforce, origin) => {
    for (const declarations of [said, said.toReversed()]) {
      const { policy, origins } = stateOf(declarations, admission);
      expect(`${policy.enforce.level}:${policy.enforce.version.text}`).toBe(enforce);
      expect(origins.enforce).toBe(origin);
    }
  });

  it('are merged label by label when managed labels meet live ones', () => {
    const state = stateOf([
      live({ enforce: 'restricted', audit: 'restricted', 'enforce-version': 'v1.30', team: 'a' }),
      managed({ enforce: 'baseline', team: 'b' }),
    ]);
    expect(state.labels).toEqual(
      withPrefix({ enforce: 'baseline', audit: 'restricted', 'enforce-version': 'v1.30', team: 'b' }),
    );
    expect(inForce(state)).toBe('baseline:v1.30 restricted:latest baseline:v1.30');
    expect(state.origins).toEqual({ enforce: 'managed.yaml:6', audit: 'live.yaml:7', warn: 'managed.yaml:6' });
    expect(
      ['enforce', 'audit', 'warn', 'team'].map(
        (key) => state.ownerOf(Object.keys(withPrefix({ [key]: '' }))[0])?.source,
      ),
    ).toEqual(['managed', 'live', 'managed', 'managed']);
    expect(state.ownerOf()?.source).toBe('managed');
  });

  it('that do not prevail are remembered', () => {
    const state = stateOf([live(RESTRICTED), manifest(BASELINE), created()]);
    expect(state.declarations.map(({ source }) => source)).toEqual(['live', 'manifest', 'created']);
    expect(state.labels).toEqual(withPrefix(BASELINE));
    expect(state.contestants).toEqual([]);
  });

  it('that nobody has leave nobody to ask', () => {
    const state = stateOf([]);
    expect([state.labels, state.ownerOf(), state.declarations, state.errors]).toEqual([{}, undefined, [], []]);
    expect(inForce(state)).toBe('restricted:latest privileged:latest privileged:latest');
    expect(state.origins).toEqual({ enforce: 'nobody knows', audit: 'Kubernetes', warn: 'Kubernetes' });
  });

  it('that a configured cluster has not make its defaults hold in every mode', () => {
    const state = stateOf([], configured({ audit: 'baseline', 'warn-version': 'v1.30' }));
    expect(inForce(state)).toBe('privileged:latest baseline:latest privileged:v1.30');
    expect(state.origins).toEqual({
      enforce: 'default of enforce',
      audit: 'default of audit',
      warn: 'default of warn',
    });
  });
});

describe('sources of equal rank', () => {
  const a = { file: 'a.yaml' };
  const b = { file: 'b.yaml' };

  it.each<[name: string, said: NamespaceDeclaration[], inForce: string, contestants: string[]]>([
    [
      'the stricter manifest prevails',
      [manifest(BASELINE, a), manifest(RESTRICTED, b)],
      'restricted:latest privileged:latest restricted:latest',
      ['a', 'b'],
    ],
    [
      'a manifest without labels does not',
      [manifest({}, a), manifest(BASELINE, b)],
      'baseline:latest privileged:latest baseline:latest',
      ['a', 'b'],
    ],
    [
      'of equal levels the newer version does',
      [manifest({ enforce: 'baseline', 'enforce-version': 'v1.30' }, a), manifest(BASELINE, b)],
      'baseline:latest privileged:latest baseline:latest',
      ['a', 'b'],
    ],
    [
      'versions are compared as numbers',
      [
        manifest({ enforce: 'baseline', 'enforce-version': 'v1.9' }, a),
        manifest({ enforce: 'baseline', 'enforce-version': 'v1.30' }, b),
      ],
      'baseline:v1.30 privileged:latest baseline:v1.30',
      ['a', 'b'],
    ],
    [
      'warn decides where enforce is the same',
      [manifest({ warn: 'baseline' }, a), manifest({ warn: 'restricted' }, b)],
      'privileged:latest privileged:latest restricted:latest',
      ['a', 'b'],
    ],
    [
      'warn decides before audit',
      [manifest({ warn: 'restricted' }, a), manifest({ audit: 'restricted' }, b)],
      'privileged:latest privileged:latest restricted:latest',
      ['a', 'b'],
    ],
    [
      'audit decides at last',
      [manifest({ audit: 'restricted' }, a), manifest({ audit: 'baseline' }, b)],
      'privileged:latest restricted:latest privileged:latest',
      ['a', 'b'],
    ],
    [
      'enforce decides before warn and audit',
      [
        manifest({ warn: 'restricted', audit: 'restricted' }, a),
        manifest({ enforce: 'baseline', warn: 'privileged' }, b),
      ],
      'baseline:latest privileged:latest privileged:latest',
      ['a', 'b'],
    ],
    [
      'managed labels are contested as well',
      [managed(RESTRICTED, a), managed(BASELINE, b), live(PRIVILEGED)],
      'restricted:latest privileged:latest restricted:latest',
      ['a', 'b'],
    ],
    [
      'an invalid level counts as what it enforces',
      [manifest({ enforce: 'strict' }, a), manifest(BASELINE, b)],
      'restricted:latest privileged:latest privileged:latest',
      ['a', 'b'],
    ],
    [
      'that agree are not contested',
      [manifest(BASELINE, a), manifest(BASELINE, b)],
      'baseline:latest privileged:latest baseline:latest',
      [],
    ],
    [
      'other labels are nobody’s business',
      [manifest({ enforce: 'baseline', team: 'a' }, a), manifest({ enforce: 'baseline', team: 'b' }, b)],
      'baseline:latest privileged:latest baseline:latest',
      [],
    ],
    [
      'sources of lower rank do not contest',
      [manifest(BASELINE, a), managed(RESTRICTED, b)],
      'baseline:latest privileged:latest baseline:latest',
      [],
    ],
  ])('%s', (_, said, expected, contestants) => {
    for (const declarations of [said, said.toReversed()]) {
      const state = stateOf(declarations);
      expect(inForce(state)).toBe(expected);
      expect(state.contestants.map(({ owner }) => owner.target).sort()).toEqual(contestants);
    }
  });

  it('the one that prevails is the owner', () => {
    const state = stateOf([manifest(BASELINE, a), manifest(RESTRICTED, b)]);
    expect(state.ownerOf()?.target).toBe('b');
    expect(state.origins.enforce).toBe('b.yaml:6');
  });

  it('the first of those that come to the same is the owner', () => {
    const said = [manifest(BASELINE, a), manifest({ ...BASELINE, warn: 'baseline' }, b)];
    expect([said, said.toReversed()].map((each) => stateOf(each).ownerOf()?.target)).toEqual(['a', 'b']);
  });
});

describe('clusters', () => {
  const prod = { cluster: 'prod' };
  const dev = { cluster: 'dev' };
  type Row = [
    name: string,
    said: NamespaceDeclaration[],
    asked: [cluster: string, name: string],
    cluster: string,
    enforce: string,
  ];

  it.each<Row>([
    ['a source without a cluster counts in every one', [manifest(BASELINE)], ['prod', 'pay'], 'prod', 'baseline'],
    ['a source of another cluster does not', [manifest(BASELINE, dev)], ['prod', 'pay'], 'prod', 'restricted'],
    ['a source of another namespace does not', [manifest(BASELINE)], ['prod', 'web'], 'prod', 'restricted'],
    ['ranks go before clusters', [live(RESTRICTED, prod), manifest(BASELINE)], ['prod', 'pay'], 'prod', 'baseline'],
    [
      'both count at the same rank',
      [manifest(RESTRICTED), manifest(BASELINE, prod)],
      ['prod', 'pay'],
      'prod',
      'restricted',
    ],
    [
      'each has its own labels',
      [manifest(BASELINE, prod), manifest(PRIVILEGED, dev)],
      ['dev', 'pay'],
      'dev',
      'privileged',
    ],
    ['without one: nobody knows', [], ['', 'pay'], '', 'restricted'],
    ['without one: a source that names none', [manifest(BASELINE)], ['', 'pay'], '', 'baseline'],
    ['without one: the only cluster', [manifest(BASELINE, prod)], ['', 'pay'], 'prod', 'baseline'],
    [
      'without one: the strictest',
      [manifest(PRIVILEGED, dev), manifest(BASELINE, prod)],
      ['', 'pay'],
      'prod',
      'baseline',
    ],
    [
      'without one: the first of equals',
      [manifest(BASELINE, prod), manifest(BASELINE, dev)],
      ['', 'pay'],
      'dev',
      'baseline',
    ],
    ['without one: not the other namespace', [manifest(BASELINE, prod)], ['', 'web'], '', 'restricted'],
  ])('%s', (_, said, [cluster, name], expectedCluster, enforce) => {
    const state = createNamespaces(said, settingsFor()).of(cluster, name);
    expect([state.cluster, state.name, state.policy.enforce.level]).toEqual([expectedCluster, name, enforce]);
  });

  it('have defaults and exemptions of their own', () => {
    const admissionOf = (cluster: string) => (cluster === 'prod' ? configured(BASELINE, ['pay']) : UNCONFIGURED);
    const namespaces = createNamespaces([manifest()], { ...settingsFor(), admissionOf });
    const facts = ['prod', 'dev', ''].map((cluster) => {
      const { policy, isExempt, origins } = namespaces.of(cluster, 'pay');
      return [policy.enforce.level, origins.enforce, isExempt];
    });
    expect(facts).toEqual([
      ['baseline', 'default of enforce', true],
      ['privileged', 'Kubernetes', false],
      ['privileged', 'Kubernetes', false],
    ]);
  });

  it('answer with the same object every time, so that workloads can be counted by it', () => {
    const namespaces = createNamespaces([manifest(BASELINE, prod)], settingsFor());
    const state = namespaces.of('prod', 'pay');
    expect(namespaces.of('prod', 'pay')).toBe(state);
    expect(namespaces.of('', 'pay')).toBe(state);
    expect(namespaces.all()[0]).toBe(state);
    expect(namespaces.of('dev', 'pay')).not.toBe(state);
  });
});

describe('origins', () => {
  it.each<[name: string, labels: Labels, origins: [enforce: string, audit: string, warn: string]]>([
    ['of no label', {}, ['Kubernetes', 'Kubernetes', 'Kubernetes']],
    [
      'of three labels',
      { audit: 'baseline', warn: 'baseline', enforce: 'baseline' },
      ['manifest.yaml:8', 'manifest.yaml:6', 'manifest.yaml:7'],
    ],
    [
      'of a warning that follows enforce',
      { team: 'x', enforce: 'baseline' },
      ['manifest.yaml:7', 'Kubernetes', 'manifest.yaml:7'],
    ],
    [
      'of such a warning with a version',
      { 'warn-version': 'v1.30', enforce: 'baseline' },
      ['manifest.yaml:7', 'Kubernetes', 'manifest.yaml:7'],
    ],
    [
      'of a warning of its own',
      { enforce: 'restricted', warn: 'baseline' },
      ['manifest.yaml:6', 'Kubernetes', 'manifest.yaml:7'],
    ],
    ['of an invalid level', { enforce: 'strict', audit: '' }, ['manifest.yaml:6', 'manifest.yaml:7', 'Kubernetes']],
    ['of a version alone', { 'enforce-version': 'v1.30' }, ['Kubernetes', 'Kubernetes', 'Kubernetes']],
    ['of enforce that asks nothing', { enforce: 'privileged' }, ['manifest.yaml:6', 'Kubernetes', 'Kubernetes']],
  ])('%s', (_, labels, [enforce, audit, warn]) => {
    expect(stateOf(labels).origins).toEqual({ enforce, audit, warn });
  });

  it('of a warning by default that is as strict as enforce', () => {
    const state = stateOf(BASELINE, configured({ warn: 'baseline', 'warn-version': 'v1.20' }));
    expect(inForce(state)).toBe('baseline:latest privileged:latest baseline:v1.20');
    expect(state.origins.warn).toBe('default of warn');
  });

  it('of a rendered file have no line', () => {
    expect(stateOf([manifest(BASELINE, { locate: () => ({ file: 'chart/ns.yaml' }) })]).origins.enforce).toBe(
      'chart/ns.yaml',
    );
  });
});

describe('exemptions', () => {
  const EXEMPT = configured({}, ['pay', 'kube-system']);

  it.each<[name: string, said: NamespaceDeclaration[] | Labels, admission: ClusterAdmission, isExempt: boolean]>([
    ['a namespace that the cluster names', RESTRICTED, EXEMPT, true],
    ['also one that nobody declares', [], EXEMPT, true],
    ['no other one', [manifest(BASELINE, { name: 'web' })], EXEMPT, false],
    ['none where nothing is configured', [manifest(BASELINE, { name: 'kube-system' })], UNCONFIGURED, false],
    ['no name that only begins so', [manifest(BASELINE, { name: 'pay-2' })], EXEMPT, false],
  ])('%s', (_, said, admission, isExempt) => {
    expect(stateOf(said, admission).isExempt).toBe(isExempt);
  });

  it('leave the policy as the labels say', () => {
    expect(inForce(stateOf(BASELINE, EXEMPT))).toBe('baseline:latest privileged:latest baseline:latest');
  });
});

describe('invalid labels', () => {
  it('are errors in upstream’s order, and fail closed where they are enforced', () => {
    const state = stateOf({ 'warn-version': '1.30', audit: 'all', 'enforce-version': 'v1.30', enforce: 'Baseline' });
    expect(state.errors.map(({ key, value }) => `${key.slice(key.indexOf('/') + 1)}=${value}`)).toEqual([
      'enforce=Baseline',
      'audit=all',
      'warn-version=1.30',
    ]);
    expect(inForce(state)).toBe('restricted:v1.30 privileged:latest privileged:latest');
  });

  it('of sources that do not prevail are none', () => {
    expect(stateOf([live({ enforce: 'strict' }), manifest(BASELINE)]).errors).toEqual([]);
  });
});

describe('all', () => {
  const list = (said: NamespaceDeclaration[], asked: [cluster: string, name: string][] = []) => {
    const namespaces = createNamespaces(said, settingsFor());
    for (const [cluster, name] of asked) namespaces.of(cluster, name);
    return namespaces.all().map(({ cluster, name }) => `${cluster}/${name}`);
  };
  const at = (cluster: string, name: string) => manifest({}, { cluster, name });

  it.each<[name: string, said: NamespaceDeclaration[], asked: [string, string][], listed: string[]]>([
    ['nothing', [], [], []],
    [
      'in the order of clusters, then names',
      [at('b', 'y'), at('b', 'x'), at('a', 'z'), at('', 'w')],
      [],
      ['/w', 'a/z', 'b/x', 'b/y'],
    ],
    [
      'in the order of characters',
      [at('', 'b'), at('', 'B'), at('', 'a-1'), at('', 'a')],
      [],
      ['/B', '/a', '/a-1', '/b'],
    ],
    ['one for several sources', [at('', 'x'), live({}, { name: 'x' }), at('', 'x')], [], ['/x']],
    ['no cluster besides the named ones', [at('', 'x'), at('a', 'x')], [], ['a/x']],
    [
      'what workloads go to',
      [],
      [
        ['', 'x'],
        ['a', 'y'],
      ],
      ['/x', 'a/y'],
    ],
    ['a declared one in the cluster of its workloads', [at('', 'x')], [['a', 'x']], ['a/x']],
    ['a declared one once, also when workloads name no cluster', [at('a', 'x')], [['', 'x']], ['a/x']],
    ['another cluster where it is not declared', [at('a', 'x')], [['b', 'x']], ['a/x', 'b/x']],
  ])('lists %s', (_, said, asked, listed) => {
    expect(list(said, asked)).toEqual(listed);
  });

  it('lists the same again', () => {
    const namespaces = createNamespaces([at('', 'x'), at('a', 'y')], settingsFor());
    expect(namespaces.all()).toEqual(namespaces.all());
    expect(namespaces.all()).toHaveLength(2);
  });
});

describe('formatLocation', () => {
  it.each([
    [{ file: 'a.yaml', line: 3 }, 'a.yaml:3'],
    [{ file: 'a.yaml' }, 'a.yaml'],
  ])('%o is %s', (location, text) => {
    expect(formatLocation(location)).toBe(text);
  });
});

describe('a namespace that an Application creates without labels', () => {
  it('may be there already, with labels that nobody knows', () => {
    const state = stateOf([created()]);
    expect(inForce(state)).toBe('restricted:latest privileged:latest privileged:latest');
    expect([state.origins.enforce, isAssumed(state)]).toEqual(['nobody knows', true]);
  });

  it('has the defaults of a cluster that is known', () => {
    const state = stateOf([created()], configured({ enforce: 'baseline' }));
    expect([state.policy.enforce.level, isAssumed(state)]).toEqual(['baseline', false]);
  });
});

describe('labels that several Applications manage', () => {
  it('are all set where no two of them name the same', () => {
    const state = stateOf([
      managed({ enforce: 'restricted' }, { file: 'a.yaml' }),
      managed({ warn: 'baseline' }, { file: 'b.yaml' }),
    ]);
    expect(inForce(state)).toBe('restricted:latest privileged:latest baseline:latest');
    expect([state.origins.enforce, state.origins.warn, state.contestants.length]).toEqual(['a.yaml:6', 'b.yaml:6', 0]);
  });

  it('are contested where they do', () => {
    const state = stateOf([
      managed({ enforce: 'restricted' }, { file: 'a.yaml' }),
      managed({ enforce: 'baseline' }, { file: 'b.yaml' }),
    ]);
    expect([state.policy.enforce.level, state.contestants.map(({ owner }) => owner.target)]).toEqual([
      'restricted',
      ['a', 'b'],
    ]);
  });
});

describe('all namespaces', () => {
  it('hold every one that was asked for, with and without a cluster', () => {
    const namespaces = createNamespaces([], settingsFor());
    namespaces.of('', 'pay');
    namespaces.of('prod', 'pay');
    expect(namespaces.all().map(({ cluster, name }) => `${cluster}/${name}`)).toEqual(['/pay', 'prod/pay']);
    expect(namespaces.named('pay').map(({ cluster }) => cluster)).toEqual(['', 'prod']);
  });
});
