import { lstatSync, readdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isEntry, isShard, isTemporary, markerPath } from './layout.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  /** When it was written or, to the hour, last used. */
  readonly usedMs: number;
}

/** Whether a cache was last tidied more than a day ago, or never. A time that is yet to come counts as never. */
export function isTidyDue(directory: string, nowMs: number): boolean {
  try {
    return isOlder(statSync(markerPath(directory)).mtimeMs, DAY_MS, nowMs);
  } catch {
    return true;
  }
}

/**
 * Removes what killed runs left behind, and the entries that were not used for longest until the others fit. Never throws.
 * Readers and writers may go on: a file that is open stays readable, and an entry that is gone is rendered again.
 */
export async function tidy(directory: string, maxBytes: number, nowMs: number): Promise<void> {
  // First, so that other runs do not begin the same.
  markTidied(directory);
  try {
    const entries: StoredFile[] = [];
    for (const shard of readdirSync(directory).filter(isShard)) {
      entries.push(...readShard(join(directory, shard), nowMs));
      await setImmediate();
    }
    await removeOldest(entries, maxBytes);
  } catch {
    // A cache that cannot be tidied, for example on a read-only disk, can still be read.
  }
}

function markTidied(directory: string): void {
  try {
    writeFileSync(markerPath(directory), '\n', { mode: 0o600 });
  } catch {
    // The disk may be full, which is no reason to leave it so.
  }
}

/** The entries of a shard. Its left-overs are removed on the way. */
function readShard(shard: string, nowMs: number): StoredFile[] {
  const stats = lstatSync(shard, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return [];
  return readdirSync(shard).flatMap((name) => {
    if (!isEntry(name) && !isTemporary(name)) return [];
    const path = join(shard, name);
    const file = lstatSync(path, { throwIfNoEntry: false });
    if (file === undefined || file.isDirectory()) return [];
    if (isEntry(name)) return [{ path, bytes: file.size, usedMs: file.mtimeMs }];
    // Writing takes milliseconds: who began an hour ago is dead.
    if (isOlder(file.mtimeMs, HOUR_MS, nowMs)) remove(path);
    return [];
  });
}

async function removeOldest(entries: readonly StoredFile[], maxBytes: number): Promise<void> {
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes <= maxBytes) return;
  const oldestFirst = entries.toSorted((a, b) => a.usedMs - b.usedMs || (a.path < b.path ? -1 : 1));
  for (const [index, entry] of oldestFirst.entries()) {
    if (bytes <= maxBytes) return;
    remove(entry.path);
    bytes -= entry.bytes;
    if (index % 100 === 99) await setImmediate();
  }
}

/** Also when it lies in the future by as much: clocks are set. */
export function isOlder(timeMs: number, ageMs: number, nowMs: number): boolean {
  return Math.abs(nowMs - timeMs) > ageMs;
}

/** Removes a file of the cache, if that is possible. */
export function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another run was faster, or it may not be removed; nobody trusts it for that.
  }
}
