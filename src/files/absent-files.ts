import { posix } from 'node:path';
import { type FileEntry, FileError, type FileTree, type ListOptions } from '../model/ports.ts';

/** What of a tree is not here. */
export interface Absent {
  /** Directories whose files are not here, with why, by their paths: submodules. */
  readonly directories: ReadonlyMap<string, string>;
  /** What links say, by their paths: one may lead into such a directory. */
  readonly links: ReadonlyMap<string, string>;
}

export const NOTHING_ABSENT: Absent = { directories: new Map(), links: new Map() };

/**
 * A tree in which the files of some directories are not here: such a directory, and a link into one, is listed as what cannot be
 * read, and never found empty.
 *
 * @param findAbsent asked before each answer
 */
export function withAbsent(tree: FileTree, findAbsent: () => Promise<Absent>): FileTree {
  return {
    typeOf: (path) => tree.typeOf(path),
    async list(directory, options = {}) {
      const absent = await findAbsent();
      if (absent.directories.size === 0) return tree.list(directory, options);
      const around = absentAround(directory, absent);
      if (around !== undefined) return [{ path: directory, isDirectory: true, problem: around.reason }];
      const entries = await tree.list(directory, options);
      const added = [...describeDirectories(absent), ...describeLinks(absent)];
      return [...entries, ...added.filter((entry) => isListed(entry, directory, options))].sort((a, b) =>
        a.path < b.path ? -1 : 1,
      );
    },
    async read(path) {
      const around = absentAround(path, await findAbsent());
      if (around !== undefined) throw new FileError(`is in ${around.path}, which ${around.reason}`);
      return tree.read(path);
    },
  };
}

function describeDirectories({ directories }: Absent): FileEntry[] {
  return [...directories].map(([path, problem]) => ({ path, problem, isDirectory: true }));
}

function describeLinks(absent: Absent): FileEntry[] {
  return [...absent.links.keys()].flatMap((path) => {
    const around = absentAround(path, absent);
    return around === undefined ? [] : [{ path, problem: `is a link into ${around.path}, which ${around.reason}` }];
  });
}

/** The directory without files in which a path is, or which it is, once links are followed. */
export function absentAround(
  path: string,
  { directories, links }: Absent,
): { readonly path: string; readonly reason: string } | undefined {
  if (directories.size === 0) return undefined;
  for (let at = endOf(path, links); ; at = posix.dirname(at)) {
    const reason = directories.get(at);
    if (reason !== undefined) return { path: at, reason };
    if (at === '.' || at === '/') return undefined;
  }
}

/** As Linux: more links in one path are taken for a circle. */
const MAX_LINKS = 40;

/** Where a path would lead, whether something is there or not. */
function endOf(path: string, links: ReadonlyMap<string, string>): string {
  const pending = posix.normalize(path).split('/');
  let at = '.';
  let followed = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    const next = posix.join(at, part);
    const target = links.get(next);
    if (target === undefined || ++followed > MAX_LINKS) at = next;
    else pending.unshift(...target.split('/'));
  }
  return at;
}

/** A directory is entered by its name, as in any listing; a link is listed where it stands. */
function isListed({ path, isDirectory }: FileEntry, directory: string, options: ListOptions): boolean {
  if (directory !== '.' && !path.startsWith(`${directory}/`)) return false;
  const inner = directory === '.' ? path : path.slice(directory.length + 1);
  const names = inner.split('/');
  const parents = isDirectory === true ? names : names.slice(0, -1);
  if (options.isShallow === true) return parents.length === 0;
  return options.isComplete === true || !parents.includes('node_modules');
}
