import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/model/errors.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { armWith, commit, type Files, git, listing, open, repositoryWith, trap } from './fixture.ts';

const FILES: Files = { 'a.yaml': 'a', 'b.yaml': 'b', 'd/c.yaml': 'c', 'd/e.yaml': 'e' };

const changed = async (root: string, from: string, to?: string) => {
  const repository = await open(root);
  return repository.changedPaths(await repository.resolve(from), to && (await repository.resolve(to)));
};

const ODD_NAMES = [
  'new\nline.yaml',
  'quo"te\'s.yaml',
  'tab\t.yaml',
  'back\\slash',
  'ünïcödé 名前',
  '-n',
  ' lead',
  ':(top)a',
];

describe('between two commits', () => {
  it('names what was changed, added and deleted, and both names of what was renamed, in both directions', async () => {
    const root = repositoryWith({ ...FILES, 'renamed.yaml': 'long enough to be found again\n'.repeat(9), same: 's' });
    renameSync(join(root, 'renamed.yaml'), join(root, 'd/new-name.yaml'));
    rmSync(join(root, 'b.yaml'));
    chmodSync(join(root, 'd/e.yaml'), 0o755);
    git(root, 'add', '--all');
    commit(root, { 'a.yaml': 'A', 'added/f.yaml': 'f' });
    const paths = ['a.yaml', 'added/f.yaml', 'b.yaml', 'd/e.yaml', 'd/new-name.yaml', 'renamed.yaml'];
    expect(await changed(root, 'HEAD~1', 'HEAD')).toEqual(paths);
    expect(await changed(root, 'HEAD', 'HEAD~1')).toEqual(paths);
    expect(await changed(root, 'HEAD', 'HEAD')).toEqual([]);
  });

  it('does not look at the working tree', async () => {
    const root = repositoryWith(FILES);
    commit(root, { 'a.yaml': 'A' });
    writeFileSync(join(root, 'b.yaml'), 'B');
    writeFileSync(join(root, 'untracked'), 'u');
    expect(await changed(root, 'HEAD~1', 'HEAD')).toEqual(['a.yaml']);
  });

  it('names a submodule whose commit changed by its path', async () => {
    const root = repositoryWith(FILES);
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},deep/sub`);
    commit(root, {});
    git(root, 'update-index', '--cacheinfo', `160000,${'b'.repeat(40)},deep/sub`);
    commit(root, {});
    expect(await changed(root, 'HEAD~1', 'HEAD')).toEqual(['deep/sub']);
  });

  it('gives names as they are', async () => {
    const root = repositoryWith(FILES);
    commit(root, Object.fromEntries(ODD_NAMES.map((name) => [name, 'x'])));
    expect(await changed(root, 'HEAD~1', 'HEAD')).toEqual(ODD_NAMES.toSorted());
  });

  it('names what is not UTF-8 with a sign for it', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const record = `100644 ${git(root, 'rev-parse', 'HEAD:a.yaml')}\tb-\xff.yaml\u0000`;
    execFileSync('git', ['update-index', '-z', '--index-info'], { cwd: root, input: Buffer.from(record, 'latin1') });
    commit(root, {});
    expect(await changed(root, 'HEAD~1', 'HEAD')).toEqual(['b-\uFFFD.yaml']);
  });

  it.each(['0'.repeat(40), 'HEAD', '--output=canary', ''])('refuses %j', async (id) => {
    const root = repositoryWith(FILES);
    const repository = await open(root);
    const head = await repository.resolve('HEAD');
    await expect(repository.changedPaths(id, head)).rejects.toThrow(UsageError);
    await expect(repository.changedPaths(id)).rejects.toThrow(UsageError);
  });

  it('refuses a commit that a shallow clone has not', async () => {
    const root = repositoryWith(FILES);
    const first = git(root, 'rev-parse', 'HEAD');
    commit(root, { 'a.yaml': 'A' });
    const clone = join(temporaryDirectory(), 'clone');
    git(root, 'clone', '--quiet', '--depth=1', `file://${root}`, clone);
    const repository = await open(clone);
    await expect(repository.changedPaths(first, repository.revision)).rejects.toThrow('git diff-tree does not work');
    expect(await repository.changedPaths(repository.revision ?? '')).toEqual([]);
  });
});

describe('between a commit and the working tree', () => {
  it('names what is changed, staged, added, deleted, untracked and ignored', async () => {
    const root = repositoryWith({ ...FILES, '.gitignore': 'ignored\nbuild/\n', 'x/staged': 's', 'x/undone': 'u' });
    writeFileSync(join(root, 'a.yaml'), 'A');
    rmSync(join(root, 'b.yaml'));
    writeFileSync(join(root, 'x/staged'), 'S');
    writeFileSync(join(root, 'x/new'), 'n');
    git(root, 'add', 'x');
    git(root, 'rm', '--quiet', '--cached', 'd/c.yaml');
    mkdirSync(join(root, 'build/deep'), { recursive: true });
    for (const path of ['untracked', 'ignored', 'build/deep/f.yaml', 'd/intended'])
      writeFileSync(join(root, path), 'x');
    git(root, 'add', '--intent-to-add', 'd/intended');
    const paths = ['a.yaml', 'b.yaml', 'build/deep/f.yaml', 'd/c.yaml', 'd/intended', 'ignored', 'untracked'];
    expect(await changed(root, 'HEAD')).toEqual([...paths, 'x/new', 'x/staged']);
  });

  it('compares with an older commit, too', async () => {
    const root = repositoryWith(FILES);
    commit(root, { 'a.yaml': 'A', 'f.yaml': 'f' });
    writeFileSync(join(root, 'b.yaml'), 'B');
    expect(await changed(root, 'HEAD~1')).toEqual(['a.yaml', 'b.yaml', 'f.yaml']);
  });

  it('names nothing where only times differ, and what differs in spite of equal size and time', async () => {
    const root = repositoryWith(FILES);
    const time = new Date('2020-01-01');
    for (const path of Object.keys(FILES)) utimesSync(join(root, path), time, time);
    expect(await changed(root, 'HEAD')).toEqual([]);
    git(root, 'update-index', '--refresh');
    writeFileSync(join(root, 'a.yaml'), 'A');
    writeFileSync(join(root, 'b.yaml'), 'b');
    expect(await changed(root, 'HEAD')).toEqual(['a.yaml']);
  });

  it('finds a file that was written in the moment in which Git wrote its index', async () => {
    const root = repositoryWith(FILES);
    for (let round = 0; round < 20; round++) {
      writeFileSync(join(root, 'a.yaml'), 'a');
      git(root, 'update-index', 'a.yaml');
      writeFileSync(join(root, 'a.yaml'), 'A');
      expect(await changed(root, 'HEAD')).toEqual(['a.yaml']);
    }
  });

  it('names what Git was told not to look at', async () => {
    const root = repositoryWith(FILES);
    git(root, 'update-index', '--assume-unchanged', 'a.yaml');
    git(root, 'update-index', '--skip-worktree', 'b.yaml');
    for (const path of ['a.yaml', 'b.yaml']) writeFileSync(join(root, path), 'changed');
    expect(git(root, 'status', '--porcelain')).toBe('');
    expect(await changed(root, 'HEAD')).toEqual(['a.yaml', 'b.yaml']);
  });

  it('names submodules and nested repositories by their paths, and runs nothing in them', async () => {
    const { command, isSprung } = trap();
    const root = repositoryWith(FILES);
    for (const path of ['sub', 'nested']) {
      mkdirSync(join(root, path));
      repositoryWith({ 'x.yaml': 'x' }, join(root, path));
      armWith(join(root, path), command);
    }
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${git(join(root, 'sub'), 'rev-parse', 'HEAD')},sub`);
    commit(root, {});
    expect(await changed(root, 'HEAD')).toEqual(['nested', 'sub']);
    expect(isSprung()).toBe(false);
  });

  it('names a file that became a link or a directory', async () => {
    const root = repositoryWith(FILES);
    rmSync(join(root, 'a.yaml'));
    symlinkSync('b.yaml', join(root, 'a.yaml'));
    rmSync(join(root, 'b.yaml'));
    mkdirSync(join(root, 'b.yaml'));
    writeFileSync(join(root, 'b.yaml/x'), 'x');
    expect(await changed(root, 'HEAD')).toEqual(['a.yaml', 'b.yaml', 'b.yaml/x']);
  });

  it('gives names as they are', async () => {
    const root = repositoryWith(FILES);
    for (const name of ODD_NAMES) writeFileSync(join(root, name), 'x');
    expect(await changed(root, 'HEAD')).toEqual(ODD_NAMES.toSorted());
  });

  it.each<[name: string, prepare: (root: string) => string]>([
    [
      'a further work tree',
      (root) => {
        const tree = join(temporaryDirectory(), 'tree');
        git(root, 'worktree', 'add', '--quiet', '-b', 'side', tree);
        return tree;
      },
    ],
    [
      'a clone whose index is in two parts',
      (root) => {
        git(root, 'update-index', '--split-index');
        return root;
      },
    ],
    [
      'a repository that is not to compare times',
      (root) => {
        git(root, 'config', 'core.ignoreStat', 'true');
        return root;
      },
    ],
  ])('works in %s', async (_, prepare) => {
    const root = prepare(repositoryWith(FILES));
    expect(await changed(root, 'HEAD')).toEqual([]);
    writeFileSync(join(root, 'a.yaml'), 'A');
    expect(await changed(root, 'HEAD')).toEqual(['a.yaml']);
  });

  it('takes everything for changed where there is no index', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'b.yaml': 'b' });
    rmSync(join(root, '.git/index'));
    expect(await changed(root, 'HEAD')).toEqual(['a.yaml', 'b.yaml']);
  });

  it('works in a repository of SHA-256', async () => {
    const root = temporaryDirectory();
    git(root, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main');
    commit(root, FILES);
    writeFileSync(join(root, 'a.yaml'), 'A');
    expect(await changed(root, 'HEAD')).toEqual(['a.yaml']);
  });

  it('refuses an index that git cannot read', async () => {
    const root = repositoryWith(FILES);
    writeFileSync(join(root, '.git/index'), 'broken');
    await expect(changed(root, 'HEAD')).rejects.toThrow('git ls-files does not work in this repository: ');
  });

  it('starts nothing that is configured, and changes nothing', async () => {
    const { command, isSprung } = trap();
    const root = repositoryWith(FILES);
    armWith(root, command);
    writeFileSync(join(root, 'a.yaml'), 'A');
    utimesSync(join(root, 'b.yaml'), 0, 0);
    const before = listing(root);
    const index = readFileSync(join(root, '.git/index'));
    expect(await changed(root, 'HEAD')).toEqual(['a.yaml']);
    expect(isSprung()).toBe(false);
    expect(listing(root)).toEqual(before);
    expect(readFileSync(join(root, '.git/index'))).toEqual(index);
  });
});
