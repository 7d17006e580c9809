import { describe, expect, it } from 'vitest';
import { findMarkedLines, readRepositoryUrls, surveyFiles } from '../../src/changes/survey.ts';

function survey(files: Readonly<Record<string, string>>, existing: readonly string[] = []) {
  const lines = new Map(Object.entries(files).map(([path, text]) => [path, findMarkedLines(text)]));
  return surveyFiles(lines, (path) => existing.includes(path));
}

describe('what files may hold', () => {
  it('is told by a few of their lines', () => {
    const found = survey({
      'app.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {}\n',
      'set.json': '{"apiVersion":"argoproj.io/v1alpha1","kind":"ApplicationSet"}',
      'creator.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: "Application"\nspec: {syncPolicy: {syncOptions: [CreateNamespace=true]}}\n',
      'rollout.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\n',
      'ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: pay}\n',
      'deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {namespace: pay}\n',
    });
    expect([...found.applications].sort()).toEqual(['app.yaml', 'creator.yaml', 'set.json']);
    expect([...found.sets]).toEqual(['set.json']);
    expect([...found.creators]).toEqual(['creator.yaml']);
    expect([...found.namespaces]).toEqual(['ns.yaml']);
  });

  it.each([
    ['a template decides', 'kind: {{ .Values.kind }}'],
    ['it stands on the next line', 'kind:\n  Namespace'],
    ['it is an alias', 'kind: *kind'],
    ['a character is written as a number', 'kind: "Namesp\\x61ce"'],
  ])('is anything where %s', (_, text) => {
    const found = survey({ 'a.yaml': text });
    expect([...found.namespaces]).toEqual(['a.yaml']);
    expect([...found.applications]).toEqual(['a.yaml']);
    expect([...found.sets]).toEqual(['a.yaml']);
    expect([...found.creators]).toEqual(['a.yaml']);
  });
});

describe('what kustomizations, charts and override files name elsewhere', () => {
  it('is resolved from where they stand', () => {
    const found = survey(
      {
        'overlays/a/kustomization.yaml': 'resources:\n  - ../../base/\n  - deployment.yaml\n# ../comment\n',
        'overlays/b/Kustomization': 'resources: ["../../base", ../c]\n',
        'charts/web/Chart.yaml': 'dependencies: [{repository: "file://../lib"}]\n',
        'plain/deployment.yaml': 'args: ["../../base"]\n',
      },
      ['base', 'overlays/c', 'charts/lib'],
    );
    expect([...found.referrers].map(([path, from]) => [path, [...from]])).toEqual([
      ['base', ['overlays/a', 'overlays/b']],
      ['overlays/c', ['overlays/b']],
      ['charts/lib', ['charts/web']],
    ]);
    expect([...found.open]).toEqual([]);
  });

  it('is not known where it is not written as it is', () => {
    const found = survey(
      {
        'a/kustomization.yaml': 'resources: ["../b\\x61se"]\n',
        'b/kustomization.yaml': 'resources: [../two words]\n',
        'c/kustomization.yaml': 'resources: &list [../base]\n',
        'd/.argocd-source.yaml': 'helm: {valueFiles: [/values/d.yaml]}\n',
        'e/.argocd-source-e.yaml': 'kustomize: {images: [a=b]}\n',
      },
      ['base'],
    );
    expect([...found.open].sort()).toEqual(['a', 'b', 'c', 'd']);
  });
});

it('repositories are read from the lines that name them', () => {
  const lines = new Map([
    ['a.yaml', ['  repoURL: https://git.example/a.git']],
    ['b.yaml', ['source: {repoURL: "https://git.example/b.git", path: x}', '"repoURL":"https://git.example/a.git"']],
  ]);
  expect([...readRepositoryUrls(lines)]).toEqual(['https://git.example/a.git', 'https://git.example/b.git']);
});
