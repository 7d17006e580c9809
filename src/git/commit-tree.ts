import { posix } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { IS_LFS_POINTER, readLfsPointer } from '../model/lfs-pointer.ts';
import {
  type FileEntry,
  FileError,
  type FileTree,
  inMegabytes,
  type ListOptions,
  MAX_FILE_BYTES,
} from '../model/ports.ts';
import { readLfsContent } from './lfs-content.ts';
import type { TreeEntry } from './list-tree.ts';
import type { CommitFiles, PlacedEntry } from './read-commit.ts';

/** The files of a commit, read from Git's objects: what `openFileTree` says of a checkout of it. */
export interface CommitTree extends FileTree {
  /** What links say, by their paths. */
  readonly links: ReadonlyMap<string, string>;
  /** Why the directory of a submodule has no files here, by its path. */
  readonly absent: ReadonlyMap<string, string>;
}

/** Directories that hold no manifests of the repository. */
const SKIPPED = 'node_modules';
/** As Linux: more links in one path are taken for a circle. */
const MAX_LINKS = 40;
/** As Linux: a longer link leads nowhere. */
const MAX_LINK_BYTES = 4095;

/** @throws UsageError for two things of one name, which no checkout can have, and when a link cannot be read */
export async function createCommitTree(files: CommitFiles): Promise<CommitTree> {
  const entries = files.parts.flatMap((part) => part.entries);
  return new Tree(entries, await readLinks(entries), files.absent);
}

async function readLinks(entries: readonly PlacedEntry[]): Promise<ReadonlyMap<string, string>> {
  const links = entries.filter(({ kind }) => kind === 'link');
  const read = async (link: PlacedEntry): Promise<[string, string]> => {
    if (link.size !== undefined && link.size > MAX_LINK_BYTES) return [link.path, ''];
    return [link.path, Buffer.from(await link.blobs.read(link)).toString('utf8')];
  };
  try {
    return new Map(await Promise.all(links.map(read)));
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(`a link of the commit ${error.message}`);
    throw error;
  }
}

/** Where a path ends; nothing when that is nowhere, or in a circle. */
type End = { readonly path: string } | 'outside' | undefined;

class Tree implements CommitTree {
  readonly links: ReadonlyMap<string, string>;
  readonly absent: ReadonlyMap<string, string>;
  private readonly entries: readonly PlacedEntry[];
  /** Positions of files and links in the entries. */
  private readonly positions = new Map<string, number>();
  private readonly directories = new Map<string, Directory>();

  constructor(
    entries: readonly PlacedEntry[],
    links: ReadonlyMap<string, string>,
    absent: ReadonlyMap<string, string>,
  ) {
    this.entries = entries;
    this.links = links;
    this.absent = absent;
    this.directoryAt('.');
    for (const [position, entry] of entries.entries()) this.add(entry, position);
  }

  private add(entry: TreeEntry, position: number): void {
    const { path, kind, isGarbled } = entry;
    if (kind === 'submodule') {
      this.directoryAt(path);
      return;
    }
    if (!isGarbled && (this.positions.has(path) || this.directories.has(path))) throw twice(path);
    if (!isGarbled) this.positions.set(path, position);
    this.directoryAt(path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '.').files.push(entry);
  }

  private directoryAt(path: string): Directory {
    const known = this.directories.get(path);
    if (known !== undefined) return known;
    if (this.positions.has(path)) throw twice(path);
    const directory = { files: [], directories: [] };
    this.directories.set(path, directory);
    if (path !== '.') this.directoryAt(posix.dirname(path)).directories.push(path);
    return directory;
  }

  async list(directory: string, options: ListOptions = {}): Promise<readonly FileEntry[]> {
    const end = this.follow(directory);
    const found = typeof end === 'object' ? this.directories.get(end.path) : undefined;
    if (typeof end !== 'object' || found === undefined) throw new Error(`ENOENT: no such directory, '${directory}'`);
    if (options.isComplete && this.isLink(directory)) return [];
    const entries: FileEntry[] = [];
    this.walk(found, options, entries);
    const inner = end.path === '.' ? 0 : end.path.length + 1;
    const prefix = directory === '.' ? '' : `${directory}/`;
    return entries
      .map((entry) => ({ ...entry, path: prefix + entry.path.slice(inner) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private isLink(path: string): boolean {
    const parent = this.follow(posix.dirname(path));
    return typeof parent === 'object' && this.links.has(posix.join(parent.path, posix.basename(path)));
  }

  private walk({ files, directories }: Directory, options: ListOptions, entries: FileEntry[]): void {
    for (const { path, kind } of files) entries.push(...(kind === 'file' ? [{ path }] : this.describeLink(path)));
    if (options.isShallow === true) return;
    for (const path of directories) {
      if (options.isComplete !== true && posix.basename(path) === SKIPPED) continue;
      if (path.includes(NOT_UTF8)) entries.push({ path, isDirectory: true, problem: 'has a name that is not UTF-8' });
      else this.walk(this.directoryAt(path), options, entries);
    }
  }

  /** As Argo CD does, links to nothing are left out, and what lies outside counts as something. */
  private describeLink(path: string): FileEntry[] {
    const end = this.follow(path);
    if (end === 'outside') return [{ path, problem: 'is a link that leaves the repository' }];
    return end !== undefined && this.positions.has(end.path) ? [{ path }] : [];
  }

  async typeOf(path: string): Promise<'file' | 'directory' | undefined> {
    const end = this.follow(path);
    if (typeof end !== 'object') return undefined;
    return this.positions.has(end.path) ? 'file' : 'directory';
  }

  async read(path: string): Promise<Uint8Array> {
    const end = this.follow(path);
    if (typeof end !== 'object') throw new FileError('does not exist, or is a link that leads out of the repository');
    const position = this.positions.get(end.path);
    const entry = position === undefined ? undefined : this.entries[position];
    if (position === undefined || entry === undefined) throw new FileError('is not a regular file');
    if (entry.size !== undefined && entry.size > MAX_FILE_BYTES) {
      throw new FileError(`has ${inMegabytes(entry.size)}; the limit is ${inMegabytes(MAX_FILE_BYTES)}`);
    }
    const content = await entry.blobs.read(entry, this.filesAfter(position));
    const pointer = readLfsPointer(content);
    if (pointer === undefined) return content;
    const stored = readLfsContent(entry.lfs, pointer);
    if (stored === undefined) throw new FileError(IS_LFS_POINTER);
    return stored;
  }

  /** Those of the same repository that follow. */
  private *filesAfter(position: number): Generator<PlacedEntry> {
    const blobs = this.entries[position]?.blobs;
    for (let at = position + 1; at < this.entries.length; at++) {
      const entry = this.entries[at];
      if (entry?.blobs !== blobs) return;
      if (entry?.kind === 'file') yield entry;
    }
  }

  /** Follows links as the operating system would. */
  private follow(path: string): End {
    if (this.positions.has(path) && !this.links.has(path)) return { path };
    const pending = posix.normalize(path).split('/');
    let at = '.';
    let links = 0;
    for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
      const next = this.step(at, part);
      if (typeof next !== 'object') return next;
      if (next.target === undefined) at = next.path;
      else if (++links > MAX_LINKS) return undefined;
      else pending.unshift(...next.target.split('/'));
    }
    return { path: at };
  }

  /** One name further, with what is said there if it is a link. */
  private step(at: string, part: string): { readonly path: string; readonly target?: string } | 'outside' | undefined {
    if (!this.directories.has(at)) return undefined;
    if (part === '..' && at === '.') return 'outside';
    const path = posix.join(at, part);
    const target = this.links.get(path);
    if (target === undefined) return this.directories.has(path) || this.positions.has(path) ? { path } : undefined;
    if (target === '') return undefined;
    return posix.isAbsolute(target) ? 'outside' : { path, target };
  }
}

/** Files and links directly in a directory, and paths of the directories in it. */
interface Directory {
  readonly files: TreeEntry[];
  readonly directories: string[];
}

const NOT_UTF8 = '\uFFFD';

function twice(path: string): UsageError {
  return new UsageError(`the commit has ${path} twice, which no checkout can have`);
}
