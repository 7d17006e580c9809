import { describe, expect, it } from 'vitest';
import {
  type Application,
  clusterOf,
  createPlacements,
  type KnownCluster,
  readApplication,
} from '../../src/discover/applications.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import type { Placement, Target } from '../../src/model/target.ts';
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

/** An ApplicationSet with such a spec in its template. */
const applicationSet = (spec: string) =>
  `{apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, metadata: {name: s, namespace: argocd}, spec: {generators: [{list: {}}], template: {metadata: {name: "{{ name }}"}, spec: {${spec}}}}}`;

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
      sources: [{ repoUrl: URL, path: 'apps/pay', recurse: false }],
      createsNamespace: true,
      managed: { labels: { a: 'b' } },
      specPath: ['spec'],
    });
  });

  it.each<[name: string, text: string]>([
    ['another kind', '{apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: {}}'],
    ['the same kind of another group', `{apiVersion: app.k8s.io/v1, kind: Application, spec: {${SOURCE}}}`],
    ['the same kind of no group', `{kind: Application, spec: {${SOURCE}}}`],
    ['a kind that objects inherit', '{apiVersion: argoproj.io/v1alpha1, kind: constructor, spec: {}}'],
    ['no spec', '{apiVersion: argoproj.io/v1alpha1, kind: Application}'],
    ['a spec that is none', '{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: [1]}'],
    ['an ApplicationSet without a template', '{apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, spec: {}}'],
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
    ['not a chart of a registry', `source: {repoURL: "${other}", chart: redis, targetRevision: 1.0.0}`, []],
    ['not a chart that has a path', `source: {repoURL: "${other}", chart: redis, path: x}`, []],
    [
      'not one that only lends its values',
      `sources: [{repoURL: "${other}", chart: redis}, {repoURL: "${URL}", ref: values}, {repoURL: "${URL}", path: a}]`,
      [`${URL} a`],
    ],
    ['not one without a URL', 'source: {path: a}', []],
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
    ['with dots in their path', `source: {repoURL: "${URL}", path: ./apps/../apps/pay/}`, [`${URL} apps/pay`]],
    ['at the root', `source: {repoURL: "${URL}", path: .}`, [`${URL} .`]],
    ['with directories below', `source: {repoURL: "${URL}", path: a, directory: {recurse: true}}`, [`${URL} a +`]],
    ['with a text for a truth', `source: {repoURL: "${URL}", path: a, directory: {recurse: "true"}}`, [`${URL} a`]],
  ])('%s', (_, spec, sources) => {
    const found = read(application(spec))?.sources.map(({ repoUrl, path, recurse }) =>
      [repoUrl, path, ...(recurse ? ['+'] : [])].join(' '),
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

describe('an ApplicationSet', () => {
  it('counts as an Application as far as nothing depends on parameters', () => {
    expect(read(applicationSet(`${SOURCE}, ${DESTINATION}`))).toMatchObject({
      name: 's',
      destination: { cluster: 'prod', namespace: 'pay' },
      sources: [{ path: 'apps/pay' }],
      specPath: ['spec', 'template', 'spec'],
    });
  });

  it.each<[name: string, spec: string]>([
    ['the path', `source: {repoURL: "${URL}", path: "apps/{{name}}"}, ${DESTINATION}`],
    ['the URL', `source: {repoURL: "{{ .repo }}", path: apps}, ${DESTINATION}`],
    ['the cluster', `${SOURCE}, destination: {server: "{{ server }}", namespace: pay}`],
    ['the namespace', `${SOURCE}, destination: {name: prod, namespace: "pay-{{.number}}"}`],
    ['a label', `${SOURCE}, ${DESTINATION}, syncPolicy: {managedNamespaceMetadata: {labels: {a: "{{ x }}"}}}`],
  ])('is nothing when parameters decide %s', (_, spec) => {
    expect(read(applicationSet(spec))).toBeUndefined();
  });

  it('is read when parameters decide something else', () => {
    expect(read(applicationSet(`${SOURCE}, ${DESTINATION}, project: "{{ project }}"`))).toBeDefined();
  });

  it('is what braces are about: those of an Application are text', () => {
    expect(read(application(`${SOURCE}, destination: {name: "{{x}}"}`))?.destination.cluster).toBe('{{x}}');
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

describe('createPlacements', () => {
  const target = (path: string, kind: Target['kind'] = 'Directory'): Target => ({
    id: `x:${path}`,
    name: path,
    kind,
    path,
    definition: path,
    files: [],
    origin: 'scanned',
  });

  interface Place {
    readonly path: string;
    readonly url?: string;
    readonly cluster?: string;
    readonly namespace?: string;
    readonly recurse?: boolean;
  }

  /** Applications of one source each. */
  function applications(places: readonly Place[]): Application[] {
    return places.flatMap(({ path, url = URL, cluster = 'prod', namespace = 'pay', recurse = false }) => {
      const source = JSON.stringify({ repoURL: url, path, directory: { recurse } });
      const destination = JSON.stringify({ name: cluster, namespace });
      return read(application(`source: ${source}, destination: ${destination}`)) ?? [];
    });
  }

  const placementsOf = (places: readonly Place[], of: Target, urls: readonly string[] = [URL]) =>
    createPlacements(applications(places), urls)
      .of(of)
      .map(({ cluster, namespace }: Placement) => `${cluster}/${namespace}`);

  it.each<[name: string, places: Place[], of: Target, placements: string[]]>([
    ['nowhere', [], target('a'), []],
    ['where an Application sends its path', [{ path: 'a' }], target('a'), ['prod/pay']],
    ['not where one sends another path', [{ path: 'b' }], target('a'), []],
    ['not where one sends a path that begins alike', [{ path: 'a' }], target('ab'), []],
    ['not where one sends the path above', [{ path: 'a' }], target('a/b'), []],
    ['where one sends all below a path', [{ path: 'a', recurse: true }], target('a/b/c'), ['prod/pay']],
    ['where one sends that path itself', [{ path: 'a', recurse: true }], target('a'), ['prod/pay']],
    ['where one sends all below the root', [{ path: '.', recurse: true }], target('a/b'), ['prod/pay']],
    ['not a path that begins alike', [{ path: 'a', recurse: true }], target('ab/c'), []],
    ['a chart by its path', [{ path: 'a' }], target('a', 'HelmChart'), ['prod/pay']],
    ['no chart below a path', [{ path: 'a', recurse: true }], target('a/b', 'HelmChart'), []],
    ['no kustomization below a path', [{ path: 'a', recurse: true }], target('a/b', 'Kustomization'), []],
    ['the root', [{ path: './' }], target('.'), ['prod/pay']],
    ['without a namespace', [{ path: 'a', namespace: '' }], target('a'), ['prod/']],
    [
      'in several places, sorted',
      [
        { path: 'a', cluster: 'prod', namespace: 'shop' },
        { path: 'a', cluster: 'dev', namespace: 'pay' },
        { path: 'a', cluster: 'prod', namespace: 'pay' },
        { path: 'b', cluster: 'test', namespace: 'pay' },
      ],
      target('a'),
      ['dev/pay', 'prod/pay', 'prod/shop'],
    ],
    ['in each place once', [{ path: 'a' }, { path: 'a' }, { path: '.', recurse: true }], target('a'), ['prod/pay']],
  ])('places a target %s', (_, places, of, placements) => {
    expect(placementsOf(places, of)).toEqual(placements);
  });

  it('places by every source of an Application', () => {
    const text = application(
      `sources: [{repoURL: "${URL}", path: a}, {repoURL: "${URL}", path: b}], destination: {name: prod, namespace: pay}`,
    );
    const placements = createPlacements(
      [read(text)].flatMap((each) => each ?? []),
      [URL],
    );
    expect(['a', 'b', 'c'].map((path) => placements.of(target(path)).length)).toEqual([1, 1, 0]);
  });

  const OTHER = 'https://github.com/org/other';

  it.each<[name: string, places: Place[], urls: string[], placements: string[], assumedUrl: string | undefined]>([
    ['this one', [{ path: 'a' }], [URL], ['prod/pay'], undefined],
    ['this one, however it is written', [{ path: 'a' }], ['git@github.com:Org/repo.git'], ['prod/pay'], undefined],
    ['one of several names', [{ path: 'a', url: OTHER }], [URL, OTHER], ['prod/pay'], undefined],
    ['not of another one', [{ path: 'a' }, { path: 'a', url: OTHER, cluster: 'dev' }], [URL], ['prod/pay'], undefined],
    [
      'not of another one, though this one is named for other paths only',
      [{ path: 'b' }, { path: 'a', url: OTHER, cluster: 'dev' }],
      [URL],
      [],
      undefined,
    ],
    [
      'any, when nobody knows its URL',
      [{ path: 'a' }, { path: 'a', url: OTHER, cluster: 'dev' }],
      [],
      ['dev/pay', 'prod/pay'],
      undefined,
    ],
    [
      'any, when none names it, and the first is said to be it',
      [{ path: 'a' }, { path: 'a', url: OTHER, cluster: 'dev' }],
      ['https://mirror.example/org/repo'],
      ['dev/pay', 'prod/pay'],
      URL,
    ],
    ['none, when there are no Applications', [], [URL], [], undefined],
  ])('goes by the URL of the repository: %s', (_, places, urls, placements, assumedUrl) => {
    expect(placementsOf(places, target('a'), urls)).toEqual(placements);
    expect(createPlacements(applications(places), urls).assumedUrl).toBe(assumedUrl);
  });
});
