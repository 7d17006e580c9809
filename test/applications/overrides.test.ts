import { describe, expect, it } from 'vitest';
import { applyOverrides } from '../../src/applications/overrides.ts';
import { createFileTree, LINK_OUT } from '../fakes/file-tree.ts';

const SOURCE = { repoURL: 'https://git.example/a', path: 'app', targetRevision: 'main' };

async function override(source: Record<string, unknown>, ...patches: string[]): Promise<unknown> {
  const [first = '', second] = patches;
  const tree = createFileTree({
    'app/.argocd-source.yaml': first,
    ...(second === undefined ? {} : { 'app/.argocd-source-team_web.yaml': second }),
  });
  const merged = await applyOverrides(tree, 'app', 'team_web', { ...SOURCE, ...source });
  if ('problem' in merged) return merged.problem;
  const { repoURL: _, path: __, targetRevision: ___, ...rest } = merged.source;
  return rest;
}

describe('applyOverrides', () => {
  it('leaves a source without such files as it is', async () => {
    const source = { ...SOURCE, helm: { releaseName: 'a' } };
    const tree = createFileTree({ 'app/a.yaml': '', 'app/.argocd-source.yaml/x': '' });
    expect(await applyOverrides(tree, 'app', 'web', source)).toEqual({ source, files: [] });
  });

  it('reads the file of the instance after that of all', async () => {
    const tree = createFileTree({
      '.argocd-source.yaml': 'helm: {releaseName: first, namespace: kept}',
      '.argocd-source-web.yaml': 'helm: {releaseName: not mine}',
      '.argocd-source-team_web.yaml': 'helm: {releaseName: second}',
    });
    expect(await applyOverrides(tree, '.', 'team_web', { path: '.' })).toEqual({
      source: { path: '.', helm: { releaseName: 'second', namespace: 'kept' } },
      files: ['.argocd-source.yaml', '.argocd-source-team_web.yaml'],
    });
  });

  it('puts back where the source comes from', async () => {
    const tree = createFileTree({
      'app/.argocd-source.yaml': 'path: x\nrepoURL: x\ntargetRevision: x\nchart: x\nref: r',
    });
    const merged = await applyOverrides(tree, 'app', 'web', SOURCE);
    expect(merged).toMatchObject({ source: { ...SOURCE, ref: 'r' } });
    expect(merged).not.toHaveProperty('source.chart');
  });

  // Answers of the Go types of argo-cd v3.5.1 with encoding/json of Go 1.26, json-patch v5.9.11 and sigs.k8s.io/yaml v1.6.0.
  it.each<[string, Record<string, unknown>, string[], unknown]>([
    ['another type', {}, ['kustomize: {namePrefix: a-}'], { kustomize: { namePrefix: 'a-' } }],
    ['a block that says nothing', {}, ['helm: {}'], { helm: {} }],
    [
      'null, which removes no block',
      { helm: { releaseName: 'x' } },
      ['helm: null\nkustomize: {namePrefix: a-}'],
      { helm: { releaseName: 'x' }, kustomize: { namePrefix: 'a-' } },
    ],
    [
      'null, which removes no key of a map',
      { kustomize: { commonLabels: { a: '1', b: '2' } } },
      ['kustomize: {commonLabels: {a: null, c: "3"}}'],
      { kustomize: { commonLabels: { a: '1', b: '2', c: '3' } } },
    ],
    [
      'null in valuesObject, which does remove',
      { helm: { valuesObject: { a: 1, b: { c: 2, d: 3 } } } },
      ['helm: {valuesObject: {a: null, b: {c: null}, e: 5}}'],
      { helm: { valuesObject: { b: { d: 3 }, e: 5 } } },
    ],
    [
      'lists, which are replaced',
      { helm: { valueFiles: ['a', 'b'] } },
      ['helm: {valueFiles: [c]}'],
      { helm: { valueFiles: ['c'] } },
    ],
    [
      'items, which keep what the new ones do not say',
      { helm: { parameters: [{ name: 'a', value: '1', forceString: true }] } },
      ['helm: {parameters: [{name: c, value: "3"}, {name: d, value: "4"}]}'],
      {
        helm: {
          parameters: [
            { name: 'c', value: '3', forceString: true },
            { name: 'd', value: '4' },
          ],
        },
      },
    ],
    ['names in other letters', {}, ['Directory: {RECURSE: true}'], { directory: { recurse: true } }],
    ['the long s', {}, ['directory: {recur\u017fe: true}'], { directory: { recurse: true } }],
    ['the last of several spellings', {}, ['helm: {releasename: b, releaseName: c}'], { helm: { releaseName: 'b' } }],
    ['fields that nobody knows', {}, ['some: {a: 1}\nhelm: {other: 1}'], { helm: {} }],
    ['booleans of YAML 1.1', {}, ['helm: {skipCrds: yes}'], { helm: { skipCrds: true } }],
    ['the first document only', {}, ['helm: {releaseName: a}\n---\nb: [\n'], { helm: { releaseName: 'a' } }],
    [
      'a document behind its marker',
      {},
      ['# c\n---\nhelm: {releaseName: a}\n...\nb: [\n'],
      { helm: { releaseName: 'a' } },
    ],
    [
      'a count',
      { kustomize: { replicas: [{ name: 'a', count: 1 }] } },
      ['kustomize: {replicas: [{count: "3"}]}'],
      {
        kustomize: { replicas: [{ name: 'a', count: '3' }] },
      },
    ],
    ['a null that has a place', {}, ['helm: {fileParameters: [null]}'], { helm: { fileParameters: [{}] } }],
  ])('merges %s', async (_, source, patches, expected) => {
    expect(await override(source, ...patches)).toEqual(expected);
  });

  it.each([
    ['text that is no YAML', 'a: [', expect.stringContaining('app/.argocd-source.yaml: ')],
    ['nothing', '', 'it must hold an object'],
    ['a list', '- a', 'it must hold an object'],
    ['a block of another type', 'helm: text', 'helm must be an object, not a string'],
    ['a list of another type', 'helm: {valueFiles: a}', 'helm.valueFiles must be a list, not a string'],
    ['a text of another type', 'helm: {releaseName: 5}', 'helm.releaseName must be a string, not a number'],
    ['a boolean of another type', 'helm: {skipCrds: "yes"}', 'helm.skipCrds must be true or false, not a string'],
  ])('refuses %s', async (_, patch, reason) => {
    const prefix = 'error while parsing source parameters: app/.argocd-source.yaml: ';
    expect(await override({}, patch)).toEqual(typeof reason === 'string' ? prefix + reason : reason);
  });

  it('refuses a file that leads out of the repository', async () => {
    const tree = createFileTree({ 'app/.argocd-source-web.yaml': LINK_OUT });
    expect(await applyOverrides(tree, 'app', 'web', SOURCE)).toEqual({
      problem:
        'error while parsing source parameters: app/.argocd-source-web.yaml: is a link that leaves the repository',
    });
  });

  describe('of blocks that say nothing', () => {
    const tree = createFileTree({ 'app/a.yaml': '' });
    it.each<[string, Record<string, unknown>, string[]]>([
      ['empty ones', { helm: {}, kustomize: {}, directory: {} }, []],
      ['default values', { helm: { releaseName: '', skipCrds: false, valueFiles: [] } }, []],
      [
        'fields of kustomize that are not counted',
        { kustomize: { forceCommonLabels: true, labelWithoutSelector: true } },
        [],
      ],
      ['an empty jsonnet', { directory: { jsonnet: { libs: [] } } }, []],
      ['include alone stays', { directory: { include: '*.yaml' } }, ['directory']],
      ['empty values stay', { helm: { valuesObject: {} } }, ['helm']],
      ['a label without text stays', { kustomize: { commonLabels: { a: '' } } }, ['kustomize']],
      ['a plugin stays', { plugin: {} }, ['plugin']],
    ])('%s', async (_, source, kept) => {
      const merged = await applyOverrides(tree, 'app', 'web', source);
      expect(Object.keys('source' in merged ? merged.source : {})).toEqual(kept);
    });

    it('are kept in sources', async () => {
      const settings = { keepsEmptyBlocks: true };
      expect(await applyOverrides(tree, 'app', 'web', { helm: {} }, settings)).toMatchObject({ source: { helm: {} } });
    });
  });
});
