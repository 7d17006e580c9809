import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findHelmInputs } from '../../../src/render/helm/inputs.ts';
import type { SourceRequest } from '../../../src/render/source-request.ts';
import { type Content, checkout, probe, request } from './checkout.ts';

async function inputs(files: Readonly<Record<string, Content>>, options: SourceRequest['options'] = {}, path = 'app') {
  const root = await checkout(probe(files));
  return (await findHelmInputs(request(root, { options, path }), { valueFileSchemes: ['https'] })).map((input) =>
    relative(root, input),
  );
}

describe('findHelmInputs', () => {
  it.each<[string, Readonly<Record<string, Content>>, SourceRequest['options'], readonly string[]]>([
    ['nothing but the chart', {}, {}, []],
    [
      'value files and file parameters',
      { 'env/prod.yaml': '', 'env/test.yaml': '', 'shared/motd': '' },
      {
        valueFiles: ['/env/*.yaml', '../env/prod.yaml', 'https://x.example/a', 'values.yaml'],
        fileParameters: [{ name: 'a', path: '/shared/motd' }],
      },
      ['app/values.yaml', 'env/prod.yaml', 'env/test.yaml', 'shared/motd'],
    ],
    [
      'what links lead to',
      { 'app/files/a': { link: '../../shared/a' }, 'app/files/b': { link: '../../lib' }, 'shared/a': '', 'lib/c': '' },
      {},
      ['lib', 'shared/a'],
    ],
    [
      'local dependencies, there or not',
      {
        'app/Chart.yaml':
          '{apiVersion: v2, name: app, version: 1.0.0, dependencies: [{name: lib, repository: "file://../lib"}, ' +
          '{name: out, repository: "file://../../out"}, {name: redis, repository: "https://x.example"}]}',
      },
      {},
      ['lib'],
    ],
  ])('finds %s', async (_, files, options, found) => {
    expect(await inputs(files, options)).toEqual(found);
  });

  it('finds a chart behind a link to it', async () => {
    expect(await inputs({ apps: { link: '.' } }, {}, 'apps/app')).toEqual([]);
  });
});
