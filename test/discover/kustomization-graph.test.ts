import { describe, expect, it } from 'vitest';
import { readKustomizationGraph } from '../../src/discover/kustomization-graph.ts';
import { createFileTree } from '../fakes/file-tree.ts';

/** The graph of kustomizations that are given by directory, as lists of what they include. */
function graphOf(resources: Readonly<Record<string, string>>, listed = Object.keys(resources)) {
  const files = Object.entries(resources).map(([directory, entries]) => {
    const text = entries.startsWith('kind:') ? entries : `resources: [${entries}]`;
    return [directory === '.' ? 'kustomization.yaml' : `${directory}/kustomization.yaml`, text];
  });
  return readKustomizationGraph(createFileTree(Object.fromEntries(files)), listed);
}

const COMPONENT = 'kind: Component\nresources: [../base]';

describe('roots', () => {
  it.each<[name: string, resources: Record<string, string>, roots: string[]]>([
    ['one alone', { a: 'x.yaml' }, ['a']],
    ['one at the root', { '.': 'x.yaml' }, ['.']],
    ['several that know nothing of each other', { a: '', b: '' }, ['a', 'b']],
    ['an overlay and not its base', { base: '', overlay: '../base' }, ['overlay']],
    ['two overlays and not their base', { base: '', dev: '../base', prod: '../base' }, ['dev', 'prod']],
    ['the end of a chain', { a: '../b', b: '../c', c: '' }, ['a']],
    ['the root, when it includes the others', { '.': 'a, b', a: '', b: '' }, ['.']],
    ['a base that includes upwards', { 'a/b': '..', a: '' }, ['a/b']],
    ['an overlay below its base', { a: '', 'a/dev': '..' }, ['a/dev']],
    ['no component', { a: '', c: 'kind: Component' }, ['a']],
    ['no component that is used', { a: '../c', c: 'kind: Component' }, ['a']],
    ['nothing but components: none', { c: 'kind: Component', d: 'kind: Component' }, []],
    ['no base that a used component includes', { base: '', c: COMPONENT, top: '../c' }, ['top']],
    ['a base that only an unused component includes', { base: '', c: COMPONENT }, ['base']],
    ['one that includes itself', { a: '.' }, ['a']],
    ['two that include each other: both', { a: '../b', b: '../a' }, ['a', 'b']],
    ['three in a circle: all', { a: '../b', b: '../c', c: '../a' }, ['a', 'b', 'c']],
    ['a circle that another includes: that one', { a: '../b', b: '../a', top: '../a' }, ['top']],
    ['a circle with a tail: the circle', { a: '../b', b: '../a, ../tail', tail: '' }, ['a', 'b', 'tail']],
    ['an overlay with a missing base', { a: '../missing' }, ['a']],
  ])('are %s', async (_, resources, roots) => {
    expect((await graphOf(resources)).roots).toEqual(roots);
  });

  it('are found among the listed directories only', async () => {
    const graph = await graphOf({ overlay: '../base', base: '' }, ['base']);
    expect(graph.roots).toEqual(['base']);
  });
});

describe('references', () => {
  it('are all files and directories that listed kustomizations name', async () => {
    const graph = await graphOf({ base: 'a.yaml, sub/b.yaml', overlay: '../base, patch.yaml' });
    expect([...graph.references].sort()).toEqual(['base', 'base/a.yaml', 'base/sub/b.yaml', 'overlay/patch.yaml']);
  });

  it('are not those of kustomizations elsewhere', async () => {
    const graph = await graphOf({ overlay: '../base', base: 'a.yaml' }, ['overlay']);
    expect([...graph.references]).toEqual(['base']);
  });
});

describe('files that building reads', () => {
  it.each<[name: string, resources: Record<string, string>, files: string[]]>([
    ['its own', { top: 'x.yaml, sub/y.yaml' }, ['top/x.yaml', 'top/sub/y.yaml', 'top/kustomization.yaml']],
    [
      'before those of what it includes',
      { top: '../base, x.yaml', base: 'y.yaml' },
      ['top/x.yaml', 'top/kustomization.yaml', 'base/y.yaml', 'base/kustomization.yaml'],
    ],
    [
      'however deep',
      { top: '../a', a: '../b', b: 'x.yaml' },
      ['top/kustomization.yaml', 'a/kustomization.yaml', 'b/x.yaml', 'b/kustomization.yaml'],
    ],
    [
      'of a component',
      { top: '../c', c: 'kind: Component\npatches: [{path: p.yaml}]' },
      ['top/kustomization.yaml', 'c/p.yaml', 'c/kustomization.yaml'],
    ],
    [
      'once, though two include it',
      { top: '../a, ../b', a: '../base', b: '../base', base: 'x.yaml' },
      [
        'top/kustomization.yaml',
        'a/kustomization.yaml',
        'b/kustomization.yaml',
        'base/x.yaml',
        'base/kustomization.yaml',
      ],
    ],
    ['in a circle', { top: '../a', a: '../top' }, ['top/kustomization.yaml', 'a/kustomization.yaml']],
    ['none that would be fetched', { top: 'https://example.com/x' }, ['top/kustomization.yaml']],
    ['not those of its neighbours', { top: '', other: 'x.yaml' }, ['top/kustomization.yaml']],
    ['none of a directory that nobody knows', { other: 'x.yaml' }, []],
  ])('%s', async (_, resources, files) => {
    expect((await graphOf(resources)).filesBelow('top')).toEqual(files);
  });
});

describe('files', () => {
  it.each([
    ['a/kustomization.yaml', 'a'],
    ['a/kustomization.yml', 'a'],
    ['a/Kustomization', 'a'],
    ['kustomization.yml', '.'],
  ])('%s is the kustomization of %s', async (file, directory) => {
    const graph = await readKustomizationGraph(createFileTree({ [file]: 'resources: [x.yaml]' }), [directory]);
    expect(graph.fileOf(directory)).toBe(file);
    expect(graph.roots).toEqual([directory]);
    expect(graph.references.size).toBe(1);
  });

  it('kustomization.yaml comes first where there are several', async () => {
    const tree = createFileTree({
      'a/Kustomization': 'resources: [3.yaml]',
      'a/kustomization.yaml': 'resources: [1.yaml]',
      'a/kustomization.yml': 'resources: [2.yaml]',
    });
    const graph = await readKustomizationGraph(tree, ['a']);
    expect(graph.fileOf('a')).toBe('a/kustomization.yaml');
    expect([...graph.references]).toEqual(['a/1.yaml']);
  });

  it('a directory without one is no root', async () => {
    const graph = await readKustomizationGraph(createFileTree({ 'a/x.yaml': '' }), ['a', 'b']);
    expect(graph.roots).toEqual([]);
  });
});

it('hundreds of kustomizations in a chain are read quickly', async () => {
  const count = 500;
  const resources = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `k${index}`,
      index + 1 < count ? `../k${index + 1}` : 'https://example.com/x',
    ]),
  );
  const start = performance.now();
  const graph = await graphOf(resources);
  expect(graph.roots).toEqual(['k0']);
  expect(graph.filesBelow('k0')).toHaveLength(count);
  expect(performance.now() - start).toBeLessThan(3000);
});
