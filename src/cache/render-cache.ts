import {
  appendFileSync,
  closeSync,
  futimesSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { decodeEntry, headerFor } from './entry.ts';
import { entryPath, isKey, temporaryPath } from './layout.ts';
import { isOwn, makeOwnDirectory } from './ownership.ts';
import { codeOf, type OpenFile, withRegularFile } from './regular-file.ts';
import { isOlder, isTidyDue, remove, tidy } from './tidy.ts';

/** What renderers printed, by everything that it depends on. */
export interface RenderCache {
  /** The stored output, verified, or nothing. Never throws: an unreadable or damaged entry is none (and is removed). */
  get(key: string): Promise<string | undefined>;
  /** Stores an output. Never throws; a full disk or missing rights only means that nothing is stored. */
  put(key: string, output: string): Promise<void>;
  /** The same for an output that is made in pieces, since it is too large to be held in memory whole: it is made twice. */
  putPieces(key: string, pieces: () => Iterable<string>): Promise<void>;
}

/** Stores nothing. */
export const NO_CACHE: RenderCache = { get: async () => undefined, put: async () => {}, putPieces: async () => {} };

const GIBIBYTE = 1024 ** 3;
/** The time of last use is right to the hour, so that most reads write nothing. */
const USE_MS = 60 * 60 * 1000;
/** Says nothing about the entry: that there is none, or that the machine is short of something. */
const INNOCENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EINTR']);

/**
 * The cache in a directory, which is made if there is none; `NO_CACHE` where it is another user's, writable by others, or a
 * link.
 *
 * Once a day, and whenever this run has written a quarter of the limit, it is tidied: between these the cache can be larger
 * than its limit.
 *
 * @param limits.maxBytes of all entries together; 1 GiB when not given
 */
export function openRenderCache(directory: string, limits: { readonly maxBytes?: number } = {}): RenderCache {
  const absolute = resolve(directory);
  if (!makeOwnDirectory(absolute)) return NO_CACHE;
  const cache = new DirectoryCache(absolute, limits.maxBytes ?? GIBIBYTE);
  if (isTidyDue(absolute, Date.now())) cache.tidy();
  return cache;
}

class DirectoryCache implements RenderCache {
  private readonly directory: string;
  private readonly maxBytes: number;
  private untidyBytes = 0;

  constructor(directory: string, maxBytes: number) {
    this.directory = directory;
    this.maxBytes = maxBytes;
  }

  async get(key: string): Promise<string | undefined> {
    if (!isKey(key)) return undefined;
    const path = entryPath(this.directory, key);
    try {
      return await withRegularFile(path, 'refuse', (file) => read(key, file));
    } catch (error) {
      if (!INNOCENT.has(codeOf(error))) remove(path);
      return undefined;
    }
  }

  put(key: string, output: string): Promise<void> {
    return this.putPieces(key, () => [output]);
  }

  async putPieces(key: string, pieces: () => Iterable<string>): Promise<void> {
    if (!isKey(key)) return;
    const path = entryPath(this.directory, key);
    const temporary = temporaryPath(path);
    try {
      const header = headerFor(key, pieces());
      if (header === undefined || header.bytes > this.maxBytes) return;
      write(temporary, header.text, pieces());
      renameSync(temporary, path);
      this.untidyBytes += header.bytes;
      if (this.untidyBytes > this.maxBytes / 4) this.tidy();
    } catch {
      remove(temporary);
    }
  }

  /** Goes on in the background. */
  tidy(): void {
    this.untidyBytes = 0;
    void tidy(this.directory, this.maxBytes, Date.now());
  }
}

/** @throws when the entry is not to be trusted */
function read(key: string, { descriptor, stats }: OpenFile): string {
  if (!isOwn(stats)) throw new Error('may be written by others');
  const output = decodeEntry(key, readFileSync(descriptor));
  if (output === undefined) throw new Error('is damaged');
  noteUse(descriptor, stats.mtimeMs);
  return output;
}

function noteUse(descriptor: number, usedMs: number): void {
  const nowMs = Date.now();
  if (!isOlder(usedMs, USE_MS, nowMs)) return;
  try {
    futimesSync(descriptor, nowMs / 1000, nowMs / 1000);
  } catch {
    // On a read-only disk nothing is tidied either.
  }
}

function write(path: string, header: Uint8Array, pieces: Iterable<string>): void {
  const descriptor = openNew(path);
  try {
    writeSync(descriptor, header);
    for (const piece of pieces) appendFileSync(descriptor, piece, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, 'wx', 0o600);
  }
}
