import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Checkout } from '../../src/git/check-out.ts';
import { openRepository } from '../../src/git/repository.ts';
import { UsageError } from '../../src/model/errors.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { commit, emptyRepository, type Files, git, listing, open, repositoryWith, trap } from './fixture.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const SETTINGS = { searchPath: process.env.PATH ?? '' };

/** The files of a commit, removed when the test is over. */
async function checkOut(root: string, revision = 'HEAD'): Promise<Checkout> {
  const repository = await open(root);
  const checkout = await repository.checkOut(await repository.resolve(revision));
  onTestFinished(() => checkout.dispose());
  return checkout;
}

/** Names and texts of all files. */
function filesIn(directory: string): Files {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths
      .filter((path) => lstatSync(join(directory, path)).isFile())
      .map((path) => [path, readFileSync(join(directory, path), 'latin1')]),
  );
}

/** From now on temporary files go to a directory of their own, so that it shows what is left. */
function watchTemporaryFiles(): string {
  const directory = temporaryDirectory();
  vi.stubEnv('TMPDIR', directory);
  return directory;
}

describe('openRepository', () => {
  it('knows what is checked out', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    expect(await open(root)).toMatchObject({ url: undefined, revision: git(root, 'rev-parse', 'HEAD') });
  });

  it('knows no revision before the first commit', async () => {
    expect(await open(emptyRepository())).toMatchObject({ url: undefined, revision: undefined });
  });

  it('knows a commit that no branch has', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const first = git(root, 'rev-parse', 'HEAD');
    commit(root, { 'a.yaml': 'b' });
    git(root, 'checkout', '--quiet', '--detach', first);
    expect((await open(root)).revision).toBe(first);
  });

  it('opens a further work tree, whose .git is a file', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    git(root, 'remote', 'add', 'origin', 'https://example.com/a.git');
    const tree = join(temporaryDirectory(), 'tree');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', tree);
    const side = commit(tree, { 'a.yaml': 'side' });
    expect(lstatSync(join(tree, '.git')).isFile()).toBe(true);
    expect(await open(tree)).toMatchObject({ url: 'https://example.com/a.git', revision: side });
    expect((await open(root)).revision).not.toBe(side);
    expect(filesIn((await checkOut(tree)).directory)).toEqual({ 'a.yaml': 'side' });
  });

  it.each<[name: string, prepare: (root: string) => void]>([
    ['no .git', () => {}],
    ['an empty .git', (root) => mkdirSync(join(root, '.git'))],
    ['a .git of something else', (root) => writeFileSync(join(root, '.git'), 'hello\n')],
    ['a .git that points nowhere', (root) => writeFileSync(join(root, '.git'), 'gitdir: /nowhere/at/all\n')],
    [
      'a .git with a broken configuration',
      (root) => {
        git(root, 'init', '--quiet');
        writeFileSync(join(root, '.git', 'config'), '[core\n');
      },
    ],
  ])('takes a directory with %s for no repository', async (_, prepare) => {
    const root = temporaryDirectory({ 'a.yaml': 'a' });
    prepare(root);
    expect(await openRepository(root, SETTINGS)).toBeUndefined();
  });

  it('takes a directory inside a repository for none: only its top has the .git', async () => {
    const root = repositoryWith({ 'apps/a.yaml': 'a' });
    expect(await openRepository(join(root, 'apps'), SETTINGS)).toBeUndefined();
  });

  it.each<[name: string, searchPath: (bin: string) => string]>([
    ['in no directory', () => ''],
    ['in a directory without git', () => temporaryDirectory()],
    ['in a directory relative to the current one', (bin) => relative(process.cwd(), bin)],
    ['in the repository', () => '.'],
  ])('looks for git %s, and finds none', async (_, searchPath) => {
    const canary = join(temporaryDirectory(), 'canary');
    const root = repositoryWith({ 'a.yaml': 'a' });
    for (const place of [root, temporaryDirectory()]) {
      writeFileSync(join(place, 'git'), `#!/bin/sh\necho run >> '${canary}'\n`, { mode: 0o755 });
      expect(await openRepository(root, { searchPath: searchPath(place) })).toBeUndefined();
    }
    expect(existsSync(canary)).toBe(false);
  });

  it('is not led astray by the environment', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const other = repositoryWith({ 'b.yaml': 'b' });
    commit(other, { 'b.yaml': 'c' });
    vi.stubEnv('GIT_DIR', join(other, '.git'));
    vi.stubEnv('GIT_OBJECT_DIRECTORY', join(other, '.git', 'objects'));
    vi.stubEnv('GIT_INDEX_FILE', join(other, '.git', 'index'));
    vi.stubEnv('GIT_CONFIG_COUNT', '1');
    vi.stubEnv('GIT_CONFIG_KEY_0', 'remote.origin.url');
    vi.stubEnv('GIT_CONFIG_VALUE_0', 'https://example.com/other.git');
    const before = listing(other);
    expect(await open(root)).toMatchObject({ url: undefined, revision: git(root, 'rev-parse', 'HEAD') });
    expect(filesIn((await checkOut(root)).directory)).toEqual({ 'a.yaml': 'a' });
    expect(listing(other)).toEqual(before);
  });
});

describe('url', () => {
  it.each<[remote: string, url: string]>([
    ['https://github.com/org/repo.git', 'https://github.com/org/repo.git'],
    ['https://user@github.com/org/repo.git', 'https://github.com/org/repo.git'],
    ['https://user:secret@github.com/org/repo.git', 'https://github.com/org/repo.git'],
    ['https://:secret@github.com/org/repo.git', 'https://github.com/org/repo.git'],
    ['https://x-access-token:se%40cret@github.com:8443/org/repo', 'https://github.com:8443/org/repo'],
    ['https://user:se@cret@github.com/org/repo.git', 'https://github.com/org/repo.git'],
    ['HTTPS://user:secret@github.com/org/repo.git', 'HTTPS://github.com/org/repo.git'],
    ['ssh://git@github.com:22/org/repo.git', 'ssh://github.com:22/org/repo.git'],
    ['git+ssh://git:secret@github.com/org/repo.git', 'git+ssh://github.com/org/repo.git'],
    ['git@github.com:org/repo.git', 'git@github.com:org/repo.git'],
    ['https://github.com/org/repo@v1', 'https://github.com/org/repo@v1'],
    ['file:///srv/a@b.git', 'file:///srv/a@b.git'],
    ['/srv/a@b.git', '/srv/a@b.git'],
  ])('of %s is %s', async (remote, url) => {
    const root = emptyRepository();
    git(root, 'remote', 'add', 'origin', remote);
    expect((await open(root)).url).toBe(url);
  });

  it('is that of origin only', async () => {
    const root = emptyRepository();
    git(root, 'remote', 'add', 'upstream', 'https://example.com/a.git');
    expect((await open(root)).url).toBeUndefined();
  });
});

describe('resolve', () => {
  const root = mkdtempSync(join(tmpdir(), 'pss-gate-test-'));
  let first = '';
  let second = '';

  beforeAll(() => {
    repositoryWith({ 'a.yaml': 'a' }, root);
    first = git(root, 'rev-parse', 'HEAD');
    git(root, 'tag', 'v1');
    git(root, 'tag', '-m', 'with a message', 'v1-annotated');
    git(root, 'branch', 'team/pay');
    git(root, 'update-ref', 'refs/remotes/origin/main', first);
    second = commit(root, { 'a.yaml': 'b' });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each<[name: string, isFirst: boolean]>([
    ['HEAD', false],
    ['@', false],
    ['main', false],
    ['refs/heads/main', false],
    ['HEAD~1', true],
    ['HEAD^', true],
    ['main@{0}', false],
    ['v1', true],
    ['v1-annotated', true],
    ['team/pay', true],
    ['origin/main', true],
  ])('finds %s', async (name, isFirst) => {
    expect(await (await open(root)).resolve(name)).toBe(isFirst ? first : second);
  });

  it('finds a commit by its id, in full or shortened', async () => {
    const repository = await open(root);
    expect(await Promise.all([first, first.slice(0, 10), second].map((id) => repository.resolve(id)))).toEqual([
      first,
      first,
      second,
    ]);
  });

  it('finds commits that are packed', async () => {
    const clone = join(temporaryDirectory(), 'clone');
    git(root, 'clone', '--quiet', '--mirror', root, join(clone, '.git'));
    git(clone, '--git-dir=.git', 'gc', '--quiet');
    expect(existsSync(join(clone, '.git', 'refs', 'tags', 'v1'))).toBe(false);
    const repository = await open(clone);
    expect([await repository.resolve('v1-annotated'), await repository.resolve('main')]).toEqual([first, second]);
  });

  it.each([
    'nope',
    'origin/nope',
    'HEAD~9',
    'HEAD^{tree}',
    'HEAD:a.yaml',
    '0'.repeat(40),
    'a'.repeat(7),
    '^HEAD',
    'HEAD~1..HEAD',
    'HEAD~1...HEAD',
    'HEAD^@',
    '',
    ' ',
    'HEAD main',
    'HEAD\nmain',
    'main\n',
    'HEAD\0',
    '-',
    '--',
    '-h',
    '-q',
    '--all',
    '--help',
    '--git-dir',
    '--upload-pack=touch canary',
    '--output=canary',
    '--end-of-options',
    '$(touch canary)',
    '`touch canary`',
  ])('refuses %j', async (name) => {
    const before = listing(root);
    const refusal = await (await open(root)).resolve(name).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UsageError);
    expect((refusal as UsageError).message).toBe(`${name}: no such commit in this repository (is it a shallow clone?)`);
    expect(listing(root)).toEqual(before);
  });

  it('refuses files and directories by their ids', async () => {
    const repository = await open(root);
    for (const object of ['HEAD:a.yaml', 'HEAD^{tree}']) {
      await expect(repository.resolve(git(root, 'rev-parse', object))).rejects.toThrow(UsageError);
    }
  });

  it('refuses what a shallow clone has not', async () => {
    const clone = join(temporaryDirectory(), 'clone');
    git(root, 'clone', '--quiet', '--depth=1', `file://${root}`, clone);
    const repository = await open(clone);
    expect(await repository.resolve('HEAD')).toBe(second);
    await expect(repository.resolve('HEAD~1')).rejects.toThrow('is it a shallow clone?');
  });
});

describe('checkOut', () => {
  const BYTES = {
    'lf.yaml': 'a: 1\nb: 2\n',
    'crlf.yaml': 'a: 1\r\nb: 2\r\n',
    'mixed.yaml': 'a: 1\r\nb: $Id$\nc: 3',
    'empty.yaml': '',
    'binary.bin': Buffer.from([0, 255, 13, 10, 10, 13, 0]),
    'sub/dir/deep.yaml': 'ä: ö\n',
  };
  const asText = (files: Files) =>
    Object.fromEntries(Object.entries(files).map(([path, content]) => [path, Buffer.from(content).toString('latin1')]));

  it('gives the files of the commit and nothing else', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'old.yaml': 'old', 'sub/b.yaml': 'b' });
    rmSync(join(root, 'old.yaml'));
    git(root, 'add', '--all');
    commit(root, { 'a.yaml': 'changed', 'new.yaml': 'new' });
    writeFileSync(join(root, 'a.yaml'), 'not committed');
    writeFileSync(join(root, 'untracked.yaml'), 'untracked');
    expect(filesIn((await checkOut(root)).directory)).toEqual({
      'a.yaml': 'changed',
      'new.yaml': 'new',
      'sub/b.yaml': 'b',
    });
    expect(filesIn((await checkOut(root, 'HEAD~1')).directory)).toEqual({
      'a.yaml': 'a',
      'old.yaml': 'old',
      'sub/b.yaml': 'b',
    });
  });

  it('gives no files of a commit without any', async () => {
    const root = emptyRepository();
    commit(root, {});
    expect(readdirSync((await checkOut(root)).directory)).toEqual([]);
  });

  it.each<[name: string, settings: string[]]>([
    ['no setting', []],
    ['core.autocrlf', ['core.autocrlf=true']],
    ['core.eol', ['core.autocrlf=false', 'core.eol=crlf']],
    ['core.attributesFile', ['core.attributesFile=attributes']],
    ['sparse checkout', ['core.sparseCheckout=true']],
    ['links as files', ['core.symlinks=false', 'core.fileMode=false']],
  ])('gives every byte as it is stored: %s', async (_, settings) => {
    const root = repositoryWith(BYTES);
    for (const setting of settings) git(root, 'config', ...setting.split('='));
    writeFileSync(join(root, 'attributes'), '* text eol=crlf ident\n');
    writeFileSync(join(root, '.git', 'info', 'sparse-checkout'), '/lf.yaml\n');
    expect(filesIn((await checkOut(root)).directory)).toEqual(asText(BYTES));
  });

  it.each([
    '* text eol=crlf',
    '* text eol=lf',
    '* text=auto',
    '* crlf',
    '* ident',
    '* export-ignore',
    '* export-subst',
    '*.yaml working-tree-encoding=UTF-16LE',
    '* binary',
  ])('gives every byte as it is stored: attributes %s', async (attributes) => {
    const root = repositoryWith(BYTES);
    commit(root, { '.gitattributes': `${attributes}\n` });
    writeFileSync(join(root, '.git', 'info', 'attributes'), `${attributes}\n`);
    expect(filesIn((await checkOut(root)).directory)).toEqual({
      ...asText(BYTES),
      '.gitattributes': `${attributes}\n`,
    });
  });

  it.each(['smudge', 'process', 'clean'])('starts no filter: %s', async (kind) => {
    const { command, isSprung, reset } = trap();
    const root = repositoryWith({ 'a.yaml': 'a\n', '.gitattributes': '*.yaml filter=trap\n' });
    git(root, 'config', `filter.trap.${kind}`, command);
    // Git itself starts it, which shows that it would work.
    writeFileSync(join(root, 'a.yaml'), 'b\n');
    const spring = () =>
      git(root, ...(kind === 'clean' ? ['add', 'a.yaml'] : ['checkout', '--force', 'HEAD', '--', '.']));
    try {
      spring();
    } catch {
      // A filter that does not speak the protocol of `process` fails, having been run.
    }
    expect(isSprung()).toBe(true);
    reset();
    expect(filesIn((await checkOut(root)).directory)).toMatchObject({ 'a.yaml': 'a\n' });
    expect(isSprung()).toBe(false);
  });

  it('starts no hook and no file system monitor', async () => {
    const { command, isSprung, reset } = trap();
    const root = repositoryWith({ 'a.yaml': 'a\n' });
    const hooks = join(root, 'hooks');
    mkdirSync(hooks);
    for (const name of ['post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
      writeFileSync(join(hooks, name), `#!/bin/sh\nexec ${command} < /dev/null\n`, { mode: 0o755 });
    }
    git(root, 'config', 'core.hooksPath', hooks);
    git(root, 'config', 'core.fsmonitor', command);
    for (const spring of [['checkout', '--quiet', '-b', 'side'], ['status']]) {
      git(root, ...spring);
      expect(isSprung()).toBe(true);
      reset();
    }
    expect(filesIn((await checkOut(root)).directory)).toEqual({ 'a.yaml': 'a\n' });
    expect(isSprung()).toBe(false);
  });

  it('keeps links as links, wherever they lead', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const links = { inside: 'a.yaml', outside: '/etc/hostname', up: '../../x', nowhere: 'missing', directory: '.' };
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
    git(root, 'add', '--all');
    commit(root, {});
    const { directory } = await checkOut(root);
    const found = Object.keys(links).map((name) => [name, readlinkSync(join(directory, name))]);
    expect(Object.fromEntries(found)).toEqual(links);
  });

  it('keeps what can be executed', async () => {
    const root = repositoryWith({ plain: '', program: '' });
    chmodSync(join(root, 'program'), 0o755);
    git(root, 'add', '--all');
    commit(root, {});
    const { directory } = await checkOut(root);
    const isExecutable = (name: string) => (lstatSync(join(directory, name)).mode & 0o100) !== 0;
    expect([isExecutable('plain'), isExecutable('program')]).toEqual([false, true]);
  });

  it('finds files with unusual names', async () => {
    const names = [
      'with space.yaml',
      '-n.yaml',
      '--force',
      'quo"te\'s.yaml',
      'new\nline.yaml',
      'tab\there.yaml',
      'back\\slash.yaml',
      'ünïcödé 名前.yaml',
      '$(touch x).yaml',
      '*.yaml',
      ':(top)a',
      '.hidden',
      'a/b/c/d/e/f/g.yaml',
      `${'n'.repeat(200)}.yaml`,
    ];
    const root = repositoryWith(Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(Object.keys(filesIn((await checkOut(root)).directory)).sort()).toEqual(names.toSorted());
  });

  it('leaves submodules out', async () => {
    const root = repositoryWith({
      'a.yaml': 'a',
      '.gitmodules': '[submodule "sub"]\n\tpath = sub\n\turl = https://example.com/x\n',
    });
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},sub`);
    commit(root, {});
    const { directory } = await checkOut(root);
    expect(Object.keys(filesIn(directory))).toEqual(['.gitmodules', 'a.yaml']);
  });

  it.each<[name: string, prepare: (root: string) => string]>([
    [
      'that are packed',
      (root) => {
        git(root, 'gc', '--quiet');
        return root;
      },
    ],
    [
      'that another repository lends',
      (root) => {
        const clone = join(temporaryDirectory(), 'clone');
        git(root, 'clone', '--quiet', '--shared', root, clone);
        return clone;
      },
    ],
    [
      'of a shallow clone',
      (root) => {
        const clone = join(temporaryDirectory(), 'clone');
        git(root, 'clone', '--quiet', '--depth=1', `file://${root}`, clone);
        return clone;
      },
    ],
    [
      'of a repository without a work tree checked out',
      (root) => {
        const clone = join(temporaryDirectory(), 'clone');
        git(root, 'clone', '--quiet', '--no-checkout', root, clone);
        return clone;
      },
    ],
    [
      'in a directory with an unusual name',
      (root) => {
        const clone = join(temporaryDirectory(), '#with "space"');
        git(root, 'clone', '--quiet', root, clone);
        return clone;
      },
    ],
  ])('reads objects %s', async (_, prepare) => {
    const root = prepare(repositoryWith(BYTES));
    expect(filesIn((await checkOut(root)).directory)).toEqual(asText(BYTES));
  });

  it('gives a directory of its own every time', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const repository = await open(root);
    const commitId = await repository.resolve('HEAD');
    const [one, two] = await Promise.all([repository.checkOut(commitId), repository.checkOut(commitId)]);
    onTestFinished(() => two.dispose());
    expect(one.directory).not.toBe(two.directory);
    await one.dispose();
    expect(filesIn(two.directory)).toEqual({ 'a.yaml': 'a' });
  });

  it('lets nobody else look in', async () => {
    const { directory } = await checkOut(repositoryWith({ 'a.yaml': 'a' }));
    expect(lstatSync(join(directory, '..')).mode & 0o077).toBe(0);
    expect(lstatSync(directory).mode & 0o077).toBe(0);
  });
});

describe('the temporary directory', () => {
  it('is gone when the checkout is disposed of, also twice', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'sub/b.yaml': 'b' });
    const temporary = watchTemporaryFiles();
    const repository = await open(root);
    const { directory, dispose } = await repository.checkOut(await repository.resolve('HEAD'));
    expect(relative(temporary, directory)).toMatch(/^pss-gate-[^/]+\/tree$/);
    await dispose();
    await dispose();
    await repository.dispose();
    await repository.dispose();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('leaves alone what a link in it leads to', async () => {
    const outside = temporaryDirectory({ 'keep.yaml': 'kept' });
    const root = emptyRepository();
    symlinkSync(outside, join(root, 'link'));
    git(root, 'add', '--all');
    commit(root, {});
    const repository = await open(root);
    const { dispose } = await repository.checkOut(await repository.resolve('HEAD'));
    await dispose();
    expect(filesIn(outside)).toEqual({ 'keep.yaml': 'kept' });
  });

  it.each(['0'.repeat(40), '--help', 'main'.repeat(10)])('is not left when there is no commit %s', async (name) => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const temporary = watchTemporaryFiles();
    const repository = await open(root);
    await expect(repository.checkOut(name)).rejects.toThrow(UsageError);
    await repository.dispose();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('is not left when a file is missing, as in a partial clone', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'b.yaml': 'b' });
    const blob = git(root, 'rev-parse', 'HEAD:b.yaml');
    rmSync(join(root, '.git', 'objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    const temporary = watchTemporaryFiles();
    const repository = await open(root);
    const commitId = await repository.resolve('HEAD');
    await expect(repository.checkOut(commitId)).rejects.toThrow(
      'its files cannot be read from this repository (is it a partial clone?)',
    );
    await repository.dispose();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('is not left when the run is interrupted', async () => {
    const root = repositoryWith({ 'a.yaml': 'a' });
    const temporary = watchTemporaryFiles();
    const controller = new AbortController();
    const repository = await openRepository(root, { ...SETTINGS, signal: controller.signal });
    const commitId = (await repository?.resolve('HEAD')) ?? '';
    controller.abort(new Error('interrupted'));
    await expect(repository?.checkOut(commitId)).rejects.toThrow('interrupted');
    await repository?.dispose();
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('the repository', () => {
  it('stays as it is, with everything that is not committed', async () => {
    const root = repositoryWith({ 'a.yaml': 'a', 'b.yaml': 'b', 'c.yaml': 'c' });
    commit(root, { 'a.yaml': 'a2' });
    writeFileSync(join(root, 'a.yaml'), 'changed');
    writeFileSync(join(root, 'b.yaml'), 'staged');
    git(root, 'add', 'b.yaml');
    rmSync(join(root, 'c.yaml'));
    writeFileSync(join(root, 'untracked.yaml'), 'untracked');
    const before = listing(root);
    const repository = await open(root);
    for (const revision of ['HEAD', 'HEAD~1']) {
      const { dispose } = await repository.checkOut(await repository.resolve(revision));
      await dispose();
    }
    await repository.resolve('nope').catch(() => {});
    expect(listing(root)).toEqual(before);
  });
});
