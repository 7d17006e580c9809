/** The files of a checkout. Paths are relative to its root, with `/`; `.` is the root. */
export interface FileTree {
  /**
   * All files below a directory, in byte order, and directories that cannot be read. Without `.git` and `node_modules`;
   * links to directories are not followed.
   */
  list(directory: string, options?: ListOptions): Promise<readonly FileEntry[]>;
  /** What a path is, links followed; undefined when it does not exist or leads out of the root. */
  typeOf(path: string): Promise<'file' | 'directory' | undefined>;
  /** @throws FileError when it cannot be read, is too large, leads out of the root or only points to what Git LFS keeps */
  read(path: string): Promise<Uint8Array>;
}

/** What a listing holds other than a scan of the repository. */
export interface ListOptions {
  /** Whether directories in the directory are left alone. */
  readonly isShallow?: boolean;
  /**
   * Whether it is what Go's filepath.Walk finds, as Argo CD does: `node_modules` too, and nothing in a directory that is
   * itself a link.
   */
  readonly isComplete?: boolean;
}

export interface FileEntry {
  readonly path: string;
  /** Why what is there cannot be read: a link that leaves the tree, a directory without permission. */
  readonly problem?: string;
  /** Whether it is a directory whose files are therefore unknown. */
  readonly isDirectory?: boolean;
}

/** A file that cannot be read; the message says why, without the path. */
export class FileError extends Error {
  override name = 'FileError';
}

/** A larger file, or more on standard input, is refused. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** How a size is named to people. */
export function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
