import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFileTree } from '../../src/files/file-tree.ts';
import type { CommitTree } from '../../src/git/commit-tree.ts';
import { UsageError } from '../../src/model/errors.ts';
import { FileError, type FileTree, type ListOptions, MAX_FILE_BYTES } from '../../src/model/ports.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { armWith, commit, emptyRepository, type Files, git, listing, open, repositoryWith, trap } from './fixture.ts';

async function openTree(root: string, revision = 'HEAD'): Promise<CommitTree> {
  const repository = await open(root);
  return repository.openTree(await repository.resolve(revision));
}

/** A repository with files and, after them, links by path. */
function withLinks(files: Files, links: Readonly<Record<string, string>>): string {
  const root = repositoryWith(files);
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(root, path));
  git(root, 'add', '--all');
  commit(root, {});
  return root;
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

const FILES: Files = {
  'a.yaml': 'a',
  'B.txt': 'B',
  '.hidden/x': 'x',
  'a/z.yaml': 'z',
  'a/b/y.yaml': 'y',
  'a-b/x': 'x',
  'a/node_modules/p/x.yaml': 'p',
  'node_modules/y': 'y',
  '.github/x': 'x',
  'empty.yaml': '',
  'binary.bin': Uint8Array.of(0, 255, 13, 10, 0),
  'ünïcödé 名前.yaml': 'ä',
  'new\nline "quoted".yaml': 'n',
  '-n.yaml': '-',
};

const LINKS = {
  'to-file': 'a/z.yaml',
  'to-directory': 'a',
  'a/b/up': '../z.yaml',
  'a/linked-b': 'b',
  'to-link': 'to-directory/linked-b/y.yaml',
  nowhere: 'missing',
  loop: 'loop',
  root: '.',
  'a/outside': '../../outside/secret.yaml',
  'outside-directory': '../outside',
  absolute: '/etc/passwd',
};

describe('a tree of a commit', () => {
  it('says of every path what the files of a checkout say', async () => {
    const root = withLinks(FILES, LINKS);
    const top = temporaryDirectory({ 'outside/secret.yaml': 'secret' });
    git(root, 'clone', '--quiet', root, join(top, 'checkout'));
    const trees = [openFileTree(join(top, 'checkout')), await openTree(root)] as const;
    const same = async (ask: (tree: FileTree) => Promise<unknown>) => {
      const [onDisk, inGit] = await Promise.all(trees.map(ask));
      expect(inGit).toEqual(onDisk);
    };
    const options: ListOptions[] = [
      {},
      { isShallow: true },
      { isComplete: true },
      { isComplete: true, isShallow: true },
    ];
    for (const directory of [
      '.',
      'a',
      'a/b',
      'a/node_modules',
      'to-directory',
      'to-directory/b',
      'a/linked-b',
      'root',
    ]) {
      for (const option of options) await same((tree) => tree.list(directory, option));
    }
    const asked = [
      'a',
      'dir/',
      'missing',
      'a.yaml/x',
      'a.yaml/',
      'a/../a.yaml',
      'a/../../outside',
      '..',
      'a//b',
      './a',
    ];
    for (const path of [
      ...Object.keys(FILES),
      ...Object.keys(LINKS),
      ...asked,
      'to-directory/b/y.yaml',
      'root/root/a',
    ]) {
      await same((tree) => tree.typeOf(path));
      await same((tree) =>
        tree.read(path).then(
          (bytes) => [...bytes],
          (error: Error) => `${error.name}: ${error.message}`,
        ),
      );
    }
  });

  it('has the files of the commit, whatever lies in the work tree', async () => {
    const root = repositoryWith({ 'a.yaml': 'old', 'gone.yaml': 'x' });
    rmSync(join(root, 'gone.yaml'));
    git(root, 'add', '--all');
    commit(root, { 'a.yaml': 'new' });
    writeFileSync(join(root, 'a.yaml'), 'not committed');
    writeFileSync(join(root, 'untracked.yaml'), 'x');
    const [now, before] = [await openTree(root), await openTree(root, 'HEAD~1')];
    expect(await now.list('.')).toEqual([{ path: 'a.yaml' }]);
    expect(text(await now.read('a.yaml'))).toBe('new');
    expect(await before.list('.')).toEqual([{ path: 'a.yaml' }, { path: 'gone.yaml' }]);
    expect(text(await before.read('a.yaml'))).toBe('old');
  });

  it('takes a link out of the repository for a problem, whether something is there or not', async () => {
    const root = withLinks({ 'a.yaml': '' }, { one: '../missing', two: '/no/such/file', three: `../x/a.yaml` });
    const tree = await openTree(root);
    const problem = 'is a link that leaves the repository';
    expect(await tree.list('.')).toEqual([
      { path: 'a.yaml' },
      ...['one', 'three', 'two'].map((path) => ({ path, problem })),
    ]);
    expect(Object.fromEntries(tree.links)).toEqual({ one: '../missing', two: '/no/such/file', three: '../x/a.yaml' });
  });

  it('fails to list what is no directory', async () => {
    const tree = await openTree(repositoryWith({ 'a.yaml': '' }));
    for (const path of ['missing', 'a.yaml', '..']) await expect(tree.list(path)).rejects.toThrow('ENOENT');
  });

  it('is empty for a commit without files', async () => {
    const root = emptyRepository();
    commit(root, {});
    const tree = await openTree(root);
    expect(await tree.list('.')).toEqual([]);
    expect(await tree.typeOf('.')).toBe('directory');
  });

  it('has a submodule as a directory without files', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},deep/sub`);
    commit(root, {});
    const tree = await openTree(root);
    expect(await tree.list('.')).toEqual([{ path: 'a.yaml' }]);
    expect(await tree.typeOf('deep/sub')).toBe('directory');
    expect(await tree.list('deep/sub')).toEqual([]);
  });

  it('reads a file that can be executed', async () => {
    const root = repositoryWith({ program: 'x' });
    chmodSync(join(root, 'program'), 0o755);
    git(root, 'add', '--all');
    commit(root, {});
    expect(text(await (await openTree(root)).read('program'))).toBe('x');
  });

  it('reads bytes as they are stored, whatever attributes say', async () => {
    const root = repositoryWith({
      'a.yaml': 'a: 1\r\nb: $Id$\n',
      '.gitattributes': '* text eol=crlf ident export-ignore\n',
    });
    const stored = git(root, 'cat-file', '-p', 'HEAD:a.yaml');
    expect(text(await (await openTree(root)).read('a.yaml')).trim()).toBe(stored);
  });

  it('lists a name that is not UTF-8, which nobody can read', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const blob = git(root, 'rev-parse', 'HEAD:a.yaml');
    const records = ['dir-\xff/b.yaml', 'c-\xff.yaml'].map((path) => `100644 ${blob}\t${path}\u0000`).join('');
    const input = Buffer.from(records, 'latin1');
    execFileSync('git', ['update-index', '-z', '--index-info'], { cwd: root, input });
    commit(root, {});
    const tree = await openTree(root);
    expect(await tree.list('.')).toEqual([
      { path: 'a.yaml' },
      { path: 'c-\uFFFD.yaml' },
      { path: 'dir-\uFFFD', isDirectory: true, problem: 'has a name that is not UTF-8' },
    ]);
    await expect(tree.read('c-\uFFFD.yaml')).rejects.toThrow(FileError);
  });
});

describe('reading', () => {
  it('takes many files at once, and one after the other', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 5000 }, (_, at) => [`d${at % 50}/f${at}.yaml`, `n: ${at}\n`]),
    );
    const root = repositoryWith({ 'a.yaml': 'a' });
    const stream = Object.entries(files).map(
      ([path, content]) => `M 644 inline ${path}\ndata ${content.length}\n${content}\n`,
    );
    const input = `commit refs/heads/many\ncommitter A <a@example.com> 0 +0000\ndata 1\nx\n${stream.join('')}`;
    execFileSync('git', ['fast-import', '--quiet'], { cwd: root, input });
    const together = await openTree(root, 'many');
    const paths = (await together.list('.')).map(({ path }) => path);
    expect(paths.length).toBe(5000);
    const contents = await Promise.all(paths.map((path) => together.read(path)));
    expect(contents.map(text)).toEqual(paths.map((path) => files[path]));
    const apart = await openTree(root, 'many');
    for (const path of paths) expect(text(await apart.read(path))).toBe(files[path]);
  });

  it('gives everyone the same content who asks at the same time', async () => {
    const tree = await openTree(repositoryWith({ 'a.yaml': 'same', 'b.yaml': 'same', 'c.yaml': 'c' }));
    const read = ['a.yaml', 'b.yaml', 'a.yaml', 'c.yaml', 'missing'].map((path) => tree.read(path));
    const settled = await Promise.allSettled(read);
    expect(settled.map((each) => (each.status === 'fulfilled' ? text(each.value) : each.status))).toEqual([
      ...['same', 'same', 'same', 'c'],
      'rejected',
    ]);
  });

  it('refuses a file of more than 64 MB', async () => {
    const root = repositoryWith({ large: new Uint8Array(MAX_FILE_BYTES + 1), fits: new Uint8Array(MAX_FILE_BYTES) });
    const tree = await openTree(root);
    await expect(tree.read('large')).rejects.toThrow('has 64 MB; the limit is 64 MB');
    expect((await tree.read('fits')).length).toBe(MAX_FILE_BYTES);
  });

  it('says of a file that is missing, as in a partial clone, that it is; the others can be read', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'b.yaml': 'b' });
    const blob = git(root, 'rev-parse', 'HEAD:b.yaml');
    rmSync(join(root, '.git', 'objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    const tree = await openTree(root);
    expect(await messageOf(tree.read('b.yaml'))).toEqual(
      new FileError('is not in this repository (is it a partial clone?)'),
    );
    expect(text(await tree.read('a.yaml'))).toBe('a');
  });

  it('works in a repository of SHA-256', async () => {
    const root = temporaryDirectory();
    git(root, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main');
    commit(root, { 'a/b.yaml': 'b' });
    expect(text(await (await openTree(root)).read('a/b.yaml'))).toBe('b');
  });

  it('works in a further work tree and in a shallow clone', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const tree = join(temporaryDirectory(), 'tree');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', tree);
    commit(tree, { 'a.yaml': 'side' });
    expect(text(await (await openTree(tree)).read('a.yaml'))).toBe('side');
    const clone = join(temporaryDirectory(), 'clone');
    git(root, 'clone', '--quiet', '--depth=1', `file://${root}`, clone);
    expect(text(await (await openTree(clone)).read('a.yaml'))).toBe('a');
  });
});

describe('a tree', () => {
  it.each(['0'.repeat(40), '--help', 'HEAD', 'main:a.yaml', ''])('is none of %j', async (id) => {
    const repository = await open(repositoryWith({ 'a.yaml': 'a' }));
    // A name that Git knows in the real repository means nothing in ours.
    await expect(repository.openTree(id)).rejects.toThrow(UsageError);
  });

  it.each(['..', '.', '.git', '.GIT'])('with the name %j in it is refused', async (name) => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const blob = git(root, 'rev-parse', 'HEAD:a.yaml');
    const write = (args: string[], input: Uint8Array) =>
      execFileSync('git', args, { cwd: root, input, encoding: 'utf8' }).trim();
    const record = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
    const tree = write(['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'], record);
    const id = git(root, 'commit-tree', tree, '-m', 'x');
    await expect((await open(root)).openTree(id)).rejects.toThrow(`invalid path '${name}'`);
  });

  it('with a file and a directory of one name is refused', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'd/b': 'b' });
    const ids = ['HEAD:a.yaml', 'HEAD:d'].map((name) => Buffer.from(git(root, 'rev-parse', name), 'hex'));
    const record = Buffer.concat([
      ...[Buffer.from('100644 x\0'), ids[0] as Buffer],
      ...[Buffer.from('40000 x\0'), ids[1] as Buffer],
    ]);
    const hash = ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'];
    const tree = execFileSync('git', hash, { cwd: root, input: record, encoding: 'utf8' }).trim();
    const id = git(root, 'commit-tree', tree, '-m', 'x');
    await expect((await open(root)).openTree(id)).rejects.toThrow('has x twice');
  });

  it('changes nothing in the repository and starts nothing that it configures', async () => {
    const { command, isSprung } = trap();
    const root = repositoryWith({ 'a.yaml': 'a' });
    armWith(root, command);
    const before = listing(root);
    const tree = await openTree(root);
    expect(text(await tree.read('a.yaml'))).toBe('a');
    expect(isSprung()).toBe(false);
    expect(listing(root)).toEqual(before);
  });
});
