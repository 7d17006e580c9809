import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterGeneration,
  DEFAULT_EXCLUSIONS,
  type GenerationOptions,
} from '../../src/applications/after-generation.ts';
import type { KubernetesObject, Manifest } from '../../src/model/manifest.ts';
import { parseManifests } from '../../src/parse/manifests.ts';
import { sourceOfFile } from '../../src/parse/sources.ts';

const OPTIONS: GenerationOptions = { destinationNamespace: 'dest', exclusions: [], inclusions: [] };

function manifest(apiVersion: string, kind: string, metadata: unknown, file = 'a.yaml', line?: number): Manifest {
  return { object: { apiVersion, kind, metadata }, source: { file, lineOf: () => line } };
}

function metadataAfter(each: Manifest, options: Partial<GenerationOptions> = {}): unknown {
  return afterGeneration([each], { ...OPTIONS, ...options }).manifests[0]?.object.metadata;
}

const pod = (name: string, file?: string, line?: number) => manifest('v1', 'Pod', { name }, file, line);

describe('afterGeneration', () => {
  it.each<[string, Manifest, unknown]>([
    ['a namespaced kind without one', pod('a'), { name: 'a', namespace: 'dest' }],
    ['another namespace', manifest('v1', 'Pod', { name: 'a', namespace: 'x' }), { name: 'a', namespace: 'x' }],
    ['an empty namespace', manifest('v1', 'Pod', { namespace: '' }), { namespace: 'dest' }],
    ['no metadata', manifest('v1', 'Pod', undefined), { namespace: 'dest' }],
    ['metadata that is none', manifest('v1', 'Pod', 'text'), 'text'],
    ['a cluster-scoped kind with one', manifest('v1', 'Namespace', { name: 'a', namespace: 'x' }), { name: 'a' }],
    [
      'a cluster-scoped kind without one',
      manifest('rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'a' }),
      { name: 'a' },
    ],
    [
      'the same kind of another group',
      manifest('x.io/v1', 'ClusterRole', { name: 'a' }),
      { name: 'a', namespace: 'dest' },
    ],
    ['an unknown kind', manifest('x.io/v1', 'Thing', { name: 'a' }), { name: 'a', namespace: 'dest' }],
  ])('places %s', (_, each, expected) => {
    expect(metadataAfter(each)).toEqual(expected);
  });

  it('believes definitions of custom resources', () => {
    const customResourceScopes = new Map([
      ['x.io/Thing', 'Cluster'],
      ['x.io/Other', 'Namespaced'],
    ] as const);
    expect(metadataAfter(manifest('x.io/v1', 'Thing', { namespace: 'x' }), { customResourceScopes })).toEqual({});
    expect(metadataAfter(manifest('x.io/v1', 'Other', {}), { customResourceScopes })).toEqual({ namespace: 'dest' });
  });

  it('leaves objects without a namespace alone when the destination has none', () => {
    expect(metadataAfter(pod('a'), { destinationNamespace: '' })).toEqual({ name: 'a' });
  });

  it('changes no object, and keeps the lines of its file', () => {
    const { manifests } = parseManifests('kind: Pod\napiVersion: v1\nmetadata:\n  name: a\n', sourceOfFile('a.yaml'));
    const before = structuredClone(manifests[0]?.object);
    const [after] = afterGeneration(manifests, OPTIONS).manifests;
    expect(manifests[0]?.object).toEqual(before);
    expect(after?.source).toBe(manifests[0]?.source);
    expect(after?.source.lineOf(['metadata', 'namespace'])).toBe(3);
  });

  describe('with duplicates', () => {
    it('keeps the last, and names both places', () => {
      const all = [
        pod('a', 'a.yaml', 3),
        pod('b'),
        manifest('v1', 'Pod', { name: 'a', namespace: 'dest' }, 'chart/t.yaml'),
      ];
      const { manifests, warnings } = afterGeneration(all, OPTIONS);
      expect(manifests.map(({ source }) => source.file)).toEqual(['a.yaml', 'chart/t.yaml']);
      expect(warnings).toEqual(['Pod dest/a stands in a.yaml:3 and in chart/t.yaml; Argo CD applies the last one']);
    });

    it.each<[string, Manifest[], number]>([
      ['one manifest twice', [pod('a'), pod('a')], 1],
      ['the very same twice', Array<Manifest>(2).fill(manifest('v1', 'Pod', { name: 'a', namespace: 'x' })), 1],
      ['other versions of one group', [manifest('a/v1', 'K', { name: 'n' }), manifest('a/v2', 'K', { name: 'n' })], 1],
      ['other groups', [manifest('a/v1', 'K', { name: 'n' }), manifest('b/v1', 'K', { name: 'n' })], 2],
      ['other namespaces', [pod('a'), manifest('v1', 'Pod', { name: 'a', namespace: 'x' })], 2],
      [
        'generated names',
        [manifest('v1', 'Pod', { generateName: 'a-' }), manifest('v1', 'Pod', { generateName: 'a-' })],
        2,
      ],
      ['no names', [manifest('v1', 'Pod', {}), manifest('v1', 'Pod', {})], 1],
      [
        'scope that makes them one',
        [manifest('v1', 'Namespace', { name: 'a', namespace: 'x' }), manifest('v1', 'Namespace', { name: 'a' })],
        1,
      ],
    ])('%s', (_, all, kept) => {
      expect(afterGeneration(all, OPTIONS).manifests).toHaveLength(kept);
    });

    it('looks for hooks afterwards, so that a test can replace a pod', () => {
      const test = manifest('v1', 'Pod', { name: 'a', annotations: { 'helm.sh/hook': 'test' } });
      expect(afterGeneration([pod('a'), test], OPTIONS).manifests).toEqual([]);
    });
  });

  it('leaves out what argocd-cm excludes, and says so', () => {
    const all = [manifest('v1', 'Endpoints', { name: 'e' }, 'e.yaml'), pod('a')];
    const { manifests, warnings } = afterGeneration(all, { ...OPTIONS, exclusions: DEFAULT_EXCLUSIONS });
    expect(manifests.map(({ object }) => object.kind)).toEqual(['Pod']);
    expect(warnings).toEqual([
      'Endpoints dest/e of e.yaml is excluded by argocd-cm, so that Argo CD does not apply it',
    ]);
  });

  it('changes nothing the second time, and no order', () => {
    const text = (...values: string[]) => fc.constantFrom(...values);
    const metadata = fc.record(
      {
        name: text('a', 'b'),
        generateName: text('g-'),
        namespace: text('', 'x', 'dest'),
        annotations: fc.dictionary(text('helm.sh/hook', 'argocd.argoproj.io/hook'), text('test', 'PreSync', 'Skip')),
      },
      { requiredKeys: [] },
    );
    const object: fc.Arbitrary<KubernetesObject> = fc.record({
      apiVersion: text('v1', 'apps/v1', 'x.io/v1'),
      kind: text('Pod', 'Namespace', 'Deployment', 'Event', 'Thing'),
      metadata,
    });
    fc.assert(
      fc.property(fc.array(object), (objects) => {
        const all = objects.map((each, index) => ({ object: each, source: { file: `${index}`, lineOf: () => 1 } }));
        const once = afterGeneration(all, OPTIONS).manifests;
        const twice = afterGeneration(once, OPTIONS);
        expect(twice).toEqual({ manifests: once, warnings: [] });
        const order = once.map(({ source }) => Number(source.file));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
    );
  });
});
