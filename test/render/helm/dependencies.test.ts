import { mkdir, readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RenderError } from '../../../src/model/errors.ts';
import { type Content, checkout, contentOf, Helm, hasHelm, request } from './checkout.ts';

let helm: Helm;
beforeAll(async () => {
  helm = await Helm.find();
  await mkdir(helm.settings.scratch, { recursive: true });
});
afterAll(() => helm.stop());

type Files = Readonly<Record<string, Content>>;

interface Needed {
  readonly name: string;
  readonly version?: string;
  readonly repository?: string;
}

/** A chart with one ConfigMap of its name. */
function chart(directory: string, dependencies: readonly Needed[] = [], apiVersion = 'v2'): Files {
  const name = directory.split('/').at(-1) ?? '';
  const needed = { dependencies: dependencies.map((dependency) => ({ version: '1.x.x', ...dependency })) };
  const fields = { apiVersion, name, version: '1.2.0' };
  return {
    [`${directory}/Chart.yaml`]: JSON.stringify(apiVersion === 'v2' ? { ...fields, ...needed } : fields),
    ...(apiVersion === 'v2' ? {} : { [`${directory}/requirements.yaml`]: JSON.stringify(needed) }),
    [`${directory}/templates/a.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`,
  };
}

/** Names of what was rendered, or the error. */
async function render(files: Files, path = 'app', options = {}): Promise<readonly string[] | string> {
  const root = await checkout(files);
  const before = await contentOf(root);
  try {
    const { text } = await helm.render(request(root, { path, options }));
    return [...text.matchAll(/name: ([\w-]+)/g)].map(([, name = '']) => name).sort();
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return error.message;
  } finally {
    expect(await contentOf(root), 'nothing in the checkout is written').toEqual(before);
    expect(await readdir(helm.settings.scratch), 'nothing is left behind').toEqual([]);
  }
}

const LIB: Needed = { name: 'lib', repository: 'file://../lib' };
const REDIS: Needed = { name: 'redis', repository: 'https://charts.example.com/stable' };

describe.runIf(hasHelm)('dependencies', () => {
  it.each<[string, Files, readonly string[]]>([
    ['that are vendored, as they are', { ...chart('app', [REDIS]), ...chart('app/charts/redis') }, ['app', 'redis']],
    ['in the same repository', { ...chart('app', [LIB]), ...chart('lib') }, ['app', 'lib']],
    ['of the old format', { ...chart('app', [LIB], 'v1'), ...chart('lib', [], 'v1') }, ['app', 'lib']],
    [
      'in a directory of the chart itself',
      { ...chart('app', [{ name: 'lib', repository: 'file://parts/lib/' }]), ...chart('app/parts/lib') },
      ['app', 'lib'],
    ],
    ['by a link', { ...chart('app', [LIB]), ...chart('real/lib'), lib: { link: 'real/lib' } }, ['app', 'lib']],
    [
      'with links to what they share',
      {
        ...chart('app', [LIB]),
        ...chart('lib'),
        'lib/templates/b.yaml': { link: '../../shared/b.yaml' },
        'app/templates/b.yaml': { link: '../../shared/b.yaml' },
        'shared/b.yaml': 'kind: Secret\nmetadata: {name: shared}\n',
      },
      ['app', 'lib', 'shared', 'shared'],
    ],
    [
      'but not those of dependencies, which Argo CD does not build',
      { ...chart('app', [LIB]), ...chart('lib', [{ name: 'deep', repository: 'file://../deep' }]), ...chart('deep') },
      ['app', 'lib'],
    ],
    [
      'with those of dependencies that are vendored',
      {
        ...chart('app', [LIB]),
        ...chart('lib', [{ name: 'deep', repository: 'file://../deep' }]),
        ...chart('lib/charts/deep'),
      },
      ['app', 'deep', 'lib'],
    ],
  ])('are rendered: %s', async (_, files, names) => {
    expect(await render(files)).toEqual(names);
  });

  it('keep the values of the checkout', async () => {
    const files = {
      ...chart('app', [LIB]),
      ...chart('lib'),
      'app/templates/v.yaml': 'kind: Secret\nmetadata: {name: {{ .Values.name }}}\n',
      'values/v.yaml': 'name: from-file',
    };
    expect(await render(files, 'app', { valueFiles: ['../values/v.yaml'] })).toEqual(['app', 'from-file', 'lib']);
  });

  it('are found where the app directory is a link', async () => {
    const files = { ...chart('charts/app', [LIB]), ...chart('charts/lib'), apps: { link: 'charts' } };
    expect(await render(files, 'apps/app')).toEqual(['app', 'lib']);
  });

  it('are found in the root', async () => {
    const { 'app/Chart.yaml': file = '', 'app/templates/a.yaml': template = '' } = chart('app', [
      { name: 'lib', repository: 'file://lib' },
    ]);
    expect(await render({ 'Chart.yaml': file, 'templates/a.yaml': template, ...chart('lib') }, '.')).toEqual([
      'app',
      'lib',
    ]);
  });

  it.each<[string, Files, string]>([
    [
      'they are remote',
      { ...chart('app', [LIB, REDIS]), ...chart('lib') },
      'helm: it needs redis 1.x.x from https://charts.example.com/stable, which charts/ does not hold: nothing is fetched; ' +
        'run helm dependency build and commit charts/, or let it be fetched by --allow-fetch',
    ],
    [
      'they have an alias for their repository',
      chart('app', [
        { name: 'redis', repository: '@stable' },
        { name: 'mongo', repository: 'oci://registry.example/charts' },
      ]),
      'helm: it needs redis 1.x.x from @stable, mongo 1.x.x from oci://registry.example/charts, which charts/ does not hold: ' +
        'nothing is fetched; run helm dependency build and commit charts/, or let it be fetched by --allow-fetch',
    ],
    [
      'others would be fetched again',
      { ...chart('app', [LIB, REDIS]), ...chart('lib'), ...chart('app/charts/redis') },
      'helm: charts/ does not hold lib, and to build it helm would fetch redis 1.x.x from https://charts.example.com/stable again: ' +
        'nothing is fetched; run helm dependency build and commit charts/, or let it be fetched by --allow-fetch',
    ],
    [
      'they are outside of the repository',
      chart('app', [{ name: 'lib', repository: 'file://../../lib' }]),
      'helm: it needs lib 1.x.x from file://../../lib, which is outside of the repository',
    ],
    [
      'their path is absolute',
      chart('app', [{ name: 'lib', repository: 'file:///usr/lib' }]),
      'helm: it needs lib 1.x.x from file:///usr/lib, which is outside of the repository',
    ],
    ['they do not exist', chart('app', [LIB]), 'helm: directory ../lib not found'],
    [
      'their version is another',
      { ...chart('app', [{ ...LIB, version: '2.x.x' }]), ...chart('lib') },
      'helm: can\'t get a valid version for 1 subchart(s): "lib" (repository "file://../lib", version "2.x.x"). Make sure a matching ' +
        'chart version exists in the repo, or change the version constraint in Chart.yaml',
    ],
    [
      'Chart.lock is stale',
      {
        ...chart('app', [LIB]),
        ...chart('lib'),
        'app/Chart.lock': `dependencies:\n- {name: lib, repository: file://../lib, version: 1.2.0}\ndigest: sha256:0\n`,
      },
      "helm: the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please update the dependencies with 'helm dependency update'",
    ],
    [
      'they have a link that leads out',
      { ...chart('app', [LIB]), ...chart('lib'), 'lib/files/x': { link: '../../../x' } },
      'lib/files/x is a link that leaves the repository',
    ],
    ['they lie nowhere', chart('app', [{ name: 'lib' }]), 'helm: directory charts/lib not found'],
  ])('fail when %s', async (_, files, message) => {
    expect(await render(files)).toBe(message);
  });
});

describe.runIf(hasHelm)('links in a chart', () => {
  it.each<[string, Files, string]>([
    [
      'lead out',
      { 'app/templates/x': { link: '../../../etc' } },
      'app/templates/x is a link that leaves the repository',
    ],
    [
      'lead out and back',
      { 'app/files/x': { link: '../../../x/app/Chart.yaml' } },
      'app/files/x is a link that leaves the repository',
    ],
    ['are absolute', { 'app/x': { link: '/etc/hostname' } }, 'app/x is an absolute link, which Argo CD refuses'],
    [
      'lead out by another link',
      { 'app/files': { link: '../shared' }, 'shared/x': { link: '../../etc' } },
      'shared/x is a link that leaves the repository',
    ],
    ['lead around', { 'app/templates/x': { link: '..' } }, 'app/templates/x is a link to a directory around it'],
  ])('are refused when they %s', async (_, links, message) => {
    expect(await render({ ...chart('app'), ...links })).toBe(message);
  });

  it('are followed when they stay inside', async () => {
    const files = {
      ...chart('app'),
      'app/templates/x': { link: '../../shared' },
      ...{ 'shared/x.yaml': 'kind: Secret\nmetadata: {name: x}' },
    };
    expect(await render(files)).toEqual(['app', 'x']);
  });
});
