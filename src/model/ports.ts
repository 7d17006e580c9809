/** The files of a checkout. Paths are relative to its root, with `/`; `.` is the root. */
export interface FileTree {
  /** All files below a directory, in byte order. Without `.git` and `node_modules`. Links to directories are not followed. */
  list(directory: string): Promise<readonly FileEntry[]>;
  /** What a path is, links followed; undefined when it does not exist or leads out of the root. */
  typeOf(path: string): Promise<'file' | 'directory' | undefined>;
  /** @throws FileError when it cannot be read, is too large or leads out of the root */
  read(path: string): Promise<Uint8Array>;
}

export interface FileEntry {
  readonly path: string;
}

/** A file that cannot be read; the message says why, without the path. */
export class FileError extends Error {
  override name = 'FileError';
}
