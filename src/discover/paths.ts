import { posix } from 'node:path';

/** Directory of a path in a tree; `.` for what lies in the root. */
export function directoryOf(path: string): string {
  return posix.dirname(path);
}

export function nameOf(path: string): string {
  return posix.basename(path);
}

/** A file in a directory of the tree. */
export function inDirectory(directory: string, name: string): string {
  return directory === '.' ? name : `${directory}/${name}`;
}

/** `path` as seen from `directory`; may begin with `..` when it leaves the root. */
export function resolveIn(directory: string, path: string): string {
  return posix.normalize(posix.join(directory, path)).replace(/(?<=.)\/$/, '');
}

export function isBelow(path: string, directory: string): boolean {
  return directory === '.' || path.startsWith(`${directory}/`);
}

export function leavesRoot(path: string): boolean {
  return path === '..' || path.startsWith('../') || path.startsWith('/');
}
