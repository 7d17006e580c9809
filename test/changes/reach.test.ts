import { describe, expect, it } from 'vitest';
import { findReach, layOut } from '../../src/changes/reach.ts';
import { findMarkedLines, surveyFiles } from '../../src/changes/survey.ts';

function reach(files: Readonly<Record<string, string>>, changed: readonly string[], links: [string, string][] = []) {
  const layout = layOut(new Set(Object.keys(files)), new Map(links));
  const lines = new Map(Object.entries(files).map(([path, text]) => [path, findMarkedLines(text)]));
  const exists = (path: string) => path in files || layout.directories.has(path);
  const found = findReach(changed, layout, surveyFiles(lines, exists));
  return found === undefined ? undefined : [...found].sort();
}

describe('a changed file is read', () => {
  it('by kustomizations that name it, and by those that name these', () => {
    const files = {
      'base/kustomization.yaml': 'resources: [deployment.yaml]',
      'base/deployment.yaml': '',
      'overlays/a/kustomization.yaml': 'resources: [../../base]',
      'overlays/a/prod/kustomization.yaml': 'resources: [..]',
      'overlays/b/kustomization.yaml': 'resources: [../../other]',
      'other/kustomization.yaml': '',
    };
    expect(reach(files, ['base/deployment.yaml'])).toEqual([
      'base',
      'base/deployment.yaml',
      'overlays/a',
      'overlays/a/prod',
    ]);
  });

  it('by charts around it, and by those that depend on these', () => {
    const files = {
      'charts/lib/Chart.yaml': '',
      'charts/lib/templates/a.yaml': '',
      'charts/web/Chart.yaml': 'dependencies: [{repository: "file://../lib"}]',
      'charts/other/Chart.yaml': '',
    };
    expect(reach(files, ['charts/lib/templates/a.yaml'])).toEqual([
      'charts/lib',
      'charts/lib/templates/a.yaml',
      'charts/web',
    ]);
  });

  it('through links to it, and to a directory around it', () => {
    const files = { 'a/b/c.yaml': '' };
    expect(
      reach(
        files,
        ['a/b/c.yaml'],
        [
          ['values.yaml', 'a/b/c.yaml'],
          ['dir', 'a'],
        ],
      ),
    ).toEqual(['a/b/c.yaml', 'dir/b/c.yaml', 'values.yaml']);
  });

  it('through links that lead in circles, which come to an end', () => {
    const files = { 'a/c.yaml': '' };
    expect(
      reach(
        files,
        ['a/c.yaml'],
        [
          ['a/up', '.'],
          ['b', 'a'],
        ],
      ),
    ).toContain('a/up/b/c.yaml');
  });

  it('by nobody knows whom where links multiply paths', () => {
    const links = Array.from({ length: 12 }, (_, at): [string, string] => [`link${at}x`, '.']);
    expect(reach({ 'a.yaml': '' }, ['a.yaml'], links)).toBeUndefined();
  });
});
