import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openFileTree, readRegularFile } from '../../src/files/file-tree.ts';
import { FileError, MAX_FILE_BYTES } from '../../src/model/ports.ts';
import { pointerTo } from '../git/lfs-files.ts';
import { temporaryDirectory } from './temporary-directory.ts';

// Permissions do not stop the superuser, who runs tests in containers: directories of these names fail instead.
vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  const readdirSync = (path: string, options: never) => {
    const code = /\/fails-with-(\w+)$/.exec(path)?.[1];
    if (code !== undefined) throw Object.assign(new Error(`${code}: ${path}`), { code });
    return original.readdirSync(path, options);
  };
  return { ...original, readdirSync };
});

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A tree with a directory beside it, which nobody may look into. */
function withOutside(files: Readonly<Record<string, string>>) {
  const top = temporaryDirectory({
    ...Object.fromEntries(Object.entries(files).map(([path, content]) => [`repo/${path}`, content])),
    'outside/secret.yaml': 'secret',
  });
  const root = join(top, 'repo');
  return {
    root,
    tree: openFileTree(root),
    link: (target: string, path: string) => symlinkSync(target, join(root, path)),
  };
}

async function pathsOf(tree: ReturnType<typeof openFileTree>, directory = '.'): Promise<string[]> {
  return (await tree.list(directory)).map(({ path, problem }) =>
    problem === undefined ? path : `${path}: ${problem}`,
  );
}

const LEAVES = 'is a link that leaves the repository';
const CANNOT_READ = 'does not exist, or is a link that leads out of the repository';

describe('list', () => {
  it('names all files below a directory, in byte order', async () => {
    const { tree } = withOutside({
      'b/x.yaml': '',
      'a/z.yaml': '',
      'a/b/y.yaml': '',
      'a-b/x': '',
      'B.txt': '',
      '.hidden/x': '',
    });
    expect(await pathsOf(tree)).toEqual(['.hidden/x', 'B.txt', 'a-b/x', 'a/b/y.yaml', 'a/z.yaml', 'b/x.yaml']);
  });

  describe('as Argo CD walks', () => {
    const paths = async (tree: ReturnType<typeof openFileTree>, directory: string, isShallow = false) =>
      (await tree.list(directory, { isComplete: true, isShallow })).map(({ path }) => path);

    it('names packages too, and nothing of git', async () => {
      const { tree } = withOutside({ 'a/node_modules/x.yaml': '', 'node_modules/y': '', '.git/config': '', 'a/z': '' });
      expect(await paths(tree, '.')).toEqual(['a/node_modules/x.yaml', 'a/z', 'node_modules/y']);
      expect(await paths(tree, 'a/node_modules')).toEqual(['a/node_modules/x.yaml']);
    });

    it('names nothing in a directory that is a link, unless it is the root', async () => {
      const { root, tree, link } = withOutside({ 'a/x': '', 'a/b/y': '' });
      link('a', 'linked');
      expect(await paths(tree, 'linked')).toEqual([]);
      expect(await paths(tree, 'linked/b')).toEqual(['linked/b/y']);
      expect(await pathsOf(tree, 'linked')).toEqual(['linked/b/y', 'linked/x']);
      expect(await paths(openFileTree(join(root, 'linked')), '.')).toEqual(['b/y', 'x']);
    });

    it('stays in the directory when asked to', async () => {
      const { tree, link } = withOutside({ 'a/x': '', 'a/b/y': '', 'a/fails-with-EACCES/z': '' });
      link('b/y', 'a/linked');
      expect(await paths(tree, 'a', true)).toEqual(['a/linked', 'a/x']);
    });
  });

  it('keeps to the directory that is asked for, with paths from the root', async () => {
    const { tree } = withOutside({ 'a/x': '', 'a/b/y': '', 'ab/z': '' });
    expect(await pathsOf(tree, 'a')).toEqual(['a/b/y', 'a/x']);
    expect(await pathsOf(tree, 'a/b')).toEqual(['a/b/y']);
  });

  it('leaves out .git and node_modules, at every depth, and nothing of a similar name', async () => {
    const { tree } = withOutside({
      '.git/config': '',
      'a/.git/config': '',
      'node_modules/x/chart.yaml': '',
      'a/node_modules/x': '',
      '.github/x': '',
      '.gitignore': '',
      'node_modules2/x': '',
    });
    expect(await pathsOf(tree)).toEqual(['.github/x', '.gitignore', 'node_modules2/x']);
  });

  it('names a file called .git or node_modules', async () => {
    const { tree } = withOutside({ 'a/.git': 'gitdir: elsewhere', node_modules: '' });
    expect(await pathsOf(tree)).toEqual(['a/.git', 'node_modules']);
  });

  it('knows empty directories as nothing', async () => {
    const { root, tree } = withOutside({});
    mkdirSync(join(root, 'a/b'), { recursive: true });
    expect(await pathsOf(tree)).toEqual([]);
  });

  it.each<[name: string, target: string, listed: string[]]>([
    ['a file', 'a.yaml', ['a.yaml', 'link']],
    ['a file, by way of the directory above', '../repo/a.yaml', ['a.yaml', 'link']],
    ['a directory', 'dir', ['a.yaml']],
    ['the root', '.', ['a.yaml']],
    ['itself', 'link', ['a.yaml']],
    ['nothing', 'missing.yaml', ['a.yaml']],
    ['nothing, out of the repository', '../outside/missing.yaml', ['a.yaml']],
    ['a file out of the repository', '../outside/secret.yaml', ['a.yaml', `link: ${LEAVES}`]],
    ['a directory out of the repository', '../outside', ['a.yaml', `link: ${LEAVES}`]],
    ['the directory above', '..', ['a.yaml', `link: ${LEAVES}`]],
    ['an absolute path', '/etc/passwd', ['a.yaml', `link: ${LEAVES}`]],
    ['a device', '/dev/null', ['a.yaml', `link: ${LEAVES}`]],
  ])('a link to %s', async (_, target, listed) => {
    const { root, tree, link } = withOutside({ 'a.yaml': '' });
    mkdirSync(join(root, 'dir'));
    link(target, 'link');
    expect(await pathsOf(tree)).toEqual(listed);
  });

  it('judges a link by where it ends, not by its way', async () => {
    const { root, tree, link } = withOutside({ 'a.yaml': '' });
    link('../outside/secret.yaml', 'first');
    link('first', 'second');
    symlinkSync('../repo/a.yaml', join(root, '../outside/back'));
    link('../outside/back', 'around');
    expect(await pathsOf(tree)).toEqual(['a.yaml', 'around', `first: ${LEAVES}`, `second: ${LEAVES}`]);
  });

  it('does not walk where a link leads: neither twice into a directory nor in circles', async () => {
    const { tree, link } = withOutside({ 'dir/a.yaml': '' });
    link('dir', 'alias');
    link('..', 'dir/up');
    expect(await pathsOf(tree)).toEqual(['dir/a.yaml']);
  });

  it('works where the root itself is a link', async () => {
    const top = temporaryDirectory({ 'real/a.yaml': 'x' });
    symlinkSync('real', join(top, 'root'));
    symlinkSync('a.yaml', join(top, 'real/link.yaml'));
    const tree = openFileTree(join(top, 'root'));
    expect(await pathsOf(tree)).toEqual(['a.yaml', 'link.yaml']);
    expect(text(await tree.read('link.yaml'))).toBe('x');
  });

  it.each(['EACCES', 'EPERM'])('names a directory that cannot be read: %s', async (code) => {
    const { tree } = withOutside({ 'a/x': '', [`b/fails-with-${code}/y`]: '', 'c/z': '' });
    expect(await tree.list('.')).toEqual([
      { path: 'a/x' },
      { path: `b/fails-with-${code}`, isDirectory: true, problem: `cannot be read: ${code}` },
      { path: 'c/z' },
    ]);
  });

  it('fails for other reasons, and where the asked directory itself cannot be read', async () => {
    const { tree } = withOutside({ 'a/fails-with-EIO/x': '', 'fails-with-EACCES/x': '' });
    await expect(tree.list('a')).rejects.toThrow('EIO');
    await expect(tree.list('fails-with-EACCES')).rejects.toThrow('EACCES');
    await expect(tree.list('missing')).rejects.toThrow('ENOENT');
  });
});

describe('typeOf', () => {
  it.each<[path: string, type: 'file' | 'directory' | undefined]>([
    ['.', 'directory'],
    ['a.yaml', 'file'],
    ['dir', 'directory'],
    ['dir/', 'directory'],
    ['dir/b.yaml', 'file'],
    ['dir/../a.yaml', 'file'],
    ['.git', 'directory'],
    ['to-file', 'file'],
    ['to-directory', 'directory'],
    ['to-directory/b.yaml', 'file'],
    ['missing', undefined],
    ['a.yaml/x', undefined],
    ['dangling', undefined],
    ['loop', undefined],
    ['out', undefined],
    ['out/secret.yaml', undefined],
    ['..', undefined],
    ['../outside', undefined],
    ['../outside/secret.yaml', undefined],
    ['dir/../../outside', undefined],
    ['../repo', 'directory'],
    ['../repo/a.yaml', 'file'],
  ])('%s: %s', async (path, type) => {
    const { tree, link } = withOutside({ 'a.yaml': '', 'dir/b.yaml': '', '.git/config': '' });
    link('a.yaml', 'to-file');
    link('dir', 'to-directory');
    link('nowhere', 'dangling');
    link('loop', 'loop');
    link('../outside', 'out');
    expect(await tree.typeOf(path)).toBe(type);
  });

  it('does not take a neighbour for the inside because its name begins alike', async () => {
    const top = temporaryDirectory({ 'repo/a': '', 'repo-secret/b': '', '..odd/c': '' });
    const tree = openFileTree(join(top, 'repo'));
    expect(await tree.typeOf('../repo-secret/b')).toBeUndefined();
    expect(await openFileTree(top).typeOf('..odd/c')).toBe('file');
  });
});

describe('read', () => {
  it('returns the bytes of a file, through links that stay inside', async () => {
    const { root, tree, link } = withOutside({ 'dir/b.yaml': 'text' });
    writeFileSync(join(root, 'bytes'), Uint8Array.of(0xff, 0x00, 0x0a));
    link('dir', 'alias');
    expect(text(await tree.read('dir/b.yaml'))).toBe('text');
    expect(text(await tree.read('alias/b.yaml'))).toBe('text');
    expect([...(await tree.read('bytes'))]).toEqual([0xff, 0x00, 0x0a]);
  });

  it('returns nothing of an empty file', async () => {
    expect((await withOutside({ empty: '' }).tree.read('empty')).length).toBe(0);
  });

  it.each<[name: string, path: string, message: string]>([
    ['a file that does not exist', 'missing', CANNOT_READ],
    ['a file below a file', 'a.yaml/x', CANNOT_READ],
    ['a directory', 'dir', 'is not a regular file'],
    ['a link to nothing', 'dangling', CANNOT_READ],
    ['a link to itself', 'loop', CANNOT_READ],
    ['a link out of the repository', 'out.yaml', CANNOT_READ],
    ['a file below such a link', 'outside/secret.yaml', CANNOT_READ],
    ['a path out of the repository', '../outside/secret.yaml', CANNOT_READ],
    ['a path that goes out on its way back', 'dir/../../outside/secret.yaml', CANNOT_READ],
    ['a device', 'device', CANNOT_READ],
  ])('refuses %s', async (_, path, message) => {
    const { tree, link } = withOutside({ 'a.yaml': '', 'dir/b.yaml': '' });
    link('nowhere', 'dangling');
    link('loop', 'loop');
    link('../outside/secret.yaml', 'out.yaml');
    link('../outside', 'outside');
    link('/dev/null', 'device');
    const read = tree.read(path);
    await expect(read).rejects.toThrow(FileError);
    await expect(read).rejects.toThrow(message);
  });

  it('refuses what Git LFS has put in the place of a file', async () => {
    const { tree } = withOutside({ 'a.yaml': pointerTo('content') });
    await expect(tree.read('a.yaml')).rejects.toThrow(
      new FileError('is a Git LFS pointer, and its content is not here'),
    );
  });

  it('refuses a file of more than 64 MB without reading it', async () => {
    const { root, tree } = withOutside({ large: '', larger: '' });
    expect(MAX_FILE_BYTES).toBe(64 * 1024 * 1024);
    truncateSync(join(root, 'large'), MAX_FILE_BYTES + 1);
    truncateSync(join(root, 'larger'), 100 * 1024 ** 3);
    await expect(tree.read('large')).rejects.toThrow('has 64 MB; the limit is 64 MB');
    await expect(tree.read('larger')).rejects.toThrow('has 102400 MB; the limit is 64 MB');
  });

  it('reads a file of just that size', async () => {
    const { root, tree } = withOutside({ large: '' });
    truncateSync(join(root, 'large'), MAX_FILE_BYTES);
    expect((await tree.read('large')).length).toBe(MAX_FILE_BYTES);
  });
});

describe('readRegularFile', () => {
  it('reads a file and follows a link', async () => {
    const root = temporaryDirectory({ a: 'x' });
    symlinkSync('a', join(root, 'link'));
    expect(text(await readRegularFile(join(root, 'a')))).toBe('x');
    expect(text(await readRegularFile(join(root, 'link')))).toBe('x');
  });

  it.each([
    ['missing', 'cannot be read: ENOENT'],
    ['a/x', 'cannot be read: ENOTDIR'],
    ['', 'is not a regular file'],
  ])('refuses %j: %s', async (path, message) => {
    const read = readRegularFile(join(temporaryDirectory({ a: '' }), path));
    await expect(read).rejects.toThrow(FileError);
    await expect(read).rejects.toThrow(message);
  });

  it('refuses a device, which would never end', async () => {
    await expect(readRegularFile('/dev/zero')).rejects.toThrow('is not a regular file');
  });
});
