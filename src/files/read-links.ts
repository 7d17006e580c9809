import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What links say, by their paths. What is no link is left out.
 *
 * @param root absolute path
 * @param paths relative to the root
 */
export function readLinks(root: string, paths: Iterable<string>): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (const path of paths) {
    const absolute = join(root, path);
    if (lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink()) links.set(path, readlinkSync(absolute));
  }
  return links;
}
