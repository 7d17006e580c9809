import { describe, expect, it } from 'vitest';
import { discoverTargets } from '../../src/discover/discover.ts';
import type { Target } from '../../src/model/target.ts';
import { createFileTree, LINK_OUT, UNREADABLE_DIRECTORY } from '../fakes/file-tree.ts';

type Files = Parameters<typeof createFileTree>[0];

const discover = (files: Files, path = '.') => discoverTargets(createFileTree(files), path);

/** Ids of targets, with the files that they are made of. */
async function summarize(files: Files, path?: string): Promise<string[]> {
  const targets = await discover(files, path);
  return targets.map(({ id, files: own }) => [id, ...own].join(' '));
}

const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n';
const POD = 'apiVersion: v1\nkind: Pod\n';
const BASE = 'resources: [a.yaml]\n';

type Row = [name: string, files: Files, targets: string[]];

describe('plain manifests', () => {
  it.each<Row>([
    ['none', {}, []],
    ['at the root', { 'a.yaml': POD }, ['directory:. a.yaml']],
    [
      'one target a directory',
      { 'a/x.yaml': POD, 'a/y.yaml': POD, 'b/z.yaml': POD },
      ['directory:a a/x.yaml a/y.yaml', 'directory:b b/z.yaml'],
    ],
    [
      'directories within directories',
      { 'a/x.yaml': POD, 'a/b/y.yaml': POD },
      ['directory:a a/x.yaml', 'directory:a/b a/b/y.yaml'],
    ],
    [
      'by the ends of their names',
      { 'a.yaml': '', 'b.yml': '', 'c.json': '', 'd.YAML': '', 'e.txt': '', 'f.yaml.bak': '', 'g.jsonnet': '' },
      ['directory:. a.yaml b.yml c.json'],
    ],
    [
      'also with a dot before their name',
      { '.a.yaml': '', '.github/workflows/ci.yml': '' },
      ['directory:. .a.yaml', 'directory:.github/workflows .github/workflows/ci.yml'],
    ],
    [
      'also with names that are like others',
      { 'Kustomization.yaml': '', 'chart.yaml': '', 'values.yaml': '' },
      ['directory:. Kustomization.yaml chart.yaml values.yaml'],
    ],
    ['with the extension alone for a name', { '.yaml': '' }, ['directory:. .yaml']],
  ])('%s', async (_, files, targets) => {
    expect(await summarize(files)).toEqual(targets);
  });
});

describe('charts', () => {
  it.each<Row>([
    ['one', { 'a/Chart.yaml': CHART, 'a/values.yaml': '', 'a/templates/x.yaml': '' }, ['helm:a']],
    ['at the root', { 'Chart.yaml': CHART, 'values.yaml': '', 'templates/x.yaml': '', 'crds/y.yaml': '' }, ['helm:.']],
    ['every name that ends in Chart.yaml', { 'a/MyChart.yaml': CHART }, ['helm:a']],
    ['in lower case it is none', { 'a/chart.yaml': CHART }, ['directory:a a/chart.yaml']],
    ['a library is no target', { 'a/Chart.yaml': `${CHART}type: library\n`, 'a/templates/x.yaml': '' }, []],
    ['an application is one', { 'a/Chart.yaml': `${CHART}type: application\n` }, ['helm:a']],
    ['another type is one', { 'a/Chart.yaml': `${CHART}type: Library\n` }, ['helm:a']],
    [
      'a vendored chart is none',
      { 'a/Chart.yaml': CHART, 'a/charts/b/Chart.yaml': CHART, 'a/charts/b/templates/x.yaml': '' },
      ['helm:a'],
    ],
    [
      'nor is a chart in a vendored chart',
      { 'a/Chart.yaml': CHART, 'a/charts/b/Chart.yaml': CHART, 'a/charts/b/charts/c/Chart.yaml': CHART },
      ['helm:a'],
    ],
    ['nor is one in a library', { 'a/Chart.yaml': 'type: library', 'a/charts/b/Chart.yaml': CHART }, []],
    ['nor is one in a chart at the root', { 'Chart.yaml': CHART, 'charts/b/Chart.yaml': CHART }, ['helm:.']],
    [
      'a folder named charts without a chart around it is a folder',
      { 'charts/a/Chart.yaml': CHART, 'charts/b/Chart.yaml': CHART, 'charts/x.yaml': POD },
      ['directory:charts charts/x.yaml', 'helm:charts/a', 'helm:charts/b'],
    ],
    [
      'a chart elsewhere in a chart is one',
      { 'a/Chart.yaml': CHART, 'a/tests/b/Chart.yaml': CHART },
      ['helm:a', 'helm:a/tests/b'],
    ],
    [
      'a chart beside one of a similar name',
      { 'a/Chart.yaml': CHART, 'a-charts/b/Chart.yaml': CHART },
      ['helm:a', 'helm:a-charts/b'],
    ],
  ])('%s', async (_, files, targets) => {
    expect(await summarize(files)).toEqual(targets);
  });

  it.each<[name: string, claimed: string[], free: string[]]>([
    [
      'what helm reads',
      ['Chart.yaml', 'values.yaml', 'values-prod.yaml', 'values.prod.yml', 'values.schema.json', 'requirements.yaml'],
      [],
    ],
    [
      'templates, CRDs and dependencies',
      ['templates/a.yaml', 'templates/tests/b.yaml', 'crds/c.yaml', 'charts/d/values.yaml'],
      [],
    ],
    [
      'nothing else',
      [],
      ['extra.yaml', 'ci/values.yaml', 'files/config.json', 'my-values.yaml', 'templatesx/a.yaml', 'sub/values.yaml'],
    ],
  ])('keep to themselves %s', async (_, claimed, free) => {
    for (const chart of ['a', '.']) {
      const inChart = (name: string) => (chart === '.' ? name : `${chart}/${name}`);
      const own = [...claimed, ...free].map((name) => [inChart(name), '']);
      const targets = await discover({ [inChart('Chart.yaml')]: CHART, ...Object.fromEntries(own) });
      expect(targets.flatMap((target) => target.files).sort()).toEqual(free.map(inChart).sort());
    }
  });

  it.each<[name: string, files: Files, title: string]>([
    ['its own', { 'apps/a/Chart.yaml': CHART }, 'shop'],
    ['its directory', { 'apps/a/Chart.yaml': 'version: 1.0.0\n' }, 'a'],
    ['its directory, when its own is a number', { 'apps/a/Chart.yaml': 'name: 5\n' }, 'a'],
    ['its directory, when it cannot be read', { 'apps/a/Chart.yaml': 'name: [' }, 'a'],
    ['its directory, when it is no object', { 'apps/a/Chart.yaml': '- name: x' }, 'a'],
    ['its directory, when it has no Chart.yaml of that very name', { 'apps/a/MyChart.yaml': CHART }, 'a'],
    ['its own, at the root', { 'Chart.yaml': CHART }, 'shop'],
    ['"chart", at the root', { 'Chart.yaml': '' }, 'chart'],
  ])('have a name: %s', async (_, files, title) => {
    expect((await discover(files)).map(({ name }) => name)).toEqual([title]);
  });
});

describe('kustomizations', () => {
  it.each<Row>([
    ['one', { 'a/kustomization.yaml': BASE, 'a/a.yaml': POD }, ['kustomize:a']],
    ['at the root', { 'kustomization.yaml': BASE, 'a.yaml': POD }, ['kustomize:.']],
    ['by each of their names', { 'a/kustomization.yml': '', 'b/Kustomization': '' }, ['kustomize:a', 'kustomize:b']],
    [
      'what lies beside and is not named is not applied',
      { 'a/kustomization.yaml': BASE, 'a/a.yaml': POD, 'a/stray.yaml': POD },
      ['kustomize:a'],
    ],
    [
      'an overlay stands for its base',
      { 'base/kustomization.yaml': BASE, 'base/a.yaml': POD, 'prod/kustomization.yaml': 'resources: [../base]' },
      ['kustomize:prod'],
    ],
    [
      'a component is no target',
      { 'c/kustomization.yaml': 'kind: Component\n', 'a/kustomization.yaml': 'components: [../c]' },
      ['kustomize:a'],
    ],
    [
      'a circle is a target in every place',
      { 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a]' },
      ['kustomize:a', 'kustomize:b'],
    ],
    ['a broken one is a target', { 'a/kustomization.yaml': 'resources: [', 'a/a.yaml': POD }, ['kustomize:a']],
    ['one that is a template is a target', { 'a/kustomization.yaml': '{{ if .x }}\n' }, ['kustomize:a']],
    ['an empty one is a target', { 'a/kustomization.yaml': '' }, ['kustomize:a']],
    [
      'a fragment elsewhere belongs to who names it',
      { 'a/kustomization.yaml': 'patches: [{path: ../patches/p.yaml}]', 'patches/p.yaml': POD, 'patches/q.yaml': POD },
      ['kustomize:a', 'directory:patches patches/q.yaml'],
    ],
    [
      'a manifest elsewhere belongs to who names it',
      { 'a/kustomization.yaml': 'resources: [sub/x.yaml]', 'a/sub/x.yaml': POD },
      ['kustomize:a'],
    ],
    [
      'also a component claims its files',
      { 'c/kustomization.yaml': 'kind: Component\npatches: [{path: p/x.yaml}]', 'c/p/x.yaml': POD },
      [],
    ],
    [
      'files of a generator',
      { 'a/kustomization.yaml': 'configMapGenerator: [{files: [cfg/x.json]}]', 'a/cfg/x.json': '{}' },
      ['kustomize:a'],
    ],
  ])('%s', async (_, files, targets) => {
    expect(await summarize(files)).toEqual(targets);
  });

  it('know the files that they are made of', async () => {
    const targets = await discover({
      'base/kustomization.yaml': BASE,
      'base/a.yaml': POD,
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
      'prod/patch.yaml': POD,
      'prod/stray.yaml': POD,
      'chart/Chart.yaml': CHART,
    });
    expect(targets.map(({ id, inputs }) => [id, inputs])).toEqual([
      ['helm:chart', undefined],
      ['kustomize:prod', ['prod/patch.yaml', 'prod/kustomization.yaml', 'base/a.yaml', 'base/kustomization.yaml']],
    ]);
  });

  it('are followed out of the listed directory', async () => {
    const files = {
      'apps/prod/kustomization.yaml': 'resources: [../../shared/base]',
      'shared/base/kustomization.yaml': 'resources: [a.yaml]',
      'shared/base/a.yaml': '',
    };
    const [target, ...rest] = await discover(files, 'apps');
    expect(rest).toEqual([]);
    expect(target?.id).toBe('kustomize:apps/prod');
    expect(target?.inputs).toContain('shared/base/a.yaml');
  });
});

describe('types of a directory', () => {
  it.each<Row>([
    ['a kustomization wins over Chart.yaml', { 'a/Chart.yaml': CHART, 'a/kustomization.yaml': '' }, ['kustomize:a']],
    [
      'a chart below a kustomization',
      { 'a/kustomization.yaml': BASE, 'a/x/Chart.yaml': CHART },
      ['kustomize:a', 'helm:a/x'],
    ],
    [
      'a kustomization below a chart',
      { 'a/Chart.yaml': CHART, 'a/x/kustomization.yaml': BASE },
      ['helm:a', 'kustomize:a/x'],
    ],
    [
      'a chart beside a kustomization does not vendor',
      { 'a/Chart.yaml': CHART, 'a/kustomization.yaml': '', 'a/charts/b/Chart.yaml': CHART },
      ['kustomize:a', 'helm:a/charts/b'],
    ],
  ])('%s', async (_, files, targets) => {
    expect(await summarize(files)).toEqual(targets);
  });
});

it('a chart whose name sorts behind that of a kustomization wins', async () => {
  const targets = await discover({ 'a/myChart.yaml': CHART, 'a/kustomization.yaml': BASE });
  const kinds = targets.map(({ kind }) => kind);
  expect(kinds).toContain('HelmChart');
  expect(kinds).not.toContain('Kustomization');
});

describe('paths', () => {
  const files: Files = {
    'apps/shop/Chart.yaml': CHART,
    'apps/shop/templates/pod.yaml': POD,
    'apps/web/kustomization.yaml': BASE,
    'apps/web/a.yaml': POD,
    'jobs/a.yaml': POD,
    'jobs/notes.txt': POD,
  };

  it.each<[path: string, targets: string[]]>([
    ['.', ['helm:apps/shop', 'kustomize:apps/web', 'directory:jobs jobs/a.yaml']],
    ['apps', ['helm:apps/shop', 'kustomize:apps/web']],
    ['apps/shop', ['helm:apps/shop']],
    ['apps/web', ['kustomize:apps/web']],
    ['jobs', ['directory:jobs jobs/a.yaml']],
    ['jobs/a.yaml', ['manifests:jobs/a.yaml jobs/a.yaml']],
    ['jobs/notes.txt', ['manifests:jobs/notes.txt jobs/notes.txt']],
    ['apps/web/a.yaml', ['manifests:apps/web/a.yaml apps/web/a.yaml']],
    ['apps/shop/Chart.yaml', ['manifests:apps/shop/Chart.yaml apps/shop/Chart.yaml']],
    ['-', ['manifests:- -']],
  ])('%s', async (path, targets) => {
    expect(await summarize(files, path)).toEqual(targets);
  });

  it('below a chart lead to its templates as files', async () => {
    expect(await summarize(files, 'apps/shop/templates')).toEqual([
      'directory:apps/shop/templates apps/shop/templates/pod.yaml',
    ]);
  });
});

describe('targets', () => {
  it.each<[name: string, files: Files, path: string, target: Target]>([
    [
      'a chart',
      { 'apps/a/Chart.yaml': CHART },
      '.',
      {
        id: 'helm:apps/a',
        name: 'shop',
        kind: 'HelmChart',
        path: 'apps/a',
        definition: 'apps/a/Chart.yaml',
        files: [],
        origin: 'scanned',
      },
    ],
    [
      'a kustomization',
      { 'apps/a/kustomization.yml': '' },
      '.',
      {
        id: 'kustomize:apps/a',
        name: 'apps/a',
        kind: 'Kustomization',
        path: 'apps/a',
        definition: 'apps/a/kustomization.yml',
        files: [],
        inputs: ['apps/a/kustomization.yml'],
        origin: 'scanned',
      },
    ],
    [
      'a kustomization at the root',
      { Kustomization: '' },
      '.',
      {
        id: 'kustomize:.',
        name: 'kustomization',
        kind: 'Kustomization',
        path: '.',
        definition: 'Kustomization',
        files: [],
        inputs: ['Kustomization'],
        origin: 'scanned',
      },
    ],
    [
      'a directory',
      { 'a/x.yaml': '' },
      '.',
      {
        id: 'directory:a',
        name: 'a',
        kind: 'Directory',
        path: 'a',
        definition: 'a',
        files: ['a/x.yaml'],
        origin: 'scanned',
      },
    ],
    [
      'a file',
      { 'a/x.yaml': '' },
      'a/x.yaml',
      {
        id: 'manifests:a/x.yaml',
        name: 'a/x.yaml',
        kind: 'Manifests',
        path: 'a/x.yaml',
        definition: 'a/x.yaml',
        files: ['a/x.yaml'],
        origin: 'given',
      },
    ],
    [
      'standard input',
      {},
      '-',
      {
        id: 'manifests:-',
        name: 'standard input',
        kind: 'Manifests',
        path: '-',
        definition: '-',
        files: ['-'],
        origin: 'given',
      },
    ],
  ])('%s', async (_, files, path, target) => {
    expect(await discover(files, path)).toEqual([target]);
  });

  it('are sorted by path in byte order, and have ids of their own', async () => {
    const targets = await discover({
      'b/x.yaml': '',
      'B/x.yaml': '',
      'a/x.yaml': '',
      'a-b/x.yaml': '',
      'a/b/x.yaml': '',
      'é/x.yaml': '',
      'c/Chart.yaml': CHART,
      'c/extra.yaml': POD,
    });
    expect(targets.map(({ path }) => path)).toEqual(['B', 'a', 'a-b', 'a/b', 'b', 'c', 'c', 'é']);
    expect(targets.filter(({ path }) => path === 'c').map(({ id }) => id)).toEqual(['directory:c', 'helm:c']);
  });
});

describe('what cannot be read', () => {
  it('a link out of the repository is left to who reads the directory', async () => {
    expect(await summarize({ 'a/x.yaml': LINK_OUT, 'a/y.yaml': POD })).toEqual(['directory:a a/x.yaml a/y.yaml']);
  });

  it('a chart with a link out of the repository is refused, for helm would follow it', async () => {
    const targets = await discover({ 'a/Chart.yaml': CHART, 'a/files/secret': LINK_OUT, 'b/Chart.yaml': CHART });
    expect(targets.map(({ id, refusal }) => [id, refusal])).toEqual([
      ['helm:a', 'a/files/secret is a link that leaves the repository'],
      ['helm:b', undefined],
    ]);
  });

  it('a chart that is a link out of the repository is refused', async () => {
    const [target, ...rest] = await discover({ 'a/Chart.yaml': LINK_OUT });
    expect(rest).toEqual([]);
    expect(target).toMatchObject({ id: 'helm:a', refusal: 'a/Chart.yaml is a link that leaves the repository' });
  });

  it('a directory is a target that is refused', async () => {
    expect(await discover({ 'a/x.yaml': POD, 'a/private': UNREADABLE_DIRECTORY })).toMatchObject([
      { id: 'directory:a', files: ['a/x.yaml'] },
      {
        id: 'directory:a/private',
        name: 'a/private',
        kind: 'Directory',
        definition: 'a/private',
        files: [],
        origin: 'scanned',
        refusal: 'cannot be read: EACCES',
      },
    ]);
  });

  it('a directory whose name ends like a file is no file', async () => {
    expect(await discover({ 'a/x.yaml': UNREADABLE_DIRECTORY, 'b/Chart.yaml': UNREADABLE_DIRECTORY })).toMatchObject([
      { id: 'directory:a/x.yaml', files: [] },
      { id: 'directory:b/Chart.yaml', files: [] },
    ]);
  });
});

it('thousands of charts and directories are found quickly', async () => {
  const entries = Array.from({ length: 1000 }, (_, index) => [
    [`charts/c${index}/Chart.yaml`, CHART],
    [`charts/c${index}/templates/a.yaml`, POD],
    [`plain/d${index}/a.yaml`, POD],
  ]).flat();
  const start = performance.now();
  expect(await discover(Object.fromEntries(entries))).toHaveLength(2000);
  expect(performance.now() - start).toBeLessThan(3000);
});
