import { describe, expect, it } from 'vitest';
import { applyOverrides } from '../../src/applications/overrides.ts';
import { detectAppSourceType, type TypeSettings } from '../../src/applications/type-detection.ts';
import { createFileTree } from '../fakes/file-tree.ts';

const NONE: TypeSettings = { disabled: [] };

describe('detectAppSourceType', () => {
  it.each<[string, string[], TypeSettings['disabled'], string, string]>([
    ['nothing', ['a.yaml'], [], 'Directory', 'no chart and no kustomization'],
    ['a chart', ['Chart.yaml', 'values.yaml'], [], 'Helm', 'Chart.yaml'],
    ['a name that ends so', ['XChart.yaml'], [], 'Helm', 'XChart.yaml'],
    ['lower case', ['chart.yaml'], [], 'Directory', 'no chart and no kustomization'],
    ['a kustomization beside a chart', ['Chart.yaml', 'kustomization.yaml'], [], 'Kustomize', 'kustomization.yaml'],
    ['Kustomization beside a chart', ['Chart.yaml', 'Kustomization'], [], 'Kustomize', 'Kustomization'],
    ['a chart that comes later', ['kustomization.yaml', 'myChart.yaml'], [], 'Helm', 'myChart.yaml'],
    ['Kustomization.yaml', ['Kustomization.yaml'], [], 'Directory', 'no chart and no kustomization'],
    ['a chart further down', ['sub/Chart.yaml'], [], 'Directory', 'no chart and no kustomization'],
    ['a directory of that name', ['Chart.yaml/a'], [], 'Directory', 'no chart and no kustomization'],
    ['helm switched off', ['Chart.yaml'], ['helm'], 'Directory', 'no chart and no kustomization'],
    ['kustomize switched off', ['Chart.yaml', 'kustomization.yaml'], ['kustomize'], 'Helm', 'Chart.yaml'],
  ])('looks at files: %s', async (_, files, disabled, type, because) => {
    const tree = createFileTree(Object.fromEntries(files.map((file) => [`app/${file}`, ''])));
    expect(await detectAppSourceType(tree, 'app', { path: 'app' }, { disabled })).toEqual({ type, because });
  });

  it.each<[string, Record<string, unknown>, TypeSettings['disabled'], string, string]>([
    ['helm', { helm: { releaseName: 'a' } }, [], 'Helm', 'helm is set'],
    ['kustomize', { kustomize: { namePrefix: 'a' } }, [], 'Kustomize', 'kustomize is set'],
    ['directory', { directory: { recurse: true } }, [], 'Directory', 'directory is set'],
    ['plugin', { plugin: { name: 'a' } }, [], 'Plugin', 'plugin is set'],
    ['helm switched off', { helm: {} }, ['helm'], 'Directory', 'helm is set, which argocd-cm switches off'],
    ['null', { helm: null, directory: {} }, [], 'Directory', 'directory is set'],
  ])('goes by what is said: %s', async (_, source, disabled, type, because) => {
    const tree = createFileTree({ 'app/Chart.yaml': '', 'app/kustomization.yaml': '' });
    expect(await detectAppSourceType(tree, 'app', source, { disabled })).toEqual({ type, because });
  });

  it('refuses two types in the words of Argo CD', async () => {
    const source = { helm: {}, kustomize: {}, plugin: {} };
    expect(await detectAppSourceType(createFileTree({}), '.', source, NONE)).toEqual({
      problem: 'multiple application sources defined: Kustomize,Helm,Plugin',
    });
  });

  it('finds nothing in an app directory that is a link', async () => {
    const tree = createFileTree({ 'real/Chart.yaml': '', app: { linkTo: 'real' } });
    expect(await detectAppSourceType(tree, 'app', {}, NONE)).toMatchObject({ type: 'Directory' });
  });

  it.each([
    ['.argocd-source.yaml', 'web'],
    ['.argocd-source-team_web.yaml', 'team_web'],
  ])('takes the type that %s says', async (file, instanceName) => {
    const tree = createFileTree({ 'app/Chart.yaml': '', [`app/${file}`]: 'directory: {}' });
    const merged = await applyOverrides(tree, 'app', instanceName, { path: 'app' });
    if ('problem' in merged) throw new Error(merged.problem);
    expect(await detectAppSourceType(tree, 'app', merged.source, NONE)).toMatchObject({ type: 'Directory' });
  });
});
