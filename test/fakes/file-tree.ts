import { type FileEntry, FileError, type FileTree, type ListOptions } from '../../src/model/ports.ts';

/** Something that is listed and cannot be read: a link that leaves the repository, or a directory without permission. */
export type Problem = Omit<FileEntry, 'path'>;

/** A link to a directory of the tree. */
export interface DirectoryLink {
  readonly linkTo: string;
}

type Content = string | Uint8Array | Problem | DirectoryLink;

export const LINK_OUT: Problem = { problem: 'is a link that leaves the repository' };
export const UNREADABLE_DIRECTORY: Problem = { problem: 'cannot be read: EACCES', isDirectory: true };

/** A tree in memory: contents by path. Directories exist as far as something is in them. */
export function createFileTree(files: Readonly<Record<string, Content>>): FileTree {
  const contents = new Map(Object.entries(files));
  const entries = [...contents]
    .filter(([, content]) => !isLink(content))
    .map(([path, content]): FileEntry => ({ path, ...(isProblem(content) ? content : {}) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const below = (directory: string) =>
    directory === '.' ? entries : entries.filter(({ path }) => path.startsWith(`${directory}/`));
  const linkOf = (path: string) => {
    const content = contents.get(path);
    return content !== undefined && isLink(content) ? content.linkTo : undefined;
  };
  return {
    async list(directory, options = {}) {
      const target = linkOf(directory);
      if (target === undefined) return below(directory).filter(({ path }) => isListed(path, directory, options));
      if (options.isComplete) return [];
      const listed = below(target).filter(({ path }) => isListed(path, target, options));
      return listed.map((entry) => ({ ...entry, path: directory + entry.path.slice(target.length) }));
    },
    async typeOf(path) {
      const content = contents.get(path);
      if (content !== undefined && isLink(content)) return 'directory';
      if (content !== undefined) return isProblem(content) ? undefined : 'file';
      return path === '.' || below(path).length > 0 ? 'directory' : undefined;
    },
    async read(path) {
      const content = contents.get(path);
      if (content === undefined || isProblem(content) || isLink(content)) {
        throw new FileError('does not exist, or is a link that leads out of the repository');
      }
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
  };
}

function isListed(path: string, directory: string, { isShallow, isComplete }: ListOptions): boolean {
  const parents = (directory === '.' ? path : path.slice(directory.length + 1)).split('/').slice(0, -1);
  if (isShallow && parents.length > 0) return false;
  return !parents.some((name) => name === '.git' || (name === 'node_modules' && !isComplete));
}

function isProblem(content: Content): content is Problem {
  return typeof content === 'object' && !(content instanceof Uint8Array) && !isLink(content);
}

function isLink(content: Content): content is DirectoryLink {
  return typeof content === 'object' && 'linkTo' in content;
}
