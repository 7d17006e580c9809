import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { UsageError } from '../../src/model/errors.ts';
import { openRevision } from '../../src/pipeline/open-revision.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { commit, git, repositoryWith } from '../git/fixture.ts';

async function revisionOf(root: string, name = 'HEAD') {
  const scratch = temporaryDirectory();
  const repository = await openRepository(root, { searchPath: process.env.PATH ?? '', scratch });
  onTestFinished(async () => repository?.dispose());
  const checkout = await openRevision('--revision', name, root, repository);
  const trees = () => readdirSync(scratch).filter((each) => existsSync(join(scratch, each, 'tree')));
  return { checkout, trees };
}

describe('a revision', () => {
  it('is read without putting anything on disk', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    commit(root, { 'a.yaml': 'b' });
    const { checkout, trees } = await revisionOf(root, 'HEAD~1');
    expect(Buffer.from(await checkout.tree.read('a.yaml')).toString()).toBe('a');
    expect(checkout.revision).toBe(git(root, 'rev-parse', 'HEAD~1'));
    expect(trees()).toEqual([]);
    await checkout.dispose();
  });

  it('is put on disk once, however many need it at the same time, and removed', async () => {
    const { checkout, trees } = await revisionOf(repositoryWith({ 'a.yaml': 'a' }));
    const directories = await Promise.all([1, 2, 3].map(() => checkout.directory()));
    directories.push(await checkout.directory());
    expect(new Set(directories).size).toBe(1);
    expect(trees()).toHaveLength(1);
    const [directory = ''] = directories;
    expect(readFileSync(join(directory, 'a.yaml'), 'utf8')).toBe('a');
    expect(lstatSync(directory).mode & 0o077).toBe(0);
    await checkout.dispose();
    await checkout.dispose();
    expect(trees()).toEqual([]);
  });

  it('names the option in what is wrong with it, then or later', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'b.yaml': 'b' });
    await expect(revisionOf(root, 'nope')).rejects.toThrow(
      new UsageError('--revision: nope: no such commit in this repository (is it a shallow clone?)'),
    );
    await expect(openRevision('--base', 'HEAD', '/x', undefined)).rejects.toThrow('--base: /x is not the top');
    const blob = git(root, 'rev-parse', 'HEAD:b.yaml');
    rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    const { checkout, trees } = await revisionOf(root);
    await expect(checkout.directory()).rejects.toThrow(/^--revision: .*its files cannot be read/);
    await checkout.dispose();
    expect(trees()).toEqual([]);
  });
});
