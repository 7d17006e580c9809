import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { IS_LFS_POINTER, readLfsPointer } from '../model/lfs-pointer.ts';
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
 * Files are touched synchronously: a small file takes a fraction of what handing it to another thread does, and renderers, which
 * take far longer, run beside this process.
 *
 * @param root absolute path of the directory
 */
export function openFileTree(root: string): FileTree {
  const absolute = (path: string) => join(root, path);
  let realRoot: string | undefined;
  const resolve = (path: string): string | undefined => {
    realRoot ??= realpathSync.native(root);
    return resolveInside(realRoot, absolute(path));
  };
  return {
    async list(directory, options = {}) {
      const entries: FileEntry[] = [];
      if (options.isComplete && directory !== '.' && isLink(absolute(directory))) return entries;
      const walk = new Walk(realpathSync.native(root), options, entries);
      walk.visit(absolute(directory), directory === '.' ? '' : `${directory}/`);
      return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async typeOf(path) {
      const inside = resolve(path);
      if (inside === undefined) return undefined;
      const found = statSync(inside);
      return found.isDirectory() ? 'directory' : found.isFile() ? 'file' : undefined;
    },
    async read(path) {
      const inside = resolve(path);
      if (inside === undefined) throw new FileError('does not exist, or is a link that leads out of the repository');
      const content = readWhole(inside);
      if (readLfsPointer(content) !== undefined) throw new FileError(IS_LFS_POINTER);
      return content;
    },
  };
}

/**
 * Reads a file of limited size.
 *
 * @throws FileError when it is none, too large or cannot be read
 */
export async function readRegularFile(path: string): Promise<Uint8Array> {
  return readWhole(path);
}

/** Opening does not wait for the other end of a pipe. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

function readWhole(path: string): Uint8Array {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, FLAGS);
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw new FileError('is not a regular file');
    if (found.size > MAX_FILE_BYTES)
      throw new FileError(`has ${inMegabytes(found.size)}; the limit is ${inMegabytes(MAX_FILE_BYTES)}`);
    return readFileSync(descriptor);
  } catch (error) {
    throw error instanceof FileError ? error : new FileError(`cannot be read: ${codeOf(error)}`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
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

  visit(directory: string, prefix: string): void {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = prefix + entry.name;
      const absolute = join(directory, entry.name);
      if (entry.isFile()) this.entries.push({ path });
      else if (entry.isSymbolicLink()) this.entries.push(...describeLink(this.root, absolute, path));
      else if (entry.isDirectory() && this.enters(entry.name)) this.visitSafely(absolute, path);
    }
  }

  private enters(name: string): boolean {
    const { isShallow, isComplete } = this.options;
    return isShallow !== true && (isComplete ? name !== '.git' : !SKIPPED.has(name));
  }

  private visitSafely(absolute: string, path: string): void {
    try {
      this.visit(absolute, `${path}/`);
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
function describeLink(root: string, absolute: string, path: string): FileEntry[] {
  try {
    const target = realpathSync.native(absolute);
    if (!isInside(root, target)) return [{ path, problem: 'is a link that leaves the repository' }];
    return statSync(target).isFile() ? [{ path }] : [];
  } catch {
    return [];
  }
}

function resolveInside(root: string, path: string): string | undefined {
  try {
    const target = realpathSync.native(path);
    return isInside(root, target) ? target : undefined;
  } catch {
    return undefined;
  }
}

function isInside(root: string, path: string): boolean {
  const inner = relative(root, path);
  return inner === '' || (inner !== '..' && !inner.startsWith(`..${sep}`) && !inner.startsWith(sep));
}
