import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { entryPath, markerPath, temporaryPath } from '../../src/cache/layout.ts';
import { openRenderCache } from '../../src/cache/render-cache.ts';
import { isTidyDue, tidy } from '../../src/cache/tidy.ts';
import { filesOf, newCacheDirectory } from './directories.ts';
import { keyOf } from './outputs.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function setTime(path: string, timeMs: number): void {
  utimesSync(path, timeMs / 1000, timeMs / 1000);
}

/** A tidied cache whose entries were used as many hours ago as their number says. */
async function withEntries(numbers: readonly number[], output = 'x'.repeat(1000)) {
  const directory = newCacheDirectory();
  const cache = openRenderCache(directory);
  for (const hours of numbers) {
    await cache.put(keyOf(hours), output);
    setTime(entryPath(directory, keyOf(hours)), Date.now() - hours * HOUR_MS);
  }
  const left = () => numbers.filter((hours) => existsSync(entryPath(directory, keyOf(hours))));
  return { directory, cache, left };
}

describe('tidy', () => {
  it('removes what was not used for longest, and no more than it must', async () => {
    const { directory, cache, left } = await withEntries([5, 1, 4, 2, 3]);
    await tidy(directory, 4000, Date.now());
    expect(left()).toEqual([1, 2, 3]);
    await cache.get(keyOf(3));
    await tidy(directory, 2500, Date.now());
    expect(left()).toEqual([1, 3]);
    await tidy(directory, 0, Date.now());
    expect(left()).toEqual([]);
  });

  it('leaves alone what fits', async () => {
    const { directory, left } = await withEntries([100, 2000]);
    await tidy(directory, 4000, Date.now());
    expect(left()).toEqual([100, 2000]);
  });

  it('removes left-overs of killed runs, and nothing that is being written', async () => {
    const { directory, left } = await withEntries([1]);
    const ages = [0, 0.9, 1.1, 1000, -1.1].map((hours) => {
      const path = temporaryPath(entryPath(directory, keyOf(1)));
      writeFileSync(path, 'half an en');
      setTime(path, Date.now() - hours * HOUR_MS);
      return [hours, path] as const;
    });
    await tidy(directory, 4000, Date.now());
    expect(ages.filter(([, path]) => existsSync(path)).map(([hours]) => hours)).toEqual([0, 0.9]);
    expect(left()).toEqual([1]);
  });

  it('touches nothing that is not the cache’s own', async () => {
    const { directory } = await withEntries([]);
    const others = ['file', 'abc/file', 'ab/file', 'ab/sub/file', `ab/${keyOf(1)}`, `ab/${keyOf(1).slice(2)}.tmp`];
    for (const other of others) {
      mkdirSync(join(directory, other, '..'), { recursive: true });
      writeFileSync(join(directory, other), 'x');
      setTime(join(directory, other), 0);
    }
    const outside = await withEntries([3]);
    const shard = readdirSync(outside.directory).find((name) => name !== 'tidied') as string;
    symlinkSync(join(outside.directory, shard), join(directory, shard));
    await tidy(directory, 0, Date.now());
    expect(filesOf(directory)).toEqual([...others, shard, 'tidied'].sort());
    expect(outside.left()).toEqual([3]);
  });

  it('does not disturb a reader', async () => {
    const { directory, cache } = await withEntries([1, 2, 3]);
    const tidied = tidy(directory, 0, Date.now());
    const seen = await Promise.all([1, 2, 3].map((hours) => cache.get(keyOf(hours))));
    await tidied;
    expect(seen.every((output) => output === undefined || output === 'x'.repeat(1000))).toBe(true);
  });

  it('may be done twice at once', async () => {
    const { directory, left } = await withEntries([1, 2, 3, 4]);
    await Promise.all([tidy(directory, 2500, Date.now()), tidy(directory, 2500, Date.now())]);
    expect(left()).toEqual([1, 2]);
  });

  it('never fails', async () => {
    await expect(tidy('/does/not/exist', 0, Date.now())).resolves.toBeUndefined();
  });
});

describe('isTidyDue', () => {
  it.each([
    [0, false],
    [0.9, false],
    [1.1, true],
    [-0.9, false],
    [-1.1, true],
  ])('%d days after it was done: %o', async (days, isDue) => {
    const { directory } = await withEntries([]);
    await tidy(directory, 0, Date.now());
    expect(isTidyDue(directory, Date.now() + days * DAY_MS)).toBe(isDue);
  });

  it('when it was never done', () => {
    expect(isTidyDue('/does/not/exist', Date.now())).toBe(true);
  });
});

describe('a cache is tidied', () => {
  it('when it is opened, once a day', async () => {
    const { directory, left } = await withEntries([1, 2, 3]);
    openRenderCache(directory, { maxBytes: 2500 });
    await new Promise((done) => setTimeout(done, 50));
    expect(left()).toEqual([1, 2, 3]);
    setTime(markerPath(directory), Date.now() - 2 * DAY_MS);
    openRenderCache(directory, { maxBytes: 2500 });
    await vi.waitFor(() => expect(left()).toEqual([1, 2]));
    expect(isTidyDue(directory, Date.now())).toBe(false);
  });

  it('when a run has written much', async () => {
    const directory = newCacheDirectory();
    const cache = openRenderCache(directory, { maxBytes: 40_000 });
    for (let index = 0; index < 200; index++) {
      await cache.put(keyOf(index), 'x'.repeat(1000));
      if (index % 10 === 0) await new Promise((done) => setTimeout(done, 5));
    }
    await vi.waitFor(() => expect(filesOf(directory).length).toBeLessThan(60));
    expect(filesOf(directory).length).toBeGreaterThan(25);
  });

  it('never for an output that is larger than all together may be', async () => {
    const directory = newCacheDirectory();
    const cache = openRenderCache(directory, { maxBytes: 1000 });
    await cache.put(keyOf(1), 'x'.repeat(1000));
    expect(await cache.get(keyOf(1))).toBeUndefined();
    expect(filesOf(directory)).toEqual(['tidied']);
  });
});
