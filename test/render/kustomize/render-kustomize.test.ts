import { describe, expect, it } from 'vitest';
import { RenderError } from '../../../src/model/errors.ts';
import { sayWhySkipped } from '../../skipped.ts';
import { DEPLOYMENT, type Files, type RenderTest, render, useCheckouts } from './checkout.ts';

const isBundled = process.platform === 'linux' && process.arch === 'x64';
if (!isBundled) sayWhySkipped('rendering Kustomize sources', 'kubectl is bundled for linux/amd64 only');

useCheckouts();

const APP = { 'repo/app/deployment.yaml': DEPLOYMENT, 'repo/app/kustomization.yaml': 'resources: [deployment.yaml]\n' };

function app(kustomization: string, more: Files = {}): Files {
  return { ...APP, 'repo/app/kustomization.yaml': kustomization, ...more };
}

const COMPONENT = (annotation: string) =>
  `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {${annotation}: "true"}\n`;

const PATCH = '- {op: add, path: /spec/paused, value: true}';
const WEB = { kind: 'Deployment', name: 'web' };

describe.runIf(isBundled)('renderKustomize', () => {
  it('builds in place what is not edited', async () => {
    expect(await render(APP)).toBe(DEPLOYMENT);
    expect(await render(APP, { options: { forceCommonLabels: true, labelWithoutSelector: true } })).toBe(DEPLOYMENT);
  });

  it.each<[string, Readonly<Record<string, unknown>>, readonly string[], readonly string[]]>([
    ['1 namePrefix', { namePrefix: 'a-' }, ['  name: a-web'], []],
    ['2 nameSuffix', { nameSuffix: '-b' }, ['  name: web-b'], []],
    ['3 images', { images: ['nginx=mirror/nginx:$REVISION'] }, ['image: mirror/nginx:abc'], []],
    ['4 replicas', { replicas: [{ name: 'web', count: '3' }] }, ['  replicas: 3'], []],
    ['5 commonLabels', { commonLabels: { team: '$REVISION' } }, ['      team: abc', '        team: abc'], []],
    [
      '5 labels without selector',
      { commonLabels: { team: 'a' }, labelWithoutSelector: true },
      ['  labels:\n    team: a\n'],
      ['      team: a'],
    ],
    [
      '5 labels with templates',
      { commonLabels: { team: 'a' }, labelWithoutSelector: true, labelIncludeTemplates: true },
      ['        team: a'],
      ['matchLabels:\n      app: web\n      team'],
    ],
    ['6 commonAnnotations', { commonAnnotations: { a: '$REVISION' } }, ['a: $REVISION'], []],
    [
      '6 commonAnnotations, substituted',
      { commonAnnotations: { a: '$REVISION' }, commonAnnotationsEnvsubst: true },
      ['a: abc'],
      [],
    ],
    ['7 namespace', { namespace: 'team-b' }, ['  namespace: team-b'], []],
    ['8 patches', { patches: [{ target: WEB, patch: PATCH }] }, ['  paused: true'], []],
    ['8 patches by path', { patches: [{ target: WEB, path: 'paused.yaml' }] }, ['  paused: true'], []],
    [
      '8 patches with options',
      { patches: [{ patch: DEPLOYMENT, target: WEB, options: { allowNameChange: true } }] },
      ['name: web'],
      [],
    ],
    ['9 components', { components: ['../components/one'] }, ['one: "true"'], ['two:']],
    ['9 components by pattern', { components: ['../components/*'] }, ['one: "true"', 'two: "true"'], []],
    [
      '9 components of which one is missing',
      { components: ['../components/none', '../components/two'], ignoreMissingComponents: true },
      ['two: "true"'],
      ['one:'],
    ],
    [
      '9 components by pattern, which counts as missing',
      { components: ['../components/*'], ignoreMissingComponents: true },
      ['name: web'],
      ['one:', 'two:'],
    ],
  ])('%s', async (_, options, expected, unexpected) => {
    const files = {
      ...APP,
      'repo/app/paused.yaml': PATCH,
      'repo/components/one/kustomization.yaml': COMPONENT('one'),
      'repo/components/two/kustomization.yaml': COMPONENT('two'),
    };
    const text = await render(files, { options, environment: { REVISION: 'abc' } });
    for (const part of expected) expect(text).toContain(part);
    for (const part of unexpected) expect(text).not.toContain(part);
  });

  it('edits a file with old names of fields', async () => {
    const kustomization = `bases: [../base]
imageTags: [{name: nginx, newTag: '2'}]
patchesStrategicMerge: [patch.yaml]
patchesJson6902: [{target: {group: apps, version: v1, kind: Deployment, name: web}, path: json.yaml}]
configMapGenerator: [{name: settings, env: settings.env}]
`;
    const files = {
      'repo/app/kustomization.yaml': kustomization,
      'repo/app/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 7}\n',
      'repo/app/json.yaml': PATCH,
      'repo/app/settings.env': 'A=B\n',
      'repo/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'repo/base/deployment.yaml': DEPLOYMENT,
    };
    const text = await render(files, { options: { images: ['other:1'], patches: [{ target: WEB, patch: PATCH }] } });
    for (const part of ['image: nginx:2', 'replicas: 7', 'paused: true', 'A: B']) expect(text).toContain(part);
  });

  it('copies all that the build reads: files, directories, links, and what generators name', async () => {
    const files = {
      'repo/app/kustomization.yaml': 'resources: [../base, link.yaml]\ngenerators: [generator.yaml]\n',
      'repo/app/deployment.yaml': DEPLOYMENT,
      'repo/app/link.yaml': '-> deployment.yaml',
      'repo/app/generator.yaml':
        'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: generated}\nfiles: [deep/file.txt]\n',
      'repo/app/deep/file.txt': 'read by a generator',
      'repo/base': '-> versions/v2',
      'repo/versions/v2/kustomization.yaml': 'resources: [../common]\nnameSuffix: -v2\n',
      'repo/versions/common/Kustomization': 'resources: [account.yaml]\n',
      'repo/versions/common/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: account}\n',
    };
    const plain = await render(files);
    const text = await render(files, { options: { namePrefix: 'p-' } });
    for (const part of ['read by a generator', 'name: account-v2']) expect(plain).toContain(part);
    for (const part of ['read by a generator', 'name: p-account-v2', 'name: p-web']) expect(text).toContain(part);
  });

  it('edits the kustomization of the root, and one that is a link', async () => {
    const files = {
      'repo/kustomization.yaml': 'resources: [app/deployment.yaml]\n',
      'repo/app/deployment.yaml': DEPLOYMENT,
    };
    expect(await render(files, { path: '.', options: { namePrefix: 'a-' } })).toContain('name: a-web');
    const linked = {
      ...{ 'repo/app/kustomization.yaml': '-> real.yaml', 'repo/app/real.yaml': 'resources: [deployment.yaml]\n' },
      'repo/app/deployment.yaml': DEPLOYMENT,
    };
    expect(await render(linked, { options: { namePrefix: 'a-' } })).toContain('name: a-web');
  });

  it('passes harmless build options on', async () => {
    const files = {
      'repo/app/kustomization.yaml': 'resources: [../shared/deployment.yaml]\n',
      'repo/shared/deployment.yaml': DEPLOYMENT,
    };
    const buildOptions = '--load-restrictor LoadRestrictionsNone  --as-current-user --stack-trace';
    expect(await render(files, { buildOptions })).toBe(DEPLOYMENT);
    expect(await render(files, { buildOptions, options: { namePrefix: 'a-' } })).toContain('name: a-web');
    await expect(render(files)).rejects.toThrow(/security; file 'shared\/deployment.yaml' is not in or below 'app'/);
    await expect(render(files, { options: { namePrefix: 'a-' } })).rejects.toThrow(
      /security; file 'shared\/deployment.yaml' is not in or below 'app'/,
    );
  });
});

describe.runIf(isBundled)('renderKustomize refuses', () => {
  it.each<[string, Files, RenderTest, RegExp]>([
    ['a version', APP, { options: { version: 'v4.5.7' } }, /^kustomize.version: v4.5.7 is not registered/],
    ['a label that is there', app('commonLabels: {a: b}\n'), { options: { commonLabels: { a: 'c' } } }, /already in/],
    [
      'templates without without-selector',
      APP,
      { options: { commonLabels: { a: 'c' }, labelIncludeTemplates: true } },
      /--without-selector flag must be specified/,
    ],
    [
      'a component that is missing',
      APP,
      { options: { components: ['../none'] } },
      /components: \.\.\/none has no match/,
    ],
    [
      'a component that is remote',
      APP,
      { options: { components: ['https://example.com/org/repo?ref=v1'] } },
      /components: needs https:\/\/example.com\/org\/repo\?ref=v1: nothing is fetched/,
    ],
    [
      'a component outside',
      { ...APP, 'outside/kustomization.yaml': COMPONENT('x') },
      { options: { components: ['../../outside'] } },
      /components: \.\.\/\.\.\/outside leaves the repository/,
    ],
    [
      'a patch that is remote',
      APP,
      { options: { patches: [{ path: 'https://example.com/patch.yaml' }] } },
      /needs https:\/\/example.com\/patch.yaml: nothing is fetched/,
    ],
    [
      'a patch outside',
      { ...APP, 'outside.yaml': PATCH },
      { options: { patches: [{ path: '../../outside.yaml', target: WEB }] } },
      /app\/kustomization.yaml: patches: \.\.\/\.\.\/outside.yaml leaves the repository/,
    ],
    [
      'remote resources, also of what it includes, however they are spelled',
      app('Resources: [../base, "github.com/org/repo?ref=v1"]\n', {
        'repo/base/kustomization.yaml': 'BASES: ["git@example.com:org/repo"]\n',
      }),
      {},
      /^kustomize: needs git@example.com:org\/repo, github.com\/org\/repo\?ref=v1: nothing is fetched/,
    ],
    [
      'a directory outside',
      app('resources: [../../outside]\n', { 'outside/kustomization.yaml': 'namePrefix: x\n' }),
      {},
      /app\/kustomization.yaml: resources: \.\.\/\.\.\/outside leaves the repository/,
    ],
    [
      'a file outside that is not restricted',
      app('configMapGenerator: [{name: x, files: [key=/etc/hostname]}]\n'),
      { buildOptions: '--load-restrictor=LoadRestrictionsNone' },
      /configMapGenerator: \/etc\/hostname leaves the repository/,
    ],
    [
      'a patch of several lines that is a path outside',
      app('resources: [deployment.yaml]\npatchesStrategicMerge: ["../../out\\nside.yaml"]\n', {
        'out\nside.yaml': 'x',
      }),
      {},
      /leaves the repository/,
    ],
    [
      'generators that are not restricted',
      app('generators: [deployment.yaml]\n'),
      { buildOptions: '--load-restrictor LoadRestrictionsNone' },
      /could read files outside/,
    ],
    [
      'an absolute link',
      app('resources: [link.yaml]\n', { 'repo/app/link.yaml': '-> /etc/hostname' }),
      {},
      /app\/link.yaml is an absolute link/,
    ],
    [
      'a link that leaves the repository and comes back',
      app('resources: [link/deployment.yaml]\n', { 'repo/app/link': '-> ../../repo/app' }),
      { options: { namePrefix: 'a-' } },
      /app\/link\/deployment.yaml is a link that leaves the repository/,
    ],
    [
      'two kustomization files to edit',
      { ...APP, 'repo/app/kustomization.yml': '' },
      { options: { namePrefix: 'a-' } },
      /Found multiple kustomization files: app\/kustomization.yaml, app\/kustomization.yml/,
    ],
    ['two kustomization files to build', { ...APP, 'repo/app/kustomization.yml': '' }, {}, /Found multiple kustomiz/],
    ['no kustomization to edit', { 'repo/app/x': '' }, { options: { namePrefix: 'a-' } }, /Missing kustomization file/],
    ['no kustomization to build', { 'repo/app/x': '' }, {}, /unable to find one of 'kustomization.yaml'/],
    ['a field that kustomize does not know', app('resource: []\n'), { options: { namePrefix: 'a-' } }, /unknown field/],
    [
      'patches that are no list',
      app('patches:\n'),
      { options: { patches: [{ patch: PATCH }] } },
      /patches: got nothing/,
    ],
    ['YAML that cannot be read', app('a: [b\n'), {}, /^app\/kustomization.yaml: line \d: /],
    ['a field in two spellings', app('resources: []\nResources: []\n'), {}, /resources is there twice/],
    ['helm charts', app('helmCharts: [{name: x}]\n'), {}, /must specify --enable-helm/],
    [
      'exec functions',
      APP,
      { buildOptions: '--enable-helm --enable-exec' },
      /build option --enable-exec is refused: it lets/,
    ],
  ])('%s', async (_, files, test, message) => {
    const rendered = render(files, test);
    await expect(rendered).rejects.toThrow(message);
    await expect(rendered).rejects.toThrow(RenderError);
  });
});

describe.runIf(isBundled)('renderKustomize fetches nothing', () => {
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
  ])('in %s', async (_, kustomization) => {
    await expect(render(app(kustomization))).rejects.toThrow(
      'kustomize: needs https://example.com/x: nothing is fetched',
    );
  });
});
