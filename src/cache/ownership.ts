import { lstatSync, mkdirSync, type Stats } from 'node:fs';

const WRITABLE_BY_OTHERS = 0o022;

/**
 * Whether something was made by this user and nobody else could write to it: what others wrote must never decide about a
 * pod. Where there are no user ids, as on Windows, nothing is.
 */
export function isOwn({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & WRITABLE_BY_OTHERS) === 0;
}

/**
 * Makes a directory for this user alone, where there is none.
 *
 * @param directory absolute, without `/` at its end
 * @returns whether it is to be trusted: a directory and no link to one, and own
 */
export function makeOwnDirectory(directory: string): boolean {
  try {
    // Asked first: making what is there fails on some read-only disks.
    const isThere = lstatSync(directory, { throwIfNoEntry: false }) !== undefined;
    if (!isThere) mkdirSync(directory, { recursive: true, mode: 0o700 });
    const stats = lstatSync(directory);
    return stats.isDirectory() && isOwn(stats);
  } catch {
    return false;
  }
}
