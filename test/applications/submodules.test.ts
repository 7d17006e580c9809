import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEmptySubmodules } from '../../src/applications/submodules.ts';
import { openFileTree } from '../../src/files/file-tree.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';

function empty(modules: string | undefined, directories: Readonly<Record<string, boolean>> = {}) {
  const root = temporaryDirectory();
  if (modules !== undefined) writeFileSync(join(root, '.gitmodules'), modules);
  for (const [path, hasFile] of Object.entries(directories)) {
    mkdirSync(join(root, path), { recursive: true });
    if (hasFile) writeFileSync(join(root, path, 'a.yaml'), '');
  }
  return findEmptySubmodules(openFileTree(root));
}

describe('submodules without files', () => {
  it('are those that are named, and are empty or missing', async () => {
    const modules =
      '[submodule "a"]\n\tpath = a\n\turl = x\n[submodule "b"]\n  path="libs/b"\n[submodule "c"]\n path = c \n';
    expect(await empty(modules, { a: true, 'libs/b': false })).toEqual(['libs/b', 'c']);
  });

  it('are none where none is named, and never lie outside', async () => {
    expect(await empty(undefined, { a: false })).toEqual([]);
    expect(await empty('[submodule "a"]\n\turl = x\n')).toEqual([]);
    expect(await empty('[submodule "a"]\n\tpath = ../a\n')).toEqual([]);
  });
});
