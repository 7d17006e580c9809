import { describe, expect, it } from 'vitest';
import { globPaths } from '../../../src/render/kustomize/glob.ts';
import { useCheckouts, writeFiles } from './checkout.ts';

useCheckouts();

const FILES = {
  ...{ 'app/x': '', 'app/kustomization.yaml': '', 'components/b.txt': '', 'components/link': '-> a' },
  ...{ 'components/a/k': '', 'components/b/k': '', 'components/ab/k': '', 'components/.h/k': '' },
  ...{ 'components/é/k': '', 'components/a-b/k': '', 'components/*/k': '' },
};
const ALL = ['*', 'a', 'a-b', 'ab', 'b', 'b.txt', 'link', 'é'].map((name) => `../components/${name}`);
const some = (...names: string[]) => names.map((name) => `../components/${name}`);

/** Recorded from Go 1.26's filepath.Glob, with the names that kustomize hides left out. */
const ROWS: readonly (readonly [string, readonly string[] | 'syntax error'])[] = [
  ['../components/*', ALL],
  ['../c*/*', ALL],
  ['../components/**', ALL],
  ['../components/?', some('*', 'a', 'b', 'é')],
  ['../components/[a-b]', some('a', 'b')],
  ['../components/[^a]', some('*', 'b', 'é')],
  ['../components/[!a]', some('a')],
  ['../components/a*', some('a', 'a-b', 'ab')],
  ['../components/[a-bé]*', some('a', 'a-b', 'ab', 'b', 'b.txt', 'é')],
  ['../components/[é-ë]', some('é')],
  ['../components/\\a', some('a')],
  ['../components/\\*', some('*')],
  ['../components/[\\]a]', some('a')],
  ['../components/[b-a]', []],
  ['../components/.*', some('.h')],
  ['../components/.h', some('.h')],
  ['../components/link/*', some('link/k')],
  ['../*/a', some('a')],
  ['../components/', ['../components/']],
  ['../components/*/', []],
  ['./x', ['./x']],
  ['*', ['kustomization.yaml', 'x']],
  ['./*', ['kustomization.yaml', 'x']],
  ['x/*', []],
  ['nothing*', []],
  ['../components/[', 'syntax error'],
  ['../components/[a', 'syntax error'],
  ['../components/[]a]', 'syntax error'],
  ['../components/[^]', 'syntax error'],
  ['../components/[a-]', 'syntax error'],
  ['../components/[-a]', 'syntax error'],
  ['../components/a\\', 'syntax error'],
];

describe('globPaths', () => {
  it.each(ROWS)('finds what Go finds: %s', async (pattern, expected) => {
    const found = globPaths(pattern, { root: await writeFiles(FILES), directory: 'app' });
    if (expected === 'syntax error') await expect(found).rejects.toThrow(`syntax error in pattern ${pattern}`);
    else expect(await found).toEqual(expected);
  });

  it.each(['../../*', '/etc/*', '../../outside', '/etc'])(
    'never looks outside of the repository: %s',
    async (pattern) => {
      const found = globPaths(pattern, { root: await writeFiles(FILES), directory: 'app' });
      await expect(found).rejects.toThrow('leaves the repository');
    },
  );
});
