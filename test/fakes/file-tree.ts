import { type FileEntry, FileError, type FileTree } from '../../src/model/ports.ts';

/** Something that is listed and cannot be read: a link that leaves the repository, or a directory without permission. */
export type Problem = Omit<FileEntry, 'path'>;

export const LINK_OUT: Problem = { problem: 'is a link that leaves the repository' };
export const UNREADABLE_DIRECTORY: Problem = { problem: 'cannot be read: EACCES', isDirectory: true };

/** A tree in memory: contents by path. Directories exist as far as something is in them. */
export function createFileTree(files: Readonly<Record<string, string | Uint8Array | Problem>>): FileTree {
  const contents = new Map(Object.entries(files));
  const entries = [...contents]
    .map(([path, content]): FileEntry => ({ path, ...(isProblem(content) ? content : {}) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const below = (directory: string) =>
    directory === '.' ? entries : entries.filter(({ path }) => path.startsWith(`${directory}/`));
  return {
    async list(directory) {
      return below(directory);
    },
    async typeOf(path) {
      const content = contents.get(path);
      if (content !== undefined) return isProblem(content) ? undefined : 'file';
      return path === '.' || below(path).length > 0 ? 'directory' : undefined;
    },
    async read(path) {
      const content = contents.get(path);
      if (content === undefined || isProblem(content)) {
        throw new FileError('does not exist, or is a link that leads out of the repository');
      }
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
  };
}

function isProblem(content: string | Uint8Array | Problem): content is Problem {
  return typeof content === 'object' && !(content instanceof Uint8Array);
}
