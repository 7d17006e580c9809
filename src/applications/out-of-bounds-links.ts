import { posix } from 'node:path';
import { leavesRoot } from '../discover/paths.ts';
import { compareInWalk } from './directory/walk-order.ts';

/**
 * The link for which Argo CD renders nothing of a repository, wherever it lies: it is absolute, or one of its steps leaves the root,
 * even if the next comes back. Links on its way are not followed.
 *
 * Source: argo-cd util/app/path/path.go, CheckOutOfBoundsSymlinks
 *
 * @param links what links say, by their paths
 * @returns the path of the first that Argo CD comes upon
 */
export function findOutOfBoundsLink(links: ReadonlyMap<string, string>): string | undefined {
  return [...links]
    .filter(([path, target]) => isOutOfBounds(path, target))
    .map(([path]) => path)
    .sort(compareInWalk)[0];
}

function isOutOfBounds(path: string, target: string): boolean {
  if (posix.isAbsolute(target)) return true;
  let at = posix.dirname(path);
  for (const part of target.split('/')) {
    at = posix.join(at, part);
    if (leavesRoot(at)) return true;
  }
  return false;
}
