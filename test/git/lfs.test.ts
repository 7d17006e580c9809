import { lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FileError } from '../../src/model/ports.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { git, open, repositoryWith } from './fixture.ts';
import { oidOf, pointerTo, storeLfs } from './lfs-files.ts';
import { addSubmodule } from './submodules.ts';

async function openAll(root: string) {
  const repository = await open(root);
  const id = await repository.resolve('HEAD');
  const [tree, checkout] = [await repository.openTree(id), await repository.checkOut(id)];
  onTestFinished(() => checkout.dispose());
  return {
    read: async (path: string) => Buffer.from(await tree.read(path)).toString(),
    onDisk: (path: string) => readFileSync(join(checkout.directory, path), 'utf8'),
    directory: checkout.directory,
  };
}

const NOT_HERE = new FileError('is a Git LFS pointer, and its content is not here');

describe('a file of Git LFS', () => {
  it('is read where its content is here, and is on disk', async () => {
    const root = repositoryWith({ 'a.yaml': pointerTo('content'), 'd/b.yaml': pointerTo('more'), 'c.yaml': 'c' });
    for (const content of ['content', 'more']) storeLfs(join(root, '.git'), content);
    const { read, onDisk, directory } = await openAll(root);
    for (const [path, content] of [
      ['a.yaml', 'content'],
      ['d/b.yaml', 'more'],
      ['c.yaml', 'c'],
    ] as const) {
      expect([await read(path), onDisk(path)]).toEqual([content, content]);
    }
    expect(lstatSync(join(directory, 'a.yaml')).isFile()).toBe(true);
  });

  it('is not read where it is not, and stays a pointer on disk', async () => {
    const root = repositoryWith({ 'a.yaml': pointerTo('content'), 'b.yaml': 'b' });
    const { read, onDisk } = await openAll(root);
    await expect(read('a.yaml')).rejects.toThrow(NOT_HERE);
    expect(onDisk('a.yaml')).toBe(pointerTo('content'));
    expect(await read('b.yaml')).toBe('b');
  });

  it.each<[name: string, damage: (path: string) => void]>([
    ['is other', (path) => writeFileSync(path, 'CONTENT')],
    ['is longer', (path) => writeFileSync(path, 'content and more')],
    [
      'is a link',
      (path) => {
        rmSync(path);
        symlinkSync(join(temporaryDirectory({ x: 'content' }), 'x'), path);
      },
    ],
    ['is gone', (path) => rmSync(path)],
  ])('is not read where its content %s', async (_, damage) => {
    const root = repositoryWith({ 'a.yaml': pointerTo('content') });
    damage(storeLfs(join(root, '.git'), 'content'));
    const { read, onDisk } = await openAll(root);
    await expect(read('a.yaml')).rejects.toThrow(NOT_HERE);
    expect(onDisk('a.yaml')).toBe(pointerTo('content'));
  });

  it('is found from a further work tree, and in a submodule', async () => {
    const root = repositoryWith({ 'a.yaml': pointerTo('content') });
    addSubmodule(root, 'sub', { 'b.yaml': pointerTo('more') });
    storeLfs(join(root, '.git'), 'content');
    storeLfs(join(root, '.git/modules/sub'), 'more');
    const worktree = join(temporaryDirectory(), 'tree');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', worktree);
    for (const place of [root, worktree]) {
      const { read, onDisk } = await openAll(place);
      expect([await read('a.yaml'), onDisk('a.yaml')]).toEqual(['content', 'content']);
      expect([await read('sub/b.yaml'), onDisk('sub/b.yaml')]).toEqual(['more', 'more']);
    }
  });

  it('does not replace a link that says the same', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    symlinkSync(pointerTo('content'), join(root, 'link'));
    git(root, 'add', 'link');
    git(root, 'commit', '--quiet', '-m', 'link');
    storeLfs(join(root, '.git'), 'content', oidOf('content'));
    expect(lstatSync(join((await openAll(root)).directory, 'link')).isSymbolicLink()).toBe(true);
  });
});
