import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestClosure, digestFile, isPointerDigest } from '../../src/cache/digest.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { pointerTo } from '../git/lfs-files.ts';

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
const listing = (...names: string[]) => `directory ${sha256(JSON.stringify(names))}`;

async function digest(root: string, ...paths: string[]): Promise<Record<string, string>> {
  return Object.fromEntries(await digestClosure(root, paths));
}

describe('digestFile', () => {
  it.each([0, 1, 5000, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024])('of %i bytes', async (size) => {
    const path = join(temporaryDirectory(), 'file');
    const content = Buffer.alloc(size, 'abcdefg');
    writeFileSync(path, content);
    expect(await digestFile(path)).toBe(sha256(content));
  });

  it('follows links', async () => {
    const root = temporaryDirectory({ 'bin/helm': 'program' });
    symlinkSync('bin/helm', join(root, 'helm'));
    expect(await digestFile(join(root, 'helm'))).toBe(sha256('program'));
  });

  it('refuses what is no file, and does not wait for the other end of a pipe', async () => {
    const root = temporaryDirectory();
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await expect(digestFile(join(root, 'pipe'))).rejects.toThrow('is not a regular file');
    await expect(digestFile(root)).rejects.toThrow('is not a regular file');
    await expect(digestFile(join(root, 'missing'))).rejects.toThrow('ENOENT');
  });
});

describe('digestClosure', () => {
  it('names files, directories with all below, and what is missing', async () => {
    const root = temporaryDirectory({ 'a.yaml': 'a', 'dir/b.yaml': 'b', 'dir/sub/c.yaml': 'c', 'other/d.yaml': 'd' });
    mkdirSync(join(root, 'dir/empty'));
    expect(await digest(root, 'a.yaml', 'dir', 'gone.yaml', 'a.yaml/below')).toEqual({
      'a.yaml': sha256('a'),
      dir: listing('b.yaml', 'empty', 'sub'),
      'dir/b.yaml': sha256('b'),
      'dir/empty': listing(),
      'dir/sub': listing('c.yaml'),
      'dir/sub/c.yaml': sha256('c'),
      'gone.yaml': 'missing',
      'a.yaml/below': 'missing',
    });
  });

  it.each(['.', '', './', 'dir/..'])('takes %o for the root', async (path) => {
    expect(await digest(temporaryDirectory({ a: 'x' }), path)).toEqual({ '.': listing('a'), a: sha256('x') });
  });

  it('marks what Git LFS has put in the place of a file', async () => {
    const files = { 'a/x.tgz': pointerTo('content'), 'a/y': `#${pointerTo('content')}`, 'a/z': '' };
    const found = await digest(temporaryDirectory(files), 'a');
    expect(found['a/x.tgz']).toBe(`pointer ${sha256(files['a/x.tgz'])}`);
    expect(Object.entries(found).filter(([, each]) => isPointerDigest(each))).toHaveLength(1);
  });

  it('knows a path by one name, however it is written and often it is asked for', async () => {
    const root = temporaryDirectory({ 'dir/a': 'x' });
    expect(await digest(root, 'dir/a', './dir//a', 'dir/../dir/a')).toEqual({ 'dir/a': sha256('x') });
    expect(await digest(root, 'dir/', 'dir/a', 'dir')).toEqual(await digest(root, 'dir'));
  });

  it('does not care about times and modes, nor where the root lies', async () => {
    const [first, second] = [temporaryDirectory({ 'dir/a': 'x' }), temporaryDirectory({ 'dir/a': 'x' })];
    utimesSync(join(second, 'dir/a'), 1, 1);
    chmodSync(join(second, 'dir/a'), 0o755);
    expect(await digest(second, 'dir')).toEqual(await digest(first, 'dir'));
  });

  it('does not look into .git of a directory, but at its name, and at what is asked for', async () => {
    const root = temporaryDirectory({ 'dir/.git/index': 'x', 'dir/a': 'a', 'dir/.github/b': 'b' });
    const found = await digest(root, 'dir');
    expect(Object.keys(found).sort()).toEqual(['dir', 'dir/.github', 'dir/.github/b', 'dir/a']);
    expect(found.dir).toBe(listing('.git', '.github', 'a'));
    expect(await digest(root, 'dir/.git/index')).toEqual({ 'dir/.git/index': sha256('x') });
  });

  it('reads 5,000 files and one of 20 MB without keeping a descriptor', async () => {
    const root = temporaryDirectory({ big: 'x'.repeat(20_000_000) });
    for (let index = 0; index < 5000; index++) writeFileSync(join(root, `f${index}`), String(index));
    const countOpen = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
    const open = countOpen();
    const found = await digest(root, '.');
    expect(countOpen()).toBeLessThan(open + 100);
    expect(Object.keys(found)).toHaveLength(5002);
    expect(found.f4321).toBe(sha256('4321'));
  });

  it('fails where there is no root', async () => {
    await expect(digestClosure('/does/not/exist', ['a'])).rejects.toThrow('ENOENT');
  });
});

describe('a link', () => {
  /** A root beside which something lies that is none of its. */
  function withLinks(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>>): string {
    const top = temporaryDirectory({ 'outside/secret': 'secret' });
    const root = join(top, 'root');
    mkdirSync(root);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(root, path));
    return root;
  }

  it('counts by what it says, where it ends, and what is there', async () => {
    const root = withLinks({ 'dir/a': 'a' }, { file: 'dir/a', again: './file', all: 'dir' });
    expect(await digest(root, 'again')).toEqual({ again: 'link "./file" to "dir/a"', 'dir/a': sha256('a') });
    expect(await digest(root, 'all')).toEqual({ all: 'link "dir" to "dir"', dir: listing('a'), 'dir/a': sha256('a') });
  });

  it('counts on the way to a path, which is digested by its real name', async () => {
    const root = withLinks({ 'real/sub/a': 'a' }, { way: 'real', 'real/sub/b': 'a' });
    expect(await digest(root, 'way/sub/b', 'way/gone')).toEqual({
      way: 'link "real" to "real"',
      'way/sub/b': 'to "real/sub/b"',
      'real/sub/b': 'link "a" to "real/sub/a"',
      'real/sub/a': sha256('a'),
      'way/gone': 'to "real/gone"',
      'real/gone': 'missing',
    });
  });

  it('that leads back does not make an endless tree', async () => {
    const root = withLinks({ 'dir/a': 'a' }, { 'dir/up': '..', self: '.' });
    const found = await digest(root, '.');
    expect(Object.keys(found).sort()).toEqual(['.', 'dir', 'dir/a', 'dir/up', 'self']);
    expect(found['dir/up']).toBe('link ".." to ""');
  });

  it('to nothing is missing until there is something', async () => {
    const root = withLinks({}, { dangling: 'later' });
    expect(await digest(root, 'dangling')).toEqual({ dangling: 'link "later" missing' });
  });

  it('that leads to itself does so until it is changed', async () => {
    const root = withLinks({ a: 'a' }, { link: 'other', other: 'link' });
    expect(await digest(root, 'link')).toEqual({ link: 'link "other" endless' });
    expect(await digest(root, 'link/b/c')).toMatchObject({ link: 'link "other" endless', 'link/b/c': 'endless' });
    unlinkSync(join(root, 'other'));
    symlinkSync('a', join(root, 'other'));
    expect(await digest(root, 'link')).toEqual({ link: 'link "other" to "a"', a: sha256('a') });
  });

  it('may go by a root that is a link itself', async () => {
    const root = withLinks({ a: 'a' }, {});
    symlinkSync('root', join(root, '../alias'));
    symlinkSync('a', join(root, 'b'));
    expect(await digest(join(root, '../alias'), 'b')).toEqual(await digest(root, 'b'));
  });

  it.each<[name: string, links: Record<string, string>, path: string]>([
    ['to a file', { link: '../outside/secret' }, 'link'],
    ['to a directory', { link: '../outside' }, 'link'],
    ['to the whole machine', { link: '/' }, 'link'],
    ['to a device', { link: '/dev/zero' }, 'link'],
    ['on the way', { link: '../outside' }, 'link/secret'],
    ['on the way, to nothing', { link: '../outside' }, 'link/gone'],
    ['in two steps', { first: '../outside/secret', link: 'first' }, 'link'],
    ['in no link', {}, '../outside/secret'],
    ['in an absolute path', {}, '/etc/passwd'],
    ['in a path that cannot be', {}, 'a\0b'],
    ['in a path that is too long', {}, 'a'.repeat(300)],
  ])('that leads out (%s) is never the same twice', async (_, links, path) => {
    const root = withLinks({ a: 'a' }, links);
    const [first, second] = [await digest(root, path), await digest(root, path)];
    expect(Object.values(first).join()).toMatch(/unrepeatable [0-9a-f]{32}: /);
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(second).not.toEqual(first);
    expect(Object.values(first)).not.toContain(sha256('secret'));
  });
});

describe('what is unknown is never the same twice', () => {
  it.each<[name: string, make: (root: string) => void]>([
    ['a pipe', (root) => execFileSync('mkfifo', [join(root, 'pipe')])],
    ['a link to a name that is not UTF-8', (root) => symlinkSync(Buffer.of(0xff), join(root, 'link'))],
    [
      'a name that is not UTF-8',
      (root) => writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0xff)]), ''),
    ],
  ])('%s', async (_, make) => {
    const root = temporaryDirectory({ 'dir/a': 'a' });
    make(join(root, 'dir'));
    expect(await digest(root, 'dir')).not.toEqual(await digest(root, 'dir'));
  });
});

describe('a closure changes', () => {
  it.each<[name: string, change: (root: string) => void]>([
    [
      'with content of the same length, at the same time',
      (root) => {
        const { atime, mtime } = statSync(join(root, 'dir/a'));
        writeFileSync(join(root, 'dir/a'), 'b');
        utimesSync(join(root, 'dir/a'), atime, mtime);
      },
    ],
    ['with a file that is added', (root) => writeFileSync(join(root, 'dir/new'), '')],
    ['with a file that is added deep', (root) => writeFileSync(join(root, 'dir/sub/new'), '')],
    ['with an empty directory', (root) => mkdirSync(join(root, 'dir/new'))],
    ['with a file that is gone', (root) => unlinkSync(join(root, 'dir/sub/c'))],
    ['with a name', (root) => renameSync(join(root, 'dir/a'), join(root, 'dir/b'))],
    ['with a missing file that comes', (root) => writeFileSync(join(root, 'values.yaml'), '')],
    [
      'with a file that is a link now, with the same content',
      (root) => {
        renameSync(join(root, 'dir/a'), join(root, 'elsewhere'));
        symlinkSync('../elsewhere', join(root, 'dir/a'));
      },
    ],
    ['with the content behind a link', (root) => writeFileSync(join(root, 'shared/s'), 't')],
    [
      'with a link that leads elsewhere',
      (root) => {
        unlinkSync(join(root, 'dir/link'));
        symlinkSync('../shared/copy', join(root, 'dir/link'));
      },
    ],
    [
      'with a directory instead of a file',
      (root) => {
        rmSync(join(root, 'dir/a'));
        mkdirSync(join(root, 'dir/a'));
      },
    ],
  ])('%s', async (_, change) => {
    const root = temporaryDirectory({ 'dir/a': 'a', 'dir/sub/c': 'c', 'shared/s': 's', 'shared/copy': 's' });
    symlinkSync('../shared/s', join(root, 'dir/link'));
    const paths = ['dir', 'values.yaml'];
    const before = await digest(root, ...paths);
    expect(await digest(root, ...paths)).toEqual(before);
    change(root);
    expect(await digest(root, ...paths)).not.toEqual(before);
  });
});
