import { describe, expect, it } from 'vitest';
import { sourceOfChart, sourceOfFile, sourceOfKustomization } from '../../src/parse/sources.ts';

describe('sourceOfFile', () => {
  it('is the file, as it was written', () => {
    expect(sourceOfFile('apps/a.yaml')('# Source: chart/templates/b.yaml\n')).toEqual({
      file: 'apps/a.yaml',
      rendered: false,
    });
  });
});

describe('sourceOfKustomization', () => {
  it('is the kustomization, rendered', () => {
    expect(sourceOfKustomization('apps/a/kustomization.yml')('# Source: chart/templates/b.yaml\n')).toEqual({
      file: 'apps/a/kustomization.yml',
      rendered: true,
    });
  });
});

describe('sourceOfChart', () => {
  it.each<[name: string, directory: string, text: string, file: string]>([
    [
      'a template',
      'charts/shop',
      '# Source: shop/templates/deployment.yaml\nkind: A\n',
      'charts/shop/templates/deployment.yaml',
    ],
    ['behind the separator', 'charts/shop', '---\n# Source: shop/templates/a.yaml\n', 'charts/shop/templates/a.yaml'],
    [
      'a template of a dependency',
      'shop',
      '# Source: shop/charts/db/templates/a.yaml\n',
      'shop/charts/db/templates/a.yaml',
    ],
    ['a chart at the root', '.', '# Source: shop/templates/a.yaml\n', 'templates/a.yaml'],
    ['a chart of another name than its directory', 'a', '# Source: other/templates/a.yaml\n', 'a/templates/a.yaml'],
    ['a CRD', 'a', '# Source: shop/crds/a.yaml\n', 'a/crds/a.yaml'],
    ['a name with spaces', 'a', '# Source: shop/templates/a b.yaml\n', 'a/templates/a b.yaml'],
    ['CRLF', 'a', '# Source: shop/templates/a.yaml\r\nkind: A\r\n', 'a/templates/a.yaml'],
    [
      'the first of several comments',
      'a',
      '# Source: s/templates/a.yaml\n# Source: s/templates/b.yaml\n',
      'a/templates/a.yaml',
    ],
    ['dots in a name', 'a', '# Source: shop/templates/..a..yaml\n', 'a/templates/..a..yaml'],
  ])('is the template: %s', (_, directory, text, file) => {
    expect(sourceOfChart(directory)(text)).toEqual({ file, rendered: true });
  });

  it.each<[name: string, text: string]>([
    ['no text', ''],
    ['no comment', 'kind: A\n'],
    ['an indented comment', '  # Source: shop/templates/a.yaml\n'],
    ['another comment', '# source: shop/templates/a.yaml\n'],
    ['a chart name alone', '# Source: shop\n'],
    ['no path', '# Source: shop/\n'],
    ['a path upwards', '# Source: shop/../../../etc/passwd\n'],
    ['a path that ends upwards', '# Source: shop/templates/..\n'],
    ['a path that goes up on its way', '# Source: shop/templates/../../a.yaml\n'],
    ['an absolute path', '# Source: shop//etc/passwd\n'],
  ])('is the chart for %s', (_, text) => {
    expect(sourceOfChart('charts/shop')(text)).toEqual({ file: 'charts/shop/Chart.yaml', rendered: true });
    expect(sourceOfChart('.')(text)).toEqual({ file: 'Chart.yaml', rendered: true });
  });
});
