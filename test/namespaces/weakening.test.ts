import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import type { NamespaceDeclaration } from '../../src/model/namespace.ts';
import type { LabelProblem } from '../../src/namespaces/problem.ts';
import { type ClusterAdmission, createNamespaces } from '../../src/namespaces/state.ts';
import { findWeakening } from '../../src/namespaces/weakening.ts';
import { configured, declaration, type Labels, settingsFor, UNCONFIGURED } from './fixtures.ts';

type Said = Labels | NamespaceDeclaration[];

const compare = (before: Said, after: Said, admission: ClusterAdmission = UNCONFIGURED, isUsed = true) => {
  const [base, head] = [before, after].map((said) => {
    const declarations = Array.isArray(said) ? said : [declaration('manifest', said)];
    return createNamespaces(declarations, settingsFor(admission));
  });
  if (base === undefined || head === undefined) throw new Error('expected both');
  return findWeakening(head, { revision: '0123456789', namespaces: base.all() }, () => isUsed);
};

/** A problem in a few words: kind, label, and how it counts if that is not for the configuration to say. */
const brief = ({ rule, label = '', mode }: LabelProblem) =>
  [rule, label.replace(LABEL_PREFIX, ''), ...(mode === undefined ? [] : [mode])].join(' ');

const RESTRICTED = { enforce: 'restricted' };
const BASELINE = { enforce: 'baseline' };
const PRIVILEGED = { enforce: 'privileged' };

describe('labels', () => {
  it.each<[name: string, before: Labels, after: Labels, problems: string[]]>([
    ['as they were', { ...BASELINE, warn: 'restricted' }, { ...BASELINE, warn: 'restricted' }, []],
    ['none as before', {}, {}, []],
    ['raised', BASELINE, RESTRICTED, []],
    ['added', {}, BASELINE, []],
    ['added besides', BASELINE, { ...BASELINE, audit: 'restricted', warn: 'restricted' }, []],
    ['of another kind removed', { ...BASELINE, team: 'x' }, BASELINE, []],
    ['lowered', RESTRICTED, BASELINE, ['weakened enforce']],
    ['removed', BASELINE, {}, ['weakened enforce']],
    ['removed that asked for nothing', PRIVILEGED, {}, []],
    ['corrected', { enforce: 'Baseline' }, BASELINE, []],
    ['set to privileged', RESTRICTED, PRIVILEGED, ['deactivated enforce']],
    ['set to privileged that were invalid', { enforce: 'strict' }, PRIVILEGED, ['deactivated enforce']],
    ['that say privileged as before', PRIVILEGED, PRIVILEGED, []],
    ['that say privileged, and now are invalid', PRIVILEGED, { enforce: 'strict' }, []],
    ['set to privileged where none was', {}, PRIVILEGED, ['deactivated enforce']],
    ['of audit lowered', { audit: 'restricted' }, { audit: 'baseline' }, ['weakened audit warn']],
    ['of audit removed', { ...BASELINE, audit: 'restricted' }, BASELINE, ['weakened audit warn']],
    ['of audit made invalid', { audit: 'restricted' }, { audit: 'strict' }, ['weakened audit warn']],
    ['of warn lowered', { ...BASELINE, warn: 'restricted' }, { ...BASELINE, warn: 'baseline' }, ['weakened warn warn']],
    ['of warn set to privileged', { warn: 'baseline' }, { warn: 'privileged' }, ['weakened warn warn']],
    [
      'of warn set below what followed enforce',
      RESTRICTED,
      { ...RESTRICTED, warn: 'baseline' },
      ['weakened warn warn'],
    ],
    [
      'of warn removed, which then follows enforce',
      { ...RESTRICTED, warn: 'restricted' },
      RESTRICTED,
      ['weakened warn warn'],
    ],
    [
      'of enforce and warn lowered',
      { ...RESTRICTED, warn: 'restricted' },
      { ...BASELINE, warn: 'baseline' },
      ['weakened enforce', 'weakened warn warn'],
    ],
    [
      'of enforce lowered, and warn kept',
      { ...RESTRICTED, warn: 'restricted' },
      { ...BASELINE, warn: 'restricted' },
      ['weakened enforce'],
    ],
    [
      'deactivated, and warn lowered',
      { ...RESTRICTED, warn: 'restricted' },
      { ...PRIVILEGED, warn: 'baseline' },
      ['deactivated enforce', 'weakened warn warn'],
    ],
    [
      'of enforce raised, and audit lowered',
      { ...BASELINE, audit: 'restricted' },
      { ...RESTRICTED, audit: 'baseline' },
      ['weakened audit warn'],
    ],
  ])('%s', (_, before, after, problems) => {
    expect(compare(before, after).map(brief)).toEqual(problems);
  });

  it.each<[name: string, before: Labels, after: Labels, problems: string[]]>([
    ['removed where the default is as strict', BASELINE, {}, ['weakened enforce warn']],
    ['removed where the default is stricter', PRIVILEGED, {}, []],
    ['removed where the default is weaker', RESTRICTED, {}, ['weakened enforce']],
    ['set to privileged over the default', {}, PRIVILEGED, ['deactivated enforce']],
    ['set as the default is', {}, BASELINE, []],
    ['stricter than the default', {}, RESTRICTED, []],
  ])('%s', (_, before, after, problems) => {
    expect(compare(before, after, configured(BASELINE)).map(brief)).toEqual(problems);
  });

  it('lowered below a default of the cluster', () => {
    const defaults = configured({ audit: 'restricted' });
    expect(compare({}, { audit: 'baseline' }, defaults).map(brief)).toEqual(['weakened audit warn']);
  });
});

describe('versions', () => {
  const at = (version: string, labels: Labels = BASELINE) => ({ ...labels, 'enforce-version': version });

  it.each<[name: string, before: Labels, after: Labels, problems: string[]]>([
    ['lowered', at('v1.30'), at('v1.29'), ['weakened enforce-version']],
    ['lowered, as numbers', at('v1.10'), at('v1.9'), ['weakened enforce-version']],
    ['raised, as numbers', at('v1.9'), at('v1.10'), []],
    ['kept', at('v1.30'), at('v1.30'), []],
    ['set to latest', at('v1.30'), at('latest'), []],
    ['no longer pinned', at('v1.30'), BASELINE, []],
    ['pinned for the first time', BASELINE, at('v1.20'), []],
    ['pinned after latest', at('latest'), at('v1.20'), []],
    ['invalid now, which is latest', at('v1.30'), at('1.30'), []],
    ['lowered with the level', at('v1.30', RESTRICTED), at('v1.20', BASELINE), ['weakened enforce']],
    ['lowered while the level is raised', at('v1.30'), at('v1.20', RESTRICTED), []],
    ['lowered where nothing is enforced', at('v1.30', PRIVILEGED), at('v1.20', PRIVILEGED), []],
    ['lowered of a level that is privileged now', at('v1.30'), at('v1.20', PRIVILEGED), ['deactivated enforce']],
    [
      'lowered of warn',
      { warn: 'baseline', 'warn-version': 'v1.30' },
      { warn: 'baseline', 'warn-version': 'v1.20' },
      ['weakened warn-version warn'],
    ],
  ])('%s', (_, before, after, problems) => {
    expect(compare(before, after).map(brief)).toEqual(problems);
  });
});

describe('sources', () => {
  const manifest = (labels: Labels, facts = {}) => declaration('manifest', labels, facts);
  const managed = (labels: Labels) => declaration('managed', labels);
  const live = (labels: Labels) => declaration('live', labels);

  it.each<[name: string, before: Said, after: Said, isUsed: boolean, problems: string[]]>([
    ['a manifest is gone, and workloads are left', RESTRICTED, [], true, ['weakened enforce']],
    ['a manifest is gone with its workloads', RESTRICTED, [], false, ['weakened enforce warn']],
    ['a manifest without labels is gone', {}, [], true, []],
    ['a manifest with other labels is gone', { team: 'x' }, [], true, []],
    ['a manifest with audit alone is gone', { audit: 'baseline' }, [], true, ['weakened audit']],
    ['managed labels are gone', [managed(RESTRICTED)], [], true, ['weakened enforce']],
    ['an Application that only creates is gone', [declaration('created')], [], true, []],
    ['a manifest gives way to weaker managed labels', RESTRICTED, [managed(BASELINE)], true, ['weakened enforce']],
    ['a manifest gives way to the same managed labels', RESTRICTED, [managed(RESTRICTED)], true, []],
    ['a manifest gives way to CreateNamespace=true', RESTRICTED, [declaration('created')], true, ['weakened enforce']],
    ['managed labels give way to a manifest without', [managed(BASELINE)], {}, true, ['weakened enforce']],
    [
      'a second manifest is weaker: the strictest counts',
      RESTRICTED,
      [manifest(RESTRICTED), manifest(PRIVILEGED)],
      true,
      [],
    ],
    ['a manifest is new', [], PRIVILEGED, true, []],
    ['only the snapshot is another', [live(RESTRICTED)], [live(BASELINE)], true, []],
    [
      'managed labels are weaker over live ones',
      [live(BASELINE), managed(RESTRICTED)],
      [live(BASELINE), managed(PRIVILEGED)],
      true,
      ['deactivated enforce'],
    ],
  ])('%s', (_, before, after, isUsed, problems) => {
    expect(compare(before, after, UNCONFIGURED, isUsed).map(brief)).toEqual(problems);
  });

  it('are compared cluster by cluster', () => {
    const before = [manifest(RESTRICTED, { cluster: 'prod' }), manifest(RESTRICTED, { cluster: 'dev' })];
    const after = [manifest(BASELINE, { cluster: 'prod' }), manifest(RESTRICTED, { cluster: 'dev' })];
    expect(compare(before, after).map(({ cluster, rule }) => `${cluster} ${rule}`)).toEqual(['prod weakened']);
  });

  it('that were in no cluster are compared where they are now', () => {
    const problems = compare(RESTRICTED, [manifest(BASELINE, { cluster: 'prod' })]);
    expect(problems.map(({ cluster, rule }) => `${cluster} ${rule}`)).toEqual(['prod weakened']);
  });

  it('that are gone are asked for by cluster and name', () => {
    const base = createNamespaces(
      [manifest(RESTRICTED, { cluster: 'prod' }), manifest(RESTRICTED, { name: 'web' })],
      settingsFor(),
    );
    const asked: string[] = [];
    findWeakening(
      createNamespaces([], settingsFor()),
      { revision: 'base', namespaces: base.all() },
      (cluster, name) => {
        asked.push(`${cluster}/${name}`);
        return true;
      },
    );
    expect(asked).toEqual(['/web', 'prod/pay']);
  });
});

describe('what is told', () => {
  const LOCATION = { file: 'manifest.yaml', line: 6 };

  it.each<[name: string, before: Labels, after: Labels, problem: Partial<LabelProblem>]>([
    [
      'of a lowered level',
      RESTRICTED,
      BASELINE,
      {
        found: 'baseline',
        allowed: 'restricted:latest or stricter',
        message: 'enforce is lowered to baseline:latest; at 0123456789 it is restricted:latest (manifest.yaml:6)',
        remediation: `Set the label ${LABEL_PREFIX}enforce: restricted again, or have the change approved by those who own the policy.`,
        location: LOCATION,
      },
    ],
    [
      'of a lowered level that was pinned',
      { ...RESTRICTED, 'enforce-version': 'v1.30' },
      BASELINE,
      {
        message: 'enforce is lowered to baseline:latest; at 0123456789 it is restricted:v1.30 (manifest.yaml:6)',
        remediation: `Set the label ${LABEL_PREFIX}enforce: restricted and ${LABEL_PREFIX}enforce-version: v1.30 again, or have the change approved by those who own the policy.`,
      },
    ],
    [
      'of a removed label',
      RESTRICTED,
      { team: 'x' },
      {
        message: `the label ${LABEL_PREFIX}enforce is gone: enforce is lowered to privileged:latest (Kubernetes); at 0123456789 it is restricted:latest (manifest.yaml:6)`,
        location: { file: 'manifest.yaml', line: 5 },
      },
    ],
    [
      'of a removed label without effect',
      { ...BASELINE, warn: 'baseline' },
      BASELINE,
      {
        message: `the label ${LABEL_PREFIX}warn is gone; baseline:latest is in force (manifest.yaml:6); at 0123456789 it is baseline:latest (manifest.yaml:7)`,
        location: { file: 'manifest.yaml', line: 5 },
      },
    ],
    [
      'of a lowered version',
      { ...BASELINE, 'enforce-version': 'v1.30' },
      { ...BASELINE, 'enforce-version': 'v1.29' },
      {
        found: 'v1.29',
        allowed: 'baseline:v1.30 or stricter',
        message: 'the version of enforce is lowered to v1.29; at 0123456789 it is baseline:v1.30 (manifest.yaml:6)',
        remediation: `Set the label ${LABEL_PREFIX}enforce: baseline and ${LABEL_PREFIX}enforce-version: v1.30 again, or have the change approved by those who own the policy.`,
        location: { file: 'manifest.yaml', line: 7 },
      },
    ],
    [
      'of what is privileged now',
      BASELINE,
      PRIVILEGED,
      {
        found: 'privileged',
        allowed: 'baseline or restricted',
        message: `${LABEL_PREFIX}enforce: privileged switches Pod Security off here; at 0123456789 it is baseline:latest (manifest.yaml:6)`,
        remediation: `Set the label ${LABEL_PREFIX}enforce: baseline again, or have the change approved by those who own the policy.`,
        location: LOCATION,
      },
    ],
  ])('%s', (_, before, after, problem) => {
    expect(compare(before, after)).toEqual([
      expect.objectContaining({ cluster: '', namespace: 'pay', target: 'manifest', ...problem }),
    ]);
  });

  it.each([
    [true, '; workloads are still deployed to it'],
    [false, ''],
  ])('of a manifest that is gone, with workloads: %s', (isUsed, rest) => {
    expect(compare({ team: 'x', ...BASELINE }, [], UNCONFIGURED, isUsed)).toEqual([
      {
        rule: 'weakened',
        ...(isUsed ? {} : { mode: 'warn' }),
        cluster: '',
        namespace: 'pay',
        target: 'manifest',
        label: `${LABEL_PREFIX}enforce`,
        message: `nothing declares this namespace any more; at 0123456789 it had ${LABEL_PREFIX}enforce: baseline (manifest.yaml:7)${rest}`,
        remediation: 'Keep the Namespace manifest with its labels as long as anything is deployed to the namespace.',
        // Its line is one of the base.
        location: { file: 'manifest.yaml' },
      },
    ]);
  });
});

describe('of clusters', () => {
  const inCluster = (cluster: string, labels: Labels, source: NamespaceDeclaration['source'] = 'manifest') =>
    declaration(source, labels, { cluster });

  it.each<[name: string, before: NamespaceDeclaration[], after: NamespaceDeclaration[], problems: string[]]>([
    [
      'a manifest for every cluster is compared with each',
      [inCluster('', RESTRICTED)],
      [inCluster('dev', PRIVILEGED), inCluster('prod', RESTRICTED)],
      ['deactivated enforce'],
    ],
    [
      'one is not compared with another',
      [inCluster('dev', RESTRICTED)],
      [inCluster('dev', RESTRICTED), inCluster('prod', BASELINE)],
      [],
    ],
    [
      'labels that the cluster has are weakened by a manifest',
      [inCluster('', RESTRICTED, 'live')],
      [inCluster('', RESTRICTED, 'live'), inCluster('', BASELINE)],
      ['weakened enforce'],
    ],
    [
      'labels that the cluster has stay when the Application that set none goes',
      [inCluster('', RESTRICTED, 'live'), inCluster('', {}, 'created')],
      [inCluster('', RESTRICTED, 'live')],
      [],
    ],
  ])('%s', (_, before, after, problems) => {
    expect(compare(before, after).map(brief)).toEqual(problems);
  });

  it('without a cluster, workloads of any keep a manifest that is gone from being forgotten', () => {
    const namespaces = (declarations: NamespaceDeclaration[]) =>
      createNamespaces(declarations, settingsFor(UNCONFIGURED));
    const asked: string[] = [];
    findWeakening(
      namespaces([]),
      { revision: 'x', namespaces: namespaces([inCluster('', RESTRICTED)]).all() },
      (cluster, name) => {
        asked.push(`${cluster}/${name}`);
        return true;
      },
    );
    expect(asked).toEqual(['/pay']);
  });
});
