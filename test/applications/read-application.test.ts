import { describe, expect, it } from 'vitest';
import { clusterOf, type KnownCluster, readApplication, serverOf } from '../../src/applications/read-application.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { parseManifests } from '../../src/parse/manifests.ts';
import { sourceOfFile } from '../../src/parse/sources.ts';

const URL = 'https://github.com/org/repo';

function manifestOf(text: string): Manifest {
  const { manifests, errors } = parseManifests(text, sourceOfFile('apps.yaml'));
  expect(errors).toEqual([]);
  const [manifest] = manifests;
  if (manifest === undefined || manifests.length > 1) throw new Error(`${manifests.length} manifests`);
  return manifest;
}

const read = (text: string, clusters: readonly KnownCluster[] = []) => readApplication(manifestOf(text), clusters);

/** An Application with such a spec. */
const application = (spec: string) =>
  `{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a, namespace: argocd}, spec: {${spec}}}`;

const SOURCE = `source: {repoURL: "${URL}", path: apps/pay}`;
const DESTINATION = 'destination: {name: prod, namespace: pay}';

describe('readApplication', () => {
  it('reads all that matters', () => {
    const text = application(
      `${SOURCE}, ${DESTINATION}, syncPolicy: {syncOptions: [CreateNamespace=true], managedNamespaceMetadata: {labels: {a: b}}}`,
    );
    const manifest = manifestOf(text);
    expect(readApplication(manifest, [])).toEqual({
      manifest,
      name: 'a',
      namespace: 'argocd',
      destination: { cluster: 'prod', namespace: 'pay' },
      project: 'default',
      sources: [
        {
          spec: { repoURL: URL, path: 'apps/pay' },
          repoUrl: URL,
          targetRevision: '',
          path: 'apps/pay',
          chart: undefined,
          ref: undefined,
        },
      ],
      isMultiSource: false,
      isHydrated: false,
      createsNamespace: true,
      managed: { labels: { a: 'b' } },
    });
  });

  it.each<[name: string, text: string]>([
    ['another kind', '{apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: {}}'],
    ['the same kind of another group', `{apiVersion: app.k8s.io/v1, kind: Application, spec: {${SOURCE}}}`],
    ['the same kind of no group', `{kind: Application, spec: {${SOURCE}}}`],
    ['a kind that objects inherit', '{apiVersion: argoproj.io/v1alpha1, kind: constructor, spec: {}}'],
    ['no spec', '{apiVersion: argoproj.io/v1alpha1, kind: Application}'],
    ['a spec that is none', '{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: [1]}'],
    ['an ApplicationSet', '{apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, spec: {template: {spec: {}}}}'],
  ])('finds nothing in %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each(['argoproj.io/v1alpha1', 'argoproj.io/v1', 'argoproj.io/v2'])('reads Applications of %s', (apiVersion) => {
    const text = application(SOURCE).replace('argoproj.io/v1alpha1', apiVersion);
    expect(read(text)?.sources).toHaveLength(1);
  });

  it('finds nothing where fields are of odd types', () => {
    const text = application('source: [x], destination: y, syncPolicy: 5').replace(
      'metadata: {',
      'metadata: {labels: 1, ',
    );
    expect(read(text)).toMatchObject({
      destination: { cluster: 'in-cluster', namespace: '' },
      sources: [],
      createsNamespace: false,
      managed: undefined,
    });
  });
});

describe('sources', () => {
  const other = 'https://example.com/other';

  it.each<[name: string, spec: string, sources: string[]]>([
    ['one', SOURCE, [`${URL} apps/pay`]],
    ['none', 'project: default', []],
    ['several', `sources: [{repoURL: "${URL}", path: a}, {repoURL: "${other}", path: b}]`, [`${URL} a`, `${other} b`]],
    ['several before one', `${SOURCE}, sources: [{repoURL: "${other}", path: b}]`, [`${other} b`]],
    ['one when there are none of several', `${SOURCE}, sources: []`, [`${URL} apps/pay`]],
    ['one when several is null', `${SOURCE}, sources: null`, [`${URL} apps/pay`]],
    ['a chart of a registry', `source: {repoURL: "${other}", chart: redis, targetRevision: 1.0.0}`, [`${other} redis`]],
    [
      'one that only lends its values',
      `sources: [{repoURL: "${other}", chart: redis}, {repoURL: "${URL}", ref: values}, {repoURL: "${URL}", path: a}]`,
      [`${other} redis`, `${URL} $values`, `${URL} a`],
    ],
    ['one without a URL', 'source: {path: a}', [' a']],
    [
      'what is hydrated',
      `sourceHydrator: {drySource: {repoURL: "${URL}", path: apps/dry, targetRevision: HEAD}, syncSource: {targetBranch: env/prod, path: wet}}`,
      [`${URL} apps/dry`],
    ],
    [
      'what is hydrated before all else',
      `${SOURCE}, sourceHydrator: {drySource: {repoURL: "${URL}", path: apps/dry}}`,
      [`${URL} apps/dry`],
    ],
    [
      'their path as it is written',
      `source: {repoURL: "${URL}", path: ./apps/../apps/pay/}`,
      [`${URL} ./apps/../apps/pay/`],
    ],
  ])('%s', (_, spec, sources) => {
    const found = read(application(spec))?.sources.map(
      ({ repoUrl, path, chart, ref }) => `${repoUrl} ${path ?? chart ?? `$${ref}`}`,
    );
    expect(found).toEqual(sources);
  });
});

describe('creating a namespace', () => {
  it.each<[name: string, syncPolicy: string, creates: boolean, managed: object | undefined]>([
    ['no', '{}', false, undefined],
    ['without labels', '{syncOptions: [CreateNamespace=true]}', true, undefined],
    ['among other options', '{syncOptions: [Validate=false, CreateNamespace=true]}', true, undefined],
    ['switched off', '{syncOptions: [CreateNamespace=false]}', false, undefined],
    ['options that are no list', '{syncOptions: CreateNamespace=true}', false, undefined],
    [
      'with labels',
      '{syncOptions: [CreateNamespace=true], managedNamespaceMetadata: {labels: {}}}',
      true,
      { labels: {} },
    ],
    ['labels alone', '{managedNamespaceMetadata: {labels: {a: b}}}', false, { labels: { a: 'b' } }],
    ['labels that are none', '{managedNamespaceMetadata: text}', false, undefined],
  ])('%s', (_, syncPolicy, createsNamespace, managed) => {
    const found = read(application(`${SOURCE}, syncPolicy: ${syncPolicy}`));
    expect([found?.createsNamespace, found?.managed]).toEqual([createsNamespace, managed]);
  });
});

describe('clusterOf', () => {
  const clusters: KnownCluster[] = [
    { name: 'staging' },
    { name: 'prod', server: 'https://prod.example:6443' },
    { name: 'slashed', server: 'https://slashed.example/' },
  ];

  it.each<[name: string, destination: Record<string, unknown>, cluster: string]>([
    ['a name', { name: 'prod' }, 'prod'],
    ['a name that nobody knows', { name: 'other' }, 'other'],
    ['a name before a URL', { name: 'other', server: 'https://prod.example:6443' }, 'other'],
    ['the URL of a known cluster', { server: 'https://prod.example:6443' }, 'prod'],
    ['with a slash behind it', { server: 'https://prod.example:6443/' }, 'prod'],
    ['with a slash in the configuration', { server: 'https://slashed.example' }, 'slashed'],
    ['the URL of another', { server: 'https://other.example/' }, 'https://other.example'],
    ['another port', { server: 'https://prod.example' }, 'https://prod.example'],
    ['its own cluster', { server: 'https://kubernetes.default.svc' }, 'in-cluster'],
    ['its own cluster with a slash', { server: 'https://kubernetes.default.svc/' }, 'in-cluster'],
    ['its own cluster by name', { name: 'in-cluster' }, 'in-cluster'],
    ['nothing', {}, 'in-cluster'],
    ['an empty name', { name: '', server: 'https://prod.example:6443' }, 'prod'],
    ['what is no text', { name: 5, server: ['x'] }, 'in-cluster'],
  ])('%s', (_, destination, cluster) => {
    expect(clusterOf(destination, clusters)).toBe(cluster);
    const spec = `${SOURCE}, destination: ${JSON.stringify(destination)}`;
    expect(read(application(spec), clusters)?.destination.cluster).toBe(cluster);
  });
});

it.each([
  ['in-cluster', 'https://kubernetes.default.svc'],
  ['prod', 'https://prod.example:6443'],
  ['https://other.example', 'https://other.example'],
  ['unexplained', undefined],
  ['unknown', undefined],
])('the server of the cluster %s is %s', (cluster, server) => {
  const clusters = [{ name: 'prod', server: 'https://prod.example:6443/' }, { name: 'unexplained' }];
  expect(serverOf(cluster, clusters)).toBe(server);
});
