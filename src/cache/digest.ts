import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readlinkSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readLfsPointer } from '../model/lfs-pointer.ts';
import { codeOf, type OpenFile, withRegularFile } from './regular-file.ts';

/**
 * Not looked into where a directory is walked, for every git command rewrites the index in it. Its name counts, and what is
 * asked for by its own path.
 */
const SKIPPED = '.git';
/** Stands before the digest of what Git LFS has put in the place of a file. */
const POINTER = 'pointer ';
/** A larger file is read in pieces of this size. */
const PIECE_BYTES = 1024 * 1024;
/** So many files are digested before others get their turn: half a millisecond when they are small. */
const FILES_IN_A_TURN = 64;

/**
 * Digests of files and directories, with all that lies below and with the content behind links, by path relative to the root:
 *
 * - the SHA-256 of a file's content; its mode does not count. Before that of a Git LFS pointer stands `pointer`
 * - `directory` and a digest of the names in it, so that an added or removed file changes something
 * - `link`, what it says and where it ends; what stands there has an entry of its own
 * - `missing`, or `endless` for links that lead to each other
 * - `unrepeatable`, why, and a random number, for what cannot be read, is no file, or lies out of the root: content that is
 *   not known must not look like content that was seen before, so that nothing is ever found under such a key
 *
 * @param paths with `/`, relative to the root
 * @throws when the root does not exist
 */
export async function digestClosure(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const walk = new Walk(realpathSync(root));
  for (const path of paths) walk.ask(relative(resolve(root), resolve(root, path)));
  await walk.finish();
  return walk.found;
}

/** Whether a digest is that of a Git LFS pointer. */
export function isPointerDigest(digest: string): boolean {
  return digest.startsWith(POINTER);
}

/**
 * SHA-256 of a file's content in hex; links are followed.
 *
 * @throws what the system says, and an error for what is no regular file
 */
export function digestFile(path: string): Promise<string> {
  return withRegularFile(path, 'follow', digestContent);
}

async function digestContent({ descriptor, stats }: OpenFile): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(Math.min(stats.size, PIECE_BYTES) + 1);
  for (let position = 0; ; ) {
    const length = readSync(descriptor, piece, 0, piece.length, position);
    const read = piece.subarray(0, length);
    hash.update(read);
    position += length;
    // A byte more than the file has was asked for: getting less says that this is the end.
    if (length < piece.length) {
      const isPointer = position === length && readLfsPointer(read) !== undefined;
      return `${isPointer ? POINTER : ''}${hash.digest('hex')}`;
    }
    await setImmediate();
  }
}

/**
 * One digest of everything below a directory: see `digestClosure`.
 *
 * @param maxBytes of all files together
 * @param except absolute path of a directory that does not count
 * @returns nothing when there is more
 */
export async function digestTree(root: string, maxBytes: number, except?: string): Promise<string | undefined> {
  const real = realpathSync(root);
  const walk = new Walk(real, maxBytes);
  if (except !== undefined) walk.leaveOut(relative(real, except));
  walk.ask('');
  await walk.finish();
  if (walk.isTooMuch) return undefined;
  const sorted = [...walk.found].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

class Walk {
  readonly found = new Map<string, string>();
  /** Paths of which no parent is a link, in no order. */
  private readonly pending: string[] = [];
  private readonly seen = new Set<string>();
  private readonly root: string;
  private bytesLeft: number;

  constructor(realRoot: string, maxBytes = Number.POSITIVE_INFINITY) {
    this.root = realRoot;
    this.bytesLeft = maxBytes;
  }

  get isTooMuch(): boolean {
    return this.bytesLeft < 0;
  }

  /** A path as someone writes it: with links on the way, or out of the root. */
  ask(path: string): void {
    try {
      if (leaves(path)) this.found.set(path, unrepeatable('is out of the root'));
      else if (!this.hasLinkAbove(path)) this.pending.push(path);
      else this.found.set(path, this.follow(dirname(path), basename(path)));
    } catch (error) {
      this.found.set(path, whyNot(error));
    }
  }

  async finish(): Promise<void> {
    let turn = 0;
    for (let path = this.pending.pop(); path !== undefined; path = this.pending.pop()) {
      if (this.isTooMuch) return;
      if (this.seen.has(path)) continue;
      this.seen.add(path);
      this.found.set(path === '' ? '.' : path, await this.describe(path));
      if (++turn % FILES_IN_A_TURN === 0) await setImmediate();
    }
  }

  /** Takes a path for looked at. */
  leaveOut(path: string): void {
    this.seen.add(path);
  }

  private hasLinkAbove(path: string): boolean {
    for (let end = path.indexOf(sep); end !== -1; end = path.indexOf(sep, end + 1)) {
      const parent = path.slice(0, end);
      if (!lstatSync(join(this.root, parent), { throwIfNoEntry: false })?.isSymbolicLink()) continue;
      this.found.set(parent, this.describeLink(parent, false));
      return true;
    }
    return false;
  }

  private async describe(path: string): Promise<string> {
    if (isGarbled(path)) return unrepeatable('a name is not UTF-8');
    const absolute = join(this.root, path);
    try {
      const stats = lstatSync(absolute);
      if (stats.isFile()) return await this.describeFile(absolute, stats.size);
      if (stats.isDirectory()) return this.describeDirectory(path);
      if (stats.isSymbolicLink()) return this.describeLink(path, true);
      return unrepeatable('is not a regular file');
    } catch (error) {
      return whyNot(error);
    }
  }

  private describeFile(absolute: string, bytes: number): Promise<string> | string {
    this.bytesLeft -= bytes;
    return this.isTooMuch ? '' : withRegularFile(absolute, 'refuse', digestContent);
  }

  private describeDirectory(path: string): string {
    const names = readdirSync(join(this.root, path)).sort();
    for (const name of names) if (name !== SKIPPED) this.pending.push(join(path, name));
    return `directory ${createHash('sha256').update(JSON.stringify(names)).digest('hex')}`;
  }

  private describeLink(path: string, isFollowed: boolean): string {
    try {
      const says = readlinkSync(join(this.root, path));
      if (isGarbled(says)) return unrepeatable('leads to a name that is not UTF-8');
      return `link ${JSON.stringify(says)} ${this.follow(path, '', isFollowed)}`;
    } catch (error) {
      return whyNot(error);
    }
  }

  /** Where a path with links in it ends; what stands at `name` there is digested. */
  private follow(path: string, name: string, isFollowed = true): string {
    try {
      const end = relative(this.root, join(realpathSync(join(this.root, path)), name));
      if (leaves(end)) return unrepeatable('leads out of the root');
      if (isFollowed) this.pending.push(end);
      return `to ${JSON.stringify(end)}`;
    } catch (error) {
      return whyNot(error);
    }
  }
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || path.startsWith(sep);
}

/** Names that are no UTF-8 are given with this character in them, and cannot be opened by what is given. */
function isGarbled(name: string): boolean {
  return name.includes('\uFFFD');
}

function whyNot(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return code === 'ELOOP' ? 'endless' : unrepeatable(code);
}

function unrepeatable(reason: string): string {
  return `unrepeatable ${randomBytes(16).toString('hex')}: ${reason}`;
}
