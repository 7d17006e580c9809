import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeEntry } from '../../src/cache/entry.ts';
import { entryPath, isTemporary } from '../../src/cache/layout.ts';
import { openRenderCache } from '../../src/cache/render-cache.ts';
import { tidy } from '../../src/cache/tidy.ts';
import { filesOf, newCacheDirectory } from './directories.ts';
import { keyOf, outputOf } from './outputs.ts';
import { compileWriter, startWriter } from './start-writer.ts';

const KEYS = 10;
const INDEXES = Array.from({ length: KEYS }, (_, index) => index);
const HOUR_MS = 3_600_000;

const work = mkdtempSync(join(tmpdir(), 'pss-gate-test-'));
let program: string;
beforeAll(() => {
  program = compileWriter(work);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Every key that has an entry has the right one: asked for, and by the bytes on the disk. */
async function findEntries(directory: string): Promise<number[]> {
  const names = filesOf(directory);
  const stored = INDEXES.filter((index) => names.includes(entryPath('', keyOf(index))));
  for (const index of stored) {
    expect(decodeEntry(keyOf(index), readFileSync(entryPath(directory, keyOf(index)))) === outputOf(index)).toBe(true);
  }
  const cache = openRenderCache(directory);
  for (const index of INDEXES) {
    const output = await cache.get(keyOf(index));
    expect(output === (stored.includes(index) ? outputOf(index) : undefined)).toBe(true);
  }
  return stored;
}

const piecesIn = (directory: string) => filesOf(directory).filter((path) => isTemporary(basename(path)));

async function killWriter(directory: string, moment: () => Promise<unknown>): Promise<void> {
  const { child, ended } = await startWriter(program, directory, KEYS, 1_000_000);
  await moment();
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

/** The largest output takes some milliseconds. */
async function whenItWrites(directory: string): Promise<void> {
  const shard = dirname(entryPath(directory, keyOf(KEYS - 1)));
  while (!existsSync(shard) || !readdirSync(shard).some(isTemporary)) await setImmediate();
}

/** The next run is given nothing that is wrong, and stores everything. */
async function finish(directory: string): Promise<void> {
  const { ended } = await startWriter(program, directory, KEYS, 1);
  expect(await ended).toBe(0);
  expect(await findEntries(directory)).toEqual(INDEXES);
}

describe('a run that is killed', () => {
  it('at a random moment leaves entries that are right', async () => {
    const directory = newCacheDirectory();
    for (let kill = 0; kill < 25; kill++) {
      await killWriter(directory, () => setTimeout(Math.random() * 80));
      await findEntries(directory);
    }
    await finish(directory);
  });

  it('while it writes leaves a piece that is no entry, and goes', async () => {
    const directory = newCacheDirectory();
    openRenderCache(directory);
    // Nearly every kill hits; one may come a moment late.
    for (let kill = 0; kill < 20 && piecesIn(directory).length === 0; kill++) {
      await killWriter(directory, () => whenItWrites(directory));
    }
    expect(piecesIn(directory)).not.toEqual([]);
    const before = await findEntries(directory);
    await finish(directory);
    expect(piecesIn(directory)).not.toEqual([]);
    await tidy(directory, 1024 ** 3, Date.now() + 2 * HOUR_MS);
    expect(piecesIn(directory)).toEqual([]);
    expect(await findEntries(directory)).toEqual(expect.arrayContaining(before));
  });
});

describe('several runs at once', () => {
  it('may store the same keys, and read them meanwhile', async () => {
    const directory = newCacheDirectory();
    const writers = await Promise.all(INDEXES.slice(0, 3).map(() => startWriter(program, directory, KEYS, 8)));
    expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    expect(await findEntries(directory)).toEqual(INDEXES);
    expect(filesOf(directory)).toHaveLength(KEYS + 1);
  });

  it('may store and read while another tidies', async () => {
    const directory = newCacheDirectory();
    const { child, ended } = await startWriter(program, directory, KEYS, 20);
    while (child.exitCode === null && child.signalCode === null) {
      await tidy(directory, Math.random() * 5_000_000, Date.now());
      await setTimeout(5);
    }
    expect(await ended).toBe(0);
    await findEntries(directory);
    expect(piecesIn(directory)).toEqual([]);
  });
});
