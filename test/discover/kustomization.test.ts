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
    expect(await read(text)).toMatchObject({ references });
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
    expect(await read(text)).toMatchObject({ references: [] });
  });
});

it.each(['https://example.com/a.yaml', 'file:///a.yaml', 'git::https://example.com/org/repo.git'])(
  '%s is fetched, whatever lies beside the kustomization',
  async (entry) => {
    const files = { 'apps/a/https:/example.com/a.yaml': '', 'apps/a/file:/a.yaml': '' };
    expect((await read(`resources: [ok.yaml, "${entry}"]`, files)).references).toEqual(['apps/a/ok.yaml']);
  },
);

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
    expect(await read(text)).toMatchObject({ references: [], isComponent: false });
  });

  it('names nothing when it cannot be read', async () => {
    const tree = createFileTree({ 'a/kustomization.yaml': LINK_OUT });
    expect(await readKustomization(tree, 'a/kustomization.yaml')).toMatchObject({ references: [] });
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
