import { describe, expect, it } from 'vitest';
import { type Files, type RenderTest, render, useCheckouts } from './checkout.ts';

const isBundled = process.platform === 'linux' && process.arch === 'x64';

useCheckouts();

const CHART = (home: string): Files => ({
  [`${home}/Chart.yaml`]: 'apiVersion: v2\nname: game\nversion: 1.0.0\n',
  [`${home}/values.yaml`]: 'size: small\n',
  [`${home}/templates/pod.yaml`]: `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-{{ .Values.size }}
  annotations:
    kube: {{ .Capabilities.KubeVersion.Version | quote }}
    api: {{ .Capabilities.APIVersions.Has "example.com/v1/Thing" | quote }}
`,
});

function app(fields: string, more: Files = CHART('repo/app/charts/game')): Files {
  return { 'repo/app/kustomization.yaml': `helmCharts:\n- ${fields}\n`, ...more };
}

const HELM = { buildOptions: '--enable-helm' };
const VERSIONS = { kubeVersion: 'v1.30.1', apiVersions: ['example.com/v1/Thing'] };

describe.runIf(isBundled)('helm charts of a kustomization', () => {
  it.each<[string, Files, RenderTest, readonly string[]]>([
    ['as they lie in the repository', app('{name: game, releaseName: r}'), HELM, ['name: r-small']],
    ['with values', app('{name: game, releaseName: r, valuesInline: {size: big}}'), HELM, ['name: r-big']],
    [
      'with a repository and a version, where they were vendored',
      app(
        '{name: game, releaseName: r, version: 1.0.0, repo: "https://example.com"}',
        CHART('repo/app/charts/game-1.0.0/game'),
      ),
      HELM,
      ['name: r-small'],
    ],
    [
      'from a directory beside it',
      app('{name: game, releaseName: r}\nhelmGlobals: {chartHome: ../charts}', CHART('repo/charts/game')),
      { buildOptions: '--enable-helm --load-restrictor LoadRestrictionsNone' },
      ['name: r-small'],
    ],
    [
      'in a copy, with the versions of the cluster',
      app('{name: game, releaseName: r}'),
      { ...HELM, ...VERSIONS, options: { nameSuffix: '-s' } },
      ['name: r-small-s', 'kube: v1.30.1', 'api: "true"'],
    ],
    [
      'with the versions of the Application before those of the cluster',
      app('{name: game, releaseName: r}'),
      { ...HELM, ...VERSIONS, options: { kubeVersion: '1.29.0', apiVersions: ['x/v1'] } },
      ['kube: v1.29.0', 'api: "false"'],
    ],
  ])('are inflated %s', async (_, files, test, expected) => {
    const text = await render(files, test);
    for (const part of expected) expect(text).toContain(part);
  });

  it.each<[string, Files, RenderTest, RegExp]>([
    ['are not enabled', app('{name: game}'), {}, /must specify --enable-helm/],
    ['are switched off', app('{name: game}'), { buildOptions: '--enable-helm=false' }, /must specify --enable-helm/],
    [
      'would be fetched',
      app('{name: game, repo: "https://example.com"}', {}),
      HELM,
      /^app\/kustomization.yaml: helmCharts: there is no chart in app\/charts\/game: nothing is fetched/,
    ],
    [
      'were vendored in another version',
      app('{name: game, version: 2.0.0, repo: "https://example.com"}', CHART('repo/app/charts/game-1.0.0/game')),
      HELM,
      /no chart in app\/charts\/game-2.0.0\/game/,
    ],
    ['lie outside', app('{name: game}\nhelmGlobals: {chartHome: ../..}', CHART('game')), HELM, /leaves the repository/],
    ['lie anywhere', app('{name: game}\nhelmGlobals: {chartHome: /charts}'), HELM, /chartHome: \/charts leaves/],
    ['let helm write', app('{name: game}\nhelmGlobals: {configHome: .}'), HELM, /configHome is refused/],
    ['are named like a path', app('{name: ../charts/game}'), HELM, /"..\/charts\/game" is refused/],
    [
      'are released as an option',
      app('{name: game, releaseName: --post-renderer=x}'),
      HELM,
      /"--post-renderer=x" is refused/,
    ],
    ['stand beside generators', app('{name: game}\ngenerators: [x.yaml]'), HELM, /could start helm unchecked/],
    [
      'have a link that leaves the repository',
      app('{name: game}', { ...CHART('repo/app/charts/game'), 'repo/app/charts/game/files/x': '-> ../../../../../x' }),
      HELM,
      /leaves the repository/,
    ],
    [
      'are for a version of Kubernetes that is none',
      app('{name: game}'),
      { ...HELM, options: { kubeVersion: 'latest' } },
      /could not parse kubernetes version latest/,
    ],
    [
      'want values from afar',
      app('{name: game, valuesFile: "https://example.com/values.yaml"}'),
      HELM,
      /needs https:\/\/example.com\/values.yaml: nothing is fetched/,
    ],
  ])('are refused when they %s', async (_, files, test, message) => {
    await expect(render(files, test)).rejects.toThrow(message);
  });
});
