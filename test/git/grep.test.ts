import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/model/errors.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { armWith, commit, git, listing, open, repositoryWith, trap } from './fixture.ts';

const inCommit = async (root: string, patterns: readonly string[], revision = 'HEAD') => {
  const repository = await open(root);
  return repository.grep({ patterns, commit: await repository.resolve(revision) });
};
const inWorkingTree = async (root: string, ...patterns: string[]) => (await open(root)).grep({ patterns });

describe('in a commit', () => {
  it('finds files with a line that any of the patterns matches', async () => {
    const root = repositoryWith({
      'a.yaml': 'kind: Pod\n',
      'b.yaml': 'kind: Namespace\n',
      'c.yaml': 'kind: Service\n',
      'd/e.yaml': 'x: kind: PodDisruptionBudget\n',
      'f.yaml': 'kind:\nPod\n',
    });
    expect(await inCommit(root, ['^kind: (Pod|Job)$', 'Disruption+B'])).toEqual(['a.yaml', 'd/e.yaml']);
    expect(await inCommit(root, ['nothing of the kind'])).toEqual([]);
    expect(await inCommit(root, [])).toEqual([]);
  });

  it('takes every file for text, and every byte for a character', async () => {
    const root = repositoryWith({
      binary: Uint8Array.of(0, 255, 0x61, 0x62, 0, 10),
      latin1: Uint8Array.of(0xe4, 0x61),
    });
    commit(root, { '.gitattributes': '* -text -diff binary\n' });
    expect(await inCommit(root, ['ab'])).toEqual(['binary']);
    expect(await inCommit(root, ['^.a'])).toEqual(['latin1']);
  });

  it('looks at the commit alone', async () => {
    const root = repositoryWith({ 'a.yaml': 'old', 'gone.yaml': 'old' });
    rmSync(join(root, 'gone.yaml'));
    git(root, 'add', '--all');
    commit(root, { 'a.yaml': 'new' });
    writeFileSync(join(root, 'b.yaml'), 'old');
    expect(await inCommit(root, ['old'])).toEqual([]);
    expect(await inCommit(root, ['old'], 'HEAD~1')).toEqual(['a.yaml', 'gone.yaml']);
  });

  it('gives names as they are', async () => {
    const names = ['new\nline.yaml', 'quo"te\'s', ' a:b', 'ünïcödé'];
    const root = repositoryWith(Object.fromEntries(names.map((name) => [name, 'found'])));
    expect(await inCommit(root, ['found'])).toEqual(names.toSorted());
  });

  it('takes thousands of patterns', async () => {
    const root = repositoryWith({ 'a.yaml': 'name: app-1999\n' });
    expect(
      await inCommit(
        root,
        Array.from({ length: 2000 }, (_, at) => `app-${at}$`),
      ),
    ).toEqual(['a.yaml']);
  });

  it.each([
    ['(', 'git grep does not work'],
    ['a\nb', 'is no pattern for a line'],
    ['a\0b', 'is no pattern for a line'],
  ])('refuses the pattern %j', async (pattern, message) => {
    const work = inCommit(repositoryWith({ 'a.yaml': 'a' }), [pattern]);
    await expect(work).rejects.toThrow(UsageError);
    await expect(work).rejects.toThrow(message);
  });

  it('refuses a commit of which a file is missing', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'b.yaml': 'b' });
    const blob = git(root, 'rev-parse', 'HEAD:b.yaml');
    rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    await expect(inCommit(root, ['a'])).rejects.toThrow('git grep does not work in this repository');
  });

  it('does not take a text for an option', async () => {
    const repository = await open(repositoryWith({ 'a.yaml': '--help' }));
    await expect(repository.grep({ patterns: ['a'], commit: '--open-files-in-pager=x' })).rejects.toThrow(UsageError);
    expect(await repository.grep({ patterns: ['--help'] })).toEqual(['a.yaml']);
  });
});

describe('in the working tree', () => {
  it('looks at all files that are there, whatever Git knows of them', async () => {
    const root = repositoryWith({ 'a.yaml': 'x', 'b.yaml': 'found', 'gone.yaml': 'found', '.gitignore': 'ignored\n' });
    rmSync(join(root, 'gone.yaml'));
    git(root, 'update-index', '--assume-unchanged', 'a.yaml');
    for (const path of ['a.yaml', 'ignored', 'new\nline']) writeFileSync(join(root, path), 'found');
    mkdirSync(join(root, 'node_modules/p'), { recursive: true });
    writeFileSync(join(root, 'node_modules/p/x'), 'found');
    mkdirSync(join(root, 'nested'));
    repositoryWith({ 'y.yaml': 'found' }, join(root, 'nested'));
    const found = ['a.yaml', 'b.yaml', 'ignored', 'nested/y.yaml', 'new\nline', 'node_modules/p/x'];
    expect(await inWorkingTree(root, 'found')).toEqual(found);
    expect(await inWorkingTree(root, 'repositoryformatversion')).toEqual([]);
  });

  it('does not follow links', async () => {
    const root = repositoryWith({ 'd/a.yaml': 'found' });
    const outside = temporaryDirectory({ secret: 'found' });
    symlinkSync('d/a.yaml', join(root, 'link'));
    symlinkSync(outside, join(root, 'out'));
    expect(await inWorkingTree(root, 'found')).toEqual(['d/a.yaml']);
  });

  it('starts nothing that is configured, and changes nothing', async () => {
    const { command, isSprung } = trap();
    const root = repositoryWith({ 'a.yaml': 'found' });
    armWith(root, command);
    const before = listing(root);
    expect(await inWorkingTree(root, 'found')).toEqual(['a.yaml']);
    expect(await inCommit(root, ['found'])).toEqual(['a.yaml']);
    expect(isSprung()).toBe(false);
    expect(listing(root)).toEqual(before);
  });

  it('works in a further work tree', async () => {
    const root = repositoryWith({ 'a.yaml': 'x' });
    const tree = join(temporaryDirectory(), 'tree');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', tree);
    writeFileSync(join(tree, 'b.yaml'), 'found');
    expect(await inWorkingTree(tree, 'found')).toEqual(['b.yaml']);
  });
});
