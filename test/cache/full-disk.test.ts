import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { entryPath } from '../../src/cache/layout.ts';
import { NO_CACHE, openRenderCache } from '../../src/cache/render-cache.ts';
import { tidy } from '../../src/cache/tidy.ts';
import { filesOf, newCacheDirectory } from './directories.ts';
import { keyOf } from './outputs.ts';

/** What the next calls fail with, by function; permissions do not stop the superuser, who runs tests in containers. */
const failures = vi.hoisted(() => new Map<string, string>());

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  const failing = <F extends (...args: never[]) => unknown>(name: string, call: F) =>
    ((...args: Parameters<F>) => {
      const code = failures.get(name);
      if (code === undefined) return call(...args);
      throw Object.assign(new Error(`${code}: ${name}`), { code });
    }) as unknown as F;
  const names = ['renameSync', 'mkdirSync', 'openSync', 'unlinkSync', 'futimesSync'] as const;
  const replaced = Object.fromEntries(names.map((name) => [name, failing(name, original[name])]));
  const appendFileSync: typeof original.appendFileSync = (path, content, options) => {
    // A full disk takes the first bytes.
    if (failures.has('appendFileSync')) original.appendFileSync(path, 'pss-gate-ren', options);
    failing('appendFileSync', original.appendFileSync)(path, content, options);
  };
  return { ...original, ...replaced, appendFileSync };
});

afterEach(() => failures.clear());

const [STORED, OTHER] = [keyOf(1), keyOf(2)];

async function withEntry() {
  const directory = newCacheDirectory();
  const cache = openRenderCache(directory);
  await cache.put(STORED, 'stored');
  return { directory, cache, files: filesOf(directory) };
}

describe('when the disk is full, or read-only', () => {
  it.each([
    ['appendFileSync', 'ENOSPC'],
    ['appendFileSync', 'EDQUOT'],
    ['appendFileSync', 'EIO'],
    ['renameSync', 'EROFS'],
    ['renameSync', 'ENOSPC'],
  ])('nothing is stored, and no piece stays: %s %s', async (call, code) => {
    const { directory, cache, files } = await withEntry();
    failures.set(call, code);
    await cache.put(OTHER, 'other');
    await cache.put(STORED, 'changed');
    expect(filesOf(directory)).toEqual(files);
    expect(await cache.get(STORED)).toBe('stored');
    expect(await cache.get(OTHER)).toBeUndefined();
    failures.clear();
    await cache.put(OTHER, 'other');
    expect(await cache.get(OTHER)).toBe('other');
  });

  it.each(['EACCES', 'EROFS'])('what is stored can be read: %s', async (code) => {
    const { directory } = await withEntry();
    for (const call of ['appendFileSync', 'renameSync', 'unlinkSync', 'futimesSync']) failures.set(call, code);
    const cache = openRenderCache(directory);
    expect(await cache.get(STORED)).toBe('stored');
    await expect(cache.put(OTHER, 'other')).resolves.toBeUndefined();
    await expect(tidy(directory, 0, Date.now())).resolves.toBeUndefined();
    expect(await cache.get(STORED)).toBe('stored');
  });

  it('a cache that cannot be made is none', () => {
    failures.set('mkdirSync', 'EROFS');
    expect(openRenderCache(newCacheDirectory())).toBe(NO_CACHE);
  });

  it('a cache that is there is used, also where nothing can be made', async () => {
    const { directory } = await withEntry();
    failures.set('mkdirSync', 'EROFS');
    expect(await openRenderCache(directory).get(STORED)).toBe('stored');
  });

  it('tidying makes room all the same', async () => {
    const { directory } = await withEntry();
    failures.set('appendFileSync', 'ENOSPC');
    await tidy(directory, 0, Date.now());
    expect(existsSync(entryPath(directory, STORED))).toBe(false);
  });
});

describe('an entry that cannot be opened', () => {
  it.each([
    ['EACCES', false],
    ['EIO', false],
    ['EMFILE', true],
    ['ENFILE', true],
    ['ENOMEM', true],
  ])('is none; with %s it stays: %o', async (code, stays) => {
    const { directory, cache } = await withEntry();
    failures.set('openSync', code);
    expect(await cache.get(STORED)).toBeUndefined();
    expect(existsSync(entryPath(directory, STORED))).toBe(stays);
  });
});
