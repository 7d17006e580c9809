import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  type FileEntry,
  FileError,
  type FileTree,
  inMegabytes,
  type ListOptions,
  MAX_FILE_BYTES,
} from '../model/ports.ts';

/** Directories that hold no manifests of the repository; the first of them can hold nothing that is committed. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * The files below a directory of this machine. Links are followed only as far as they stay inside it, as Argo CD does;
 * links to directories are never walked.
 *
 * @param root absolute path of the directory
 */
export function openFileTree(root: string): FileTree {
  const absolute = (path: string) => join(root, path);
  return {
    async list(directory, options = {}) {
      const entries: FileEntry[] = [];
      if (options.isComplete && directory !== '.' && (await isLink(absolute(directory)))) return entries;
      const walk = new Walk(await realpath(root), options, entries);
      await walk.visit(absolute(directory), directory === '.' ? '' : `${directory}/`);
      return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async typeOf(path) {
      const inside = await resolveInside(root, absolute(path));
      if (inside === undefined) return undefined;
      const found = await stat(inside);
      return found.isDirectory() ? 'directory' : found.isFile() ? 'file' : undefined;
    },
    async read(path) {
      const inside = await resolveInside(root, absolute(path));
      if (inside === undefined) throw new FileError('does not exist, or is a link that leads out of the repository');
      return readRegularFile(inside);
    },
  };
}

/**
 * Reads a file of limited size.
 *
 * @throws FileError when it is none, too large or cannot be read
 */
export async function readRegularFile(path: string): Promise<Uint8Array> {
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    handle = await open(path, 'r');
    const found = await handle.stat();
    if (!found.isFile()) throw new FileError('is not a regular file');
    if (found.size > MAX_FILE_BYTES)
      throw new FileError(`has ${inMegabytes(found.size)}; the limit is ${inMegabytes(MAX_FILE_BYTES)}`);
    return await handle.readFile();
  } catch (error) {
    throw error instanceof FileError ? error : new FileError(`cannot be read: ${codeOf(error)}`);
  } finally {
    await handle?.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}

class Walk {
  private readonly root: string;
  private readonly options: ListOptions;
  private readonly entries: FileEntry[];

  /** @param root absolute path, links resolved */
  constructor(root: string, options: ListOptions, entries: FileEntry[]) {
    this.root = root;
    this.options = options;
    this.entries = entries;
  }

  async visit(directory: string, prefix: string): Promise<void> {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = prefix + entry.name;
      const absolute = join(directory, entry.name);
      if (entry.isFile()) this.entries.push({ path });
      else if (entry.isSymbolicLink()) this.entries.push(...(await describeLink(this.root, absolute, path)));
      else if (entry.isDirectory() && this.enters(entry.name)) await this.visitSafely(absolute, path);
    }
  }

  private enters(name: string): boolean {
    const { isShallow, isComplete } = this.options;
    return isShallow !== true && (isComplete ? name !== '.git' : !SKIPPED.has(name));
  }

  private async visitSafely(absolute: string, path: string): Promise<void> {
    try {
      await this.visit(absolute, `${path}/`);
    } catch (error) {
      if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') throw error;
      this.entries.push({ path, isDirectory: true, problem: `cannot be read: ${codeOf(error)}` });
    }
  }
}

/**
 * Links to files, and links that lead out of the tree, which are a problem to whoever reads them. Dangling links are left
 * out, as Argo CD does.
 */
async function describeLink(root: string, absolute: string, path: string): Promise<FileEntry[]> {
  try {
    const target = await realpath(absolute);
    if (!isInside(root, target)) return [{ path, problem: 'is a link that leaves the repository' }];
    return (await stat(target)).isFile() ? [{ path }] : [];
  } catch {
    return [];
  }
}

async function resolveInside(root: string, path: string): Promise<string | undefined> {
  try {
    const [realRoot, target] = await Promise.all([realpath(root), realpath(path)]);
    return isInside(realRoot, target) ? target : undefined;
  } catch {
    return undefined;
  }
}

function isInside(root: string, path: string): boolean {
  const inner = relative(root, path);
  return inner === '' || (inner !== '..' && !inner.startsWith(`..${sep}`) && !inner.startsWith(sep));
}
