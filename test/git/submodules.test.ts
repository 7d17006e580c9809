import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { armWith, commit, git, open, repositoryWith, trap } from './fixture.ts';
import { addExisting, addSubmodule, cloneOf, commitGitlink } from './submodules.ts';

async function openTree(root: string, revision = 'HEAD') {
  const repository = await open(root);
  const id = await repository.resolve(revision);
  const tree = await repository.openTree(id);
  const checkout = await repository.checkOut(id);
  onTestFinished(() => checkout.dispose());
  const paths = (await tree.list('.')).map(({ path }) => path).filter((path) => path !== '.gitmodules');
  const read = async (path: string) => Buffer.from(await tree.read(path)).toString();
  return { paths, read, absent: Object.fromEntries(tree.absent), directory: checkout.directory };
}

const onDisk = (directory: string) =>
  (readdirSync(directory, { recursive: true, withFileTypes: true }) ?? [])
    .filter((entry) => entry.isFile() && entry.name !== '.gitmodules')
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();

describe('a submodule of a commit', () => {
  it('is read at the commit that is recorded, whatever is checked out', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const origin = addSubmodule(root, 'deep/sub', { 'b.yaml': 'old', 'd/c.yaml': 'c' });
    commit(origin, { 'b.yaml': 'new' });
    git(join(root, 'deep/sub'), '-c', 'protocol.file.allow=always', 'pull', '--quiet');
    git(root, 'add', 'deep/sub');
    git(root, 'commit', '--quiet', '-m', 'newer');
    rmSync(join(root, 'deep/sub'), { recursive: true });
    const paths = ['a.yaml', 'deep/sub/b.yaml', 'deep/sub/d/c.yaml'];
    for (const [revision, content] of [
      ['HEAD', 'new'],
      ['HEAD~1', 'old'],
    ] as const) {
      const tree = await openTree(root, revision);
      expect(tree).toMatchObject({ paths, absent: {} });
      expect(onDisk(tree.directory)).toEqual(paths);
      expect(await tree.read('deep/sub/b.yaml')).toBe(content);
      expect(readFileSync(join(tree.directory, 'deep/sub/b.yaml'), 'utf8')).toBe(content);
    }
  });

  it('is read in submodules, in further work trees, and by links from outside', async () => {
    const middle = repositoryWith({ 'm.yaml': 'm' });
    addSubmodule(middle, 'inner', { 'i.yaml': 'i' });
    const top = repositoryWith({ 'a.yaml': 'a' });
    addExisting(top, 'outer', middle);
    symlinkSync('outer/inner/i.yaml', join(top, 'link.yaml'));
    git(top, 'add', '--all');
    git(top, 'commit', '--quiet', '-m', 'link');
    const clone = cloneOf(top, 'outer');
    const worktree = join(temporaryDirectory(), 'tree');
    git(clone, 'worktree', 'add', '--quiet', '-b', 'side', worktree);
    for (const root of [clone, worktree]) {
      const tree = await openTree(root);
      const paths = ['a.yaml', 'link.yaml', 'outer/.gitmodules', 'outer/inner/i.yaml', 'outer/m.yaml'];
      expect(tree).toMatchObject({ paths, absent: {} });
      expect(await tree.read('link.yaml')).toBe('i');
    }
  });

  it('is read in a repository of SHA-256', async () => {
    const make = (files: Readonly<Record<string, string>>) => {
      const root = temporaryDirectory();
      git(root, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main');
      commit(root, files);
      return root;
    };
    const root = make({ 'a.yaml': 'a' });
    addExisting(root, 'sub', make({ 'b.yaml': 'b' }));
    expect(await (await openTree(root)).read('sub/b.yaml')).toBe('b');
  });

  it('is absent, with its URL, where its objects are not here', async () => {
    const middle = repositoryWith({ 'm.yaml': 'm' });
    const inner = addSubmodule(middle, 'inner', { 'i.yaml': 'i' });
    const top = repositoryWith({ 'a.yaml': 'a' });
    addExisting(top, 'outer', middle);
    const clone = cloneOf(top);
    expect(await openTree(clone)).toMatchObject({
      paths: ['a.yaml'],
      absent: { outer: `is a submodule of ${middle}, which is not here: nothing is fetched` },
    });
    git(clone, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init');
    const absent = { 'outer/inner': `is a submodule of ${inner}, which is not here: nothing is fetched` };
    const tree = await openTree(clone);
    expect(tree).toMatchObject({ paths: ['a.yaml', 'outer/.gitmodules', 'outer/m.yaml'], absent });
    expect(readdirSync(join(tree.directory, 'outer/inner'))).toEqual([]);
  });

  it('is absent where its repository has not that commit', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    addSubmodule(root, 'sub', { 'b.yaml': 'b' });
    git(root, 'update-index', '--cacheinfo', `160000,${'b'.repeat(40)},sub`);
    git(root, 'commit', '--quiet', '-m', 'elsewhere');
    expect(Object.keys((await openTree(root)).absent)).toEqual(['sub']);
  });

  it('is empty where there is no .gitmodules, as for Argo CD', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},sub`);
    commit(root, {});
    expect(await openTree(root)).toMatchObject({ paths: ['a.yaml'], absent: {} });
  });

  it.each<[name: string, modules: string, reason: string]>([
    [
      'that .gitmodules does not name',
      '[submodule "x"]\n\tpath = x\n',
      'is a submodule that .gitmodules does not name',
    ],
    [
      'without a URL',
      '[submodule "x"]\n\tpath = sub\n',
      'is a submodule of a repository without a URL, which is not here: nothing is fetched',
    ],
    [
      'with a password in its URL',
      '[submodule "x"]\n\tpath = sub\n\turl = https://user:secret@example.com/x.git\n',
      'is a submodule of https://example.com/x.git, which is not here: nothing is fetched',
    ],
    [
      'with a file that is broken',
      '[submodule "x\n',
      'is a submodule, and .gitmodules cannot be read: git config does not work in this repository: ',
    ],
  ])('%s is absent', async (_, modules, reason) => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    commitGitlink(root, 'sub', modules);
    const { absent } = await openTree(root);
    expect(absent.sub?.slice(0, reason.length)).toBe(reason);
  });

  it.each(['../../elsewhere', '..', '.', '/etc', 'a/../../x', 'a\\\\..\\\\b', ''])(
    'with the name %j leads nowhere',
    async (name) => {
      const root = repositoryWith({ 'a.yaml': 'a' });
      const outside = repositoryWith({ 'b.yaml': 'b' });
      renameSync(join(outside, '.git'), join(root, 'elsewhere'));
      const id = git(root, '--git-dir=elsewhere', 'rev-parse', 'HEAD');
      commitGitlink(root, 'sub', `[submodule "${name}"]\n\tpath = sub\n\turl = https://example.com/x\n`, id);
      expect(await openTree(root)).toMatchObject({ paths: ['a.yaml'], absent: { sub: expect.anything() } });
    },
  );

  it('starts nothing that .gitmodules or its repository configures', async () => {
    const { command, isSprung, reset } = trap();
    const root = repositoryWith({ 'a.yaml': 'a' });
    addSubmodule(root, 'sub', { 'b.yaml': 'b' });
    armWith(root, command);
    for (const name of ['core.fsmonitor', 'filter.trap.smudge'])
      git(root, '--git-dir=.git/modules/sub', 'config', name, command);
    writeFileSync(join(root, '.git/modules/sub/info/attributes'), '* filter=trap\n');
    const modules = readFileSync(join(root, '.gitmodules'), 'utf8');
    writeFileSync(join(root, '.gitmodules'), `${modules}\tupdate = !${command}\n[include]\n\tpath = ${command}\n`);
    git(
      root,
      '-c',
      'core.fsmonitor=false',
      '-c',
      'filter.trap.clean=cat',
      '-c',
      'filter.trap.process=',
      'commit',
      '--quiet',
      '-am',
      'hostile',
    );
    reset();
    expect(await (await openTree(root)).read('sub/b.yaml')).toBe('b');
    await (await open(root)).findMissingSubmodules();
    expect(isSprung()).toBe(false);
  });

  it('does not share its directory with files of the whole', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'd/b.yaml': 'b' });
    const ids = ['HEAD:d', 'HEAD'].map((name) => Buffer.from(git(root, 'rev-parse', name), 'hex'));
    const record = Buffer.concat([
      ...[Buffer.from('160000 x\0'), ids[1] as Buffer],
      ...[Buffer.from('40000 x\0'), ids[0] as Buffer],
    ]);
    const hash = ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'];
    const tree = execFileSync('git', hash, { cwd: root, input: record, encoding: 'utf8' }).trim();
    const id = git(root, 'commit-tree', tree, '-m', 'x');
    await expect((await open(root)).openTree(id)).rejects.toThrow("invalid path 'x/b.yaml'");
  });
});

describe('findMissingSubmodules', () => {
  const missing = async (root: string) => Object.fromEntries(await (await open(root)).findMissingSubmodules());

  it('names those of the working tree that are empty, at every depth', async () => {
    const middle = repositoryWith({ 'm.yaml': 'm' });
    const inner = addSubmodule(middle, 'inner', { 'i.yaml': 'i' });
    const top = repositoryWith({ 'a.yaml': 'a' });
    addExisting(top, 'outer', middle);
    const clone = cloneOf(top);
    const notHere = (url: string) => `is a submodule of ${url}, which is not here: nothing is fetched`;
    expect(await missing(clone)).toEqual({ outer: notHere(middle) });
    rmSync(join(clone, 'outer'), { recursive: true });
    expect(await missing(clone)).toEqual({ outer: notHere(middle) });
    git(clone, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init');
    expect(await missing(clone)).toEqual({ 'outer/inner': notHere(inner) });
    git(clone, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init', '--recursive');
    expect(await missing(clone)).toEqual({});
  });

  it('looks only at what Git tracks as one, and at nothing behind a link', async () => {
    const top = temporaryDirectory();
    mkdirSync(join(top, 'outside'));
    mkdirSync(join(top, 'repo'));
    const root = repositoryWith({ 'a.yaml': 'a' }, join(top, 'repo'));
    symlinkSync('../outside', join(root, 'link'));
    const paths = ['../outside', '/etc', '.', 'link', 'link/x', 'a.yaml', 'out-of-date'];
    const modules = paths.map((path, at) => `[submodule "${at}"]\n\tpath = ${path}\n`);
    commitGitlink(root, 'sub', modules.join(''));
    expect(await missing(root)).toEqual({ sub: 'is a submodule that .gitmodules does not name' });
    rmSync(join(root, 'sub'), { recursive: true });
    symlinkSync('../outside', join(root, 'sub'));
    expect(await missing(root)).toEqual({});
  });

  it('says so of a file that cannot be read', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    commitGitlink(root, 'sub', '[submodule "x\n');
    expect(await missing(root)).toEqual({
      sub: expect.stringMatching('^depends on a .gitmodules that cannot be read: git config does not work'),
    });
  });
});
