import { describe, expect, it } from 'vitest';
import { findMissingSubmodule } from '../../src/applications/submodules.ts';
import { createFileTree } from '../fakes/file-tree.ts';

const MODULES = '[submodule "lib"]\n\tpath = apps/web/lib\n\turl = ../lib\n[submodule "docs"]\n  path = "docs/theme"\n';

describe('findMissingSubmodule', () => {
  it.each([
    ['apps/web', 'apps/web/lib'],
    ['apps', 'apps/web/lib'],
    ['.', 'apps/web/lib'],
    ['docs', 'docs/theme'],
    ['apps/we', undefined],
    ['charts', undefined],
  ])('in %s is %s', async (path, expected) => {
    const tree = createFileTree({ '.gitmodules': MODULES, 'apps/web/a.yaml': '' });
    expect(await findMissingSubmodule(tree, path)).toBe(expected);
  });

  it('is none where the files are there, or nothing is said of submodules', async () => {
    const files = { 'apps/web/lib/a.yaml': '', 'docs/theme/x': '' };
    expect(await findMissingSubmodule(createFileTree({ '.gitmodules': MODULES, ...files }), '.')).toBeUndefined();
    expect(await findMissingSubmodule(createFileTree({}), '.')).toBeUndefined();
  });
});
