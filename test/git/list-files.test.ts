import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { armWith, git, listing, open, repositoryWith, trap } from './fixture.ts';
import { addExisting } from './submodules.ts';

const files = async (root: string) =>
  (await (await open(root)).listFiles()).map(({ path, mode }) => (mode === undefined ? path : `${mode} ${path}`));

describe('listFiles', () => {
  it('names what is there, with the mode of what is tracked', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'd/gone.yaml': 'g', 'd/e': 'e', '.gitignore': 'ignored\n', link: '' });
    rmSync(join(root, 'd/gone.yaml'));
    rmSync(join(root, 'link'));
    symlinkSync('a.yaml', join(root, 'link'));
    chmodSync(join(root, 'd/e'), 0o755);
    git(root, 'add', 'link', 'd/e');
    mkdirSync(join(root, 'node_modules/p'), { recursive: true });
    mkdirSync(join(root, 'empty'));
    for (const path of ['ignored', 'new\nline', 'node_modules/p/x']) writeFileSync(join(root, path), '');
    symlinkSync('/etc', join(root, 'untracked-link'));
    expect(await files(root)).toEqual([
      '100644 .gitignore',
      '100644 a.yaml',
      '100755 d/e',
      'ignored',
      '120000 link',
      'new\nline',
      'node_modules/p/x',
      'untracked-link',
    ]);
  });

  it('names nested repositories and submodules with a slash, and does not look into them', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    for (const path of ['nested', 'deep/sub']) {
      mkdirSync(join(root, path), { recursive: true });
      repositoryWith({ 'x.yaml': 'x' }, join(root, path));
    }
    const head = git(join(root, 'deep/sub'), 'rev-parse', 'HEAD');
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${head},deep/sub`);
    expect(await files(root)).toEqual(['100644 a.yaml', '160000 deep/sub/', 'nested/']);
  });

  it('names what Git was told not to look at, if it is there', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'b.yaml': 'b' });
    git(root, 'update-index', '--skip-worktree', 'a.yaml', 'b.yaml');
    rmSync(join(root, 'b.yaml'));
    expect(await files(root)).toEqual(['100644 a.yaml']);
  });

  it('works in a further work tree, and without an index', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const tree = join(temporaryDirectory(), 'tree');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', tree);
    expect(await files(tree)).toEqual(['100644 a.yaml']);
    rmSync(join(root, '.git/index'));
    expect(await files(root)).toEqual(['a.yaml']);
  });

  it('starts nothing that is configured, and changes nothing', async () => {
    const { command, isSprung } = trap();
    const root = repositoryWith({ 'a.yaml': 'a' });
    armWith(root, command);
    const before = listing(root);
    expect(await files(root)).toEqual(['100644 a.yaml']);
    expect(isSprung()).toBe(false);
    expect(listing(root)).toEqual(before);
  });
});

describe('listLinks', () => {
  it('says what tracked links say that are there, also in submodules', async () => {
    const library = repositoryWith({ 'b.yaml': 'b' });
    symlinkSync('/etc', join(library, 'out'));
    git(library, 'add', 'out');
    git(library, 'commit', '--quiet', '-m', 'link');
    const root = repositoryWith({ 'a.yaml': 'a' });
    for (const path of ['gone', 'replaced', 'link']) symlinkSync('a.yaml', join(root, path));
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '-m', 'links');
    addExisting(root, 'sub', library);
    for (const path of ['gone', 'replaced']) rmSync(join(root, path));
    writeFileSync(join(root, 'replaced'), 'a file');
    symlinkSync('/etc', join(root, 'untracked'));
    expect(Object.fromEntries(await (await open(root)).listLinks())).toEqual({ link: 'a.yaml', 'sub/out': '/etc' });
  });
});
