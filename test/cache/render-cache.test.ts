import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { entryPath } from '../../src/cache/layout.ts';
import { NO_CACHE, openRenderCache } from '../../src/cache/render-cache.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { filesOf, newCacheDirectory } from './directories.ts';
import { keyOf } from './outputs.ts';

const KEY = keyOf(1);
const OUTPUT = 'kind: Pod\nmetadata:\n  name: é\n';

/** A cache with one entry, and where that lies. */
async function withEntry(output = OUTPUT) {
  const directory = newCacheDirectory();
  const cache = openRenderCache(directory);
  await cache.put(KEY, output);
  return { directory, cache, entry: entryPath(directory, KEY) };
}

describe('a cache', () => {
  it.each([
    ['nothing', ''],
    ['some lines', OUTPUT],
    ['12 MB', '- é\n'.repeat(2_500_000)],
  ])('gives back %s, also to another run', async (_, output) => {
    const { directory, cache } = await withEntry(output);
    expect(await cache.get(KEY)).toBe(output);
    expect(await openRenderCache(directory).get(KEY)).toBe(output);
  });

  it('has nothing for other keys', async () => {
    const { cache } = await withEntry();
    expect(await cache.get(keyOf(2))).toBeUndefined();
  });

  it('replaces what was stored', async () => {
    const { directory, cache } = await withEntry();
    await cache.put(KEY, 'other');
    expect(await cache.get(KEY)).toBe('other');
    expect(filesOf(directory)).toEqual(['tidied', entryPath('', KEY)].sort());
  });

  it('stores for this user alone', async () => {
    const { directory, entry } = await withEntry();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(dirname(entry)).mode & 0o777).toBe(0o700);
    expect(statSync(entry).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'abc', KEY.toUpperCase(), `${KEY}0`, `../${KEY}`, `${KEY.slice(0, 61)}/..`, `${KEY}\n`])(
    'takes no name but a digest: %o',
    async (key) => {
      const directory = newCacheDirectory();
      const cache = openRenderCache(directory);
      await cache.put(key, OUTPUT);
      expect(await cache.get(key)).toBeUndefined();
      expect(filesOf(dirname(directory))).toEqual(['cache/tidied']);
    },
  );

  it('removes nothing beside it, whatever name it is asked for', async () => {
    const { directory, cache } = await withEntry();
    writeFileSync(join(directory, '../victim'), '');
    writeFileSync(join(directory, 'ab'), '');
    for (const key of ['../victim', '..victim', 'ab']) expect(await cache.get(key)).toBeUndefined();
    expect(filesOf(dirname(directory))).toEqual(expect.arrayContaining(['victim', 'cache/ab']));
  });

  it('does not store what it could not give back', async () => {
    const { directory } = await withEntry('\ud800');
    expect(filesOf(directory)).toEqual(['tidied']);
  });

  it('makes its directories again when they are removed while it is open', async () => {
    const { directory, cache } = await withEntry();
    rmSync(directory, { recursive: true });
    expect(await cache.get(KEY)).toBeUndefined();
    await cache.put(KEY, OUTPUT);
    expect(await cache.get(KEY)).toBe(OUTPUT);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('remembers the time of use, to the hour', async () => {
    const { cache, entry } = await withEntry();
    const ageOf = () => Date.now() - statSync(entry).mtimeMs;
    const hoursAgo = (hours: number) => Date.now() / 1000 - hours * 3600;
    utimesSync(entry, hoursAgo(0.5), hoursAgo(0.5));
    await cache.get(KEY);
    expect(ageOf()).toBeGreaterThan(1_000_000);
    for (const hours of [2, -2]) {
      utimesSync(entry, hoursAgo(hours), hoursAgo(hours));
      expect(await cache.get(KEY)).toBe(OUTPUT);
      expect(Math.abs(ageOf())).toBeLessThan(600_000);
    }
  });
});

describe('a damaged entry', () => {
  it('is none and goes, whatever byte was changed', async () => {
    const { cache, entry } = await withEntry();
    const bytes = readFileSync(entry);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] as number) ^ change;
        writeFileSync(entry, damaged, { mode: 0o600 });
        expect(await cache.get(KEY)).toBeUndefined();
        expect(existsSync(entry)).toBe(false);
      }),
      { numRuns: 300 },
    );
    await cache.put(KEY, OUTPUT);
    expect(await cache.get(KEY)).toBe(OUTPUT);
  });

  it('is none at every length but its own', async () => {
    const { cache, entry } = await withEntry();
    const bytes = readFileSync(entry);
    for (let length = 0; length <= bytes.length + 1; length++) {
      writeFileSync(entry, bytes, { mode: 0o600 });
      truncateSync(entry, length);
      expect(await cache.get(KEY)).toBe(length === bytes.length ? OUTPUT : undefined);
      expect(existsSync(entry)).toBe(length === bytes.length);
    }
  });

  it('is one that was copied, moved or linked to the place of another', async () => {
    const { directory, cache, entry } = await withEntry();
    const other = entryPath(directory, keyOf(2));
    mkdirSync(dirname(other));
    for (const place of [copyFileSync, linkSync, renameSync]) {
      place(entry, other);
      expect(await cache.get(keyOf(2))).toBeUndefined();
      expect(existsSync(other)).toBe(false);
    }
  });

  it.each<[name: string, spoil: (entry: string) => void]>([
    ['may be written by the group', (entry) => chmodSync(entry, 0o620)],
    ['may be written by all', (entry) => chmodSync(entry, 0o602)],
    [
      'is a link to an entry',
      (entry) => {
        renameSync(entry, `${entry}-real`);
        symlinkSync(`${entry}-real`, entry);
      },
    ],
    [
      'is a link to nothing',
      (entry) => {
        rmSync(entry);
        symlinkSync('nothing', entry);
      },
    ],
  ])('is one that %s', async (_, spoil) => {
    const { cache, entry } = await withEntry();
    spoil(entry);
    expect(await cache.get(KEY)).toBeUndefined();
    expect(readdirSync(dirname(entry))).not.toContain(entry.slice(-62));
    await cache.put(KEY, OUTPUT);
    expect(await cache.get(KEY)).toBe(OUTPUT);
  });

  it.skipIf(process.getuid?.() !== 0)('is one that another user wrote', async () => {
    const { cache, entry } = await withEntry();
    chownSync(entry, 65534, 65534);
    expect(await cache.get(KEY)).toBeUndefined();
    expect(existsSync(entry)).toBe(false);
  });

  it('may be a directory: then nothing is stored in its place, and nothing fails', async () => {
    const { directory, cache, entry } = await withEntry();
    rmSync(entry);
    mkdirSync(entry);
    expect(await cache.get(KEY)).toBeUndefined();
    await cache.put(KEY, OUTPUT);
    expect(await cache.get(KEY)).toBeUndefined();
    expect(filesOf(directory)).toEqual(['tidied']);
  });

  it('may be a file for a directory', async () => {
    const { directory, cache, entry } = await withEntry();
    rmSync(dirname(entry), { recursive: true });
    writeFileSync(dirname(entry), '');
    expect(await cache.get(KEY)).toBeUndefined();
    await cache.put(KEY, OUTPUT);
    expect(filesOf(directory)).toEqual([KEY.slice(0, 2), 'tidied'].sort());
  });
});

describe('a directory that is not to be trusted', () => {
  it.each<[name: string, spoil: (directory: string) => void]>([
    ['may be written by its group', (directory) => chmodSync(directory, 0o770)],
    ['may be written by all', (directory) => chmodSync(directory, 0o1702)],
    [
      'is a link',
      (directory) => {
        renameSync(directory, `${directory}-real`);
        symlinkSync(`${directory}-real`, directory);
      },
    ],
    [
      'is a link to nothing',
      (directory) => {
        renameSync(directory, `${directory}-real`);
        symlinkSync('nothing', directory);
      },
    ],
    [
      'is a file',
      (directory) => {
        rmSync(directory, { recursive: true });
        writeFileSync(directory, '');
      },
    ],
  ])('is one that %s', async (_, spoil) => {
    const { directory } = await withEntry();
    spoil(directory);
    const before = filesOf(dirname(directory));
    for (const path of [directory, `${directory}/`, `${directory}/.`]) expect(openRenderCache(path)).toBe(NO_CACHE);
    expect(filesOf(dirname(directory))).toEqual(before);
  });

  it.each([12345, undefined])('is one of another user, or of nobody knows whom: I am %o', async (uid) => {
    const { directory } = await withEntry();
    const getuid = vi.spyOn(process, 'getuid').mockReturnValue(uid as number);
    try {
      expect(openRenderCache(directory)).toBe(NO_CACHE);
    } finally {
      getuid.mockRestore();
    }
    expect(openRenderCache(directory)).not.toBe(NO_CACHE);
  });

  it('lies below a file', () => {
    expect(openRenderCache(join(temporaryDirectory({ file: '' }), 'file/cache'))).toBe(NO_CACHE);
  });
});

describe('NO_CACHE', () => {
  it('stores nothing', async () => {
    await NO_CACHE.put(KEY, OUTPUT);
    expect(await NO_CACHE.get(KEY)).toBeUndefined();
  });
});
