import { describe, expect, it } from 'vitest';
import { readKustomization } from '../../src/discover/kustomization.ts';
import { createFileTree, LINK_OUT } from '../fakes/file-tree.ts';

/** Reads a kustomization in `apps/a`, beside which some files lie. */
function read(text: string, files: Readonly<Record<string, string>> = {}) {
  const file = 'apps/a/kustomization.yaml';
  return readKustomization(createFileTree({ ...files, [file]: text }), file);
}

describe('references', () => {
  it.each<[name: string, text: string, references: string[]]>([
    ['resources', 'resources: [a.yaml, ../base, sub/]', ['apps/a/a.yaml', 'apps/base', 'apps/a/sub']],
    ['bases', 'bases: [../../base]', ['base']],
    ['components', 'components: [../debug]', ['apps/debug']],
    ['crds', 'crds: [crd.yaml]', ['apps/a/crd.yaml']],
    ['strategic merge patches', 'patchesStrategicMerge: [p.yaml]', ['apps/a/p.yaml']],
    ['patches', 'patches: [{path: p.yaml}, {path: q.json, target: {kind: A}}]', ['apps/a/p.yaml', 'apps/a/q.json']],
    ['JSON patches', 'patchesJson6902: [{path: p.yaml, target: {}}]', ['apps/a/p.yaml']],
    ['replacements', 'replacements: [{path: r.yaml}, {source: {}}]', ['apps/a/r.yaml']],
    ['configurations', 'configurations: [c.yaml]', ['apps/a/c.yaml']],
    ['generators', 'generators: [g.yaml, ../g]', ['apps/a/g.yaml', 'apps/g']],
    ['transformers', 'transformers: [t.yaml]', ['apps/a/t.yaml']],
    ['validators', 'validators: [v.yaml]', ['apps/a/v.yaml']],
    ['openapi', 'openapi: {path: schema.json}', ['apps/a/schema.json']],
    ['files of ConfigMaps', 'configMapGenerator: [{files: [a.txt, key=b.txt]}]', ['apps/a/a.txt', 'apps/a/b.txt']],
    ['files of Secrets', 'secretGenerator: [{files: [a.txt]}, {files: [../b.txt]}]', ['apps/a/a.txt', 'apps/b.txt']],
    ['environments', 'configMapGenerator: [{env: a.env, envs: [b.env]}]', ['apps/a/b.env', 'apps/a/a.env']],
    [
      'values of charts',
      'helmCharts: [{name: x, valuesFile: v.yaml, additionalValuesFiles: [w.yaml]}]',
      ['apps/a/v.yaml', 'apps/a/w.yaml'],
    ],
    ['a file that does not exist', 'resources: [missing.yaml]', ['apps/a/missing.yaml']],
    ['the root', 'resources: [../..]', ['.']],
    ['names with spaces', 'resources: ["a b.yaml"]', ['apps/a/a b.yaml']],
    [
      'names that kustomize takes for those',
      'Resources: [a.yaml]\nOpenAPI: {PATH: s.json}',
      ['apps/a/a.yaml', 'apps/a/s.json'],
    ],
    ['files under such names', 'configmapgenerator: [{Files: [a.txt]}]', ['apps/a/a.txt']],
    ['JSON', '{"resources": ["a.yaml"]}', ['apps/a/a.yaml']],
  ])('%s', async (_, text, references) => {
    expect(await read(text)).toMatchObject({ references, remotes: [] });
  });

  it.each([
    ['patches written in place', 'patches: [{patch: "a: 1\\nb: 2"}]'],
    ['merge patches written in place', 'patchesStrategicMerge:\n- |\n  kind: A\n  metadata: {name: a}\n'],
    ['transformers written in place', 'transformers:\n- |-\n  kind: A\n  metadata: {}\n'],
    ['literals', 'configMapGenerator: [{literals: [a=b.txt, "url=https://example.com"]}]'],
    ['paths out of the repository', 'resources: [../../../x, ../../..]'],
    ['empty names', 'resources: ["", null]'],
    ['names that are no text', 'resources: [5, {a: 1}, [b.yaml]]'],
    ['fields that are no lists', 'resources: a.yaml\npatches: {path: p.yaml}\nconfigMapGenerator: x\nopenapi: y\n'],
    ['items that are no objects', 'patches: [p.yaml]\nconfigMapGenerator: [x, null]\nhelmCharts: [y]\n'],
    ['files that are no text', 'configMapGenerator: [{files: [5, null]}]'],
    ['other fields', 'namespace: a\nimages: [{name: a, newName: b}]\n'],
  ])('not %s', async (_, text) => {
    expect(await read(text)).toMatchObject({ references: [], remotes: [] });
  });
});

describe('remote references', () => {
  const SHAPES = [
    'https://example.com/manifests.yaml',
    'http://example.com/manifests.yaml',
    'HTTPS://example.com/manifests.yaml',
    'https://github.com/org/repo',
    'https://github.com/org/repo//path?ref=v1',
    'https://user:token@example.com/org/repo.git',
    'git::https://example.com/org/repo.git',
    'git::git@example.com:org/repo.git//path?ref=main',
    'git@github.com:org/repo',
    'git@github.com:org/repo.git//deploy?ref=v1.0.0',
    'user@host.example:repo',
    'ssh://git@example.com/org/repo',
    'ssh://git@example.com:2222/org/repo?ref=v1',
    'git://example.com/org/repo',
    'file:///etc/kubernetes',
    'file://../other',
    'ftp://example.com/a.yaml',
    's3::https://bucket.s3.amazonaws.com/a',
    'oci://example.com/org/artifact',
    'gh:org/repo',
    'github.com/org/repo',
    'github.com/org/repo?ref=v1',
    'github.com/org/repo//path?ref=v1&timeout=90s',
    'gitlab.example.com/group/repo/path',
    'example.com/org/repo.git',
    'dev.azure.com/org/project/_git/repo?path=/a',
    'org/repo.git',
    'org/repo.git/path',
    'org/repo?ref=main',
    '../repo?ref=main',
  ];

  it.each(SHAPES)('%s as a resource', async (entry) => {
    const { references, remotes } = await read(`resources: [ok.yaml, ${JSON.stringify(entry)}]`);
    expect(remotes).toEqual([entry]);
    expect(references).toEqual(['apps/a/ok.yaml']);
  });

  it.each([
    ['bases', 'bases: [https://example.com/x]'],
    ['components', 'components: ["https://example.com/x"]'],
    ['crds', 'crds: ["https://example.com/x"]'],
    ['strategic merge patches', 'patchesStrategicMerge: ["https://example.com/x"]'],
    ['patches', 'patches: [{path: "https://example.com/x"}]'],
    ['JSON patches', 'patchesJson6902: [{path: "https://example.com/x"}]'],
    ['replacements', 'replacements: [{path: "https://example.com/x"}]'],
    ['configurations', 'configurations: ["https://example.com/x"]'],
    ['generators', 'generators: ["https://example.com/x"]'],
    ['transformers', 'transformers: ["https://example.com/x"]'],
    ['validators', 'validators: ["https://example.com/x"]'],
    ['openapi', 'openapi: {path: "https://example.com/x"}'],
    ['files of ConfigMaps', 'configMapGenerator: [{files: ["https://example.com/x"]}]'],
    ['named files of ConfigMaps', 'configMapGenerator: [{files: ["key=https://example.com/x"]}]'],
    ['environments of ConfigMaps', 'configMapGenerator: [{envs: ["https://example.com/x"]}]'],
    ['the environment of a Secret', 'secretGenerator: [{env: "https://example.com/x"}]'],
    ['files of Secrets', 'secretGenerator: [{files: ["https://example.com/x"]}]'],
    ['values of charts', 'helmCharts: [{name: a, valuesFile: "https://example.com/x"}]'],
    ['more values of charts', 'helmCharts: [{name: a, additionalValuesFiles: ["https://example.com/x"]}]'],
  ])('in %s', async (_, text) => {
    expect(await read(text)).toMatchObject({ references: [], remotes: ['https://example.com/x'] });
  });

  it.each([
    'a.yaml',
    './a.yaml',
    '../base',
    'my.app',
    'v1.2.3',
    'org/repo',
    'base/',
    'a-b_c/d.yaml',
    '..config/a.yaml',
    'deploy.git.yaml',
  ])('%s is none, whether it exists or not', async (entry) => {
    expect((await read(`resources: [${entry}]`)).remotes).toEqual([]);
    expect((await read(`resources: [${entry}]`, { [`apps/a/${entry}`]: '' })).remotes).toEqual([]);
  });

  it.each([
    ['github.com/org/repo', 'apps/a/github.com/org/repo/kustomization.yaml', 'apps/a/github.com/org/repo'],
    ['my.app/a.yaml', 'apps/a/my.app/a.yaml', 'apps/a/my.app/a.yaml'],
    ['a@b.yaml', 'apps/a/a@b.yaml', 'apps/a/a@b.yaml'],
    ['org/repo.git', 'apps/a/org/repo.git/kustomization.yaml', 'apps/a/org/repo.git'],
    ['what?.yaml', 'apps/a/what?.yaml', 'apps/a/what?.yaml'],
  ])('%s is none where it exists', async (entry, file, reference) => {
    expect(await read(`resources: [${entry}]`, { [file]: '' })).toMatchObject({ references: [reference], remotes: [] });
  });

  it('a scheme is fetched, whatever lies beside the kustomization', async () => {
    const files = { 'apps/a/https:/example.com/a.yaml': '', 'apps/a/file:/a.yaml': '' };
    const { remotes } = await read('resources: ["https://example.com/a.yaml", "file:///a.yaml"]', files);
    expect(remotes).toEqual(['https://example.com/a.yaml', 'file:///a.yaml']);
  });
});

describe('charts that it inflates', () => {
  it.each<[name: string, text: string, helmCharts: string[]]>([
    ['none', 'resources: []', []],
    ['with a repository', 'helmCharts: [{name: db, repo: "https://example.com"}]', ['db of https://example.com']],
    ['in the repository', 'helmCharts: [{name: db}]', ['db']],
    ['several', 'helmCharts: [{name: a}, {name: b}]', ['a', 'b']],
    [
      'in the old field',
      'helmChartInflationGenerator: [{chartName: db, chartRepo: "https://example.com"}]',
      ['db of https://example.com'],
    ],
    ['without being objects', 'helmCharts: [5]', ['a chart without a name']],
  ])('%s', async (_, text, helmCharts) => {
    expect((await read(text)).helmCharts).toEqual(helmCharts);
  });
});

describe('the kustomization itself', () => {
  it.each([
    ['Component', true],
    ['Kustomization', false],
    ['component', false],
  ])('of kind %s is a component: %s', async (kind, isComponent) => {
    expect((await read(`kind: ${kind}\nresources: []\n`)).isComponent).toBe(isComponent);
  });

  it('is no component without a kind', async () => {
    expect((await read('resources: []')).isComponent).toBe(false);
  });

  it('has a file and a directory', async () => {
    expect(await read('resources: []')).toMatchObject({ file: 'apps/a/kustomization.yaml', directory: 'apps/a' });
    const tree = createFileTree({ Kustomization: 'resources: [a.yaml]' });
    expect(await readKustomization(tree, 'Kustomization')).toMatchObject({ directory: '.', references: ['a.yaml'] });
  });

  it.each([
    ['broken', 'resources: ['],
    ['a template', 'resources:\n- {{ .x }}: a\n'],
    ['a list', '- resources: [a.yaml]\n'],
    ['text', 'resources'],
    ['empty', ''],
    ['a comment', '# nothing'],
  ])('names nothing when it is %s', async (_, text) => {
    expect(await read(text)).toMatchObject({ references: [], remotes: [], helmCharts: [], isComponent: false });
  });

  it('names nothing when it cannot be read', async () => {
    const tree = createFileTree({ 'a/kustomization.yaml': LINK_OUT });
    expect(await readKustomization(tree, 'a/kustomization.yaml')).toMatchObject({ references: [], remotes: [] });
  });

  it('may be UTF-16', async () => {
    const bytes = Buffer.concat([Uint8Array.of(0xff, 0xfe), Buffer.from('resources: [a.yaml]', 'utf16le')]);
    const tree = createFileTree({ 'kustomization.yaml': bytes });
    expect((await readKustomization(tree, 'kustomization.yaml')).references).toEqual(['a.yaml']);
  });

  it('keeps errors of the tree that it does not know', async () => {
    const tree = { ...createFileTree({}), read: () => Promise.reject(new Error('disk on fire')) };
    await expect(readKustomization(tree, 'kustomization.yaml')).rejects.toThrow('disk on fire');
  });
});
