import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What all links below a directory say, by their paths, but for those in `.git`. What cannot be read has none.
 *
 * @param root absolute path
 */
export function findLinks(root: string): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  const pending = [''];
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    for (const entry of entriesOf(join(root, prefix))) {
      const path = prefix + entry.name;
      if (entry.isSymbolicLink()) links.set(path, readlinkSync(join(root, path)));
      else if (entry.isDirectory() && entry.name !== '.git') pending.push(`${path}/`);
    }
  }
  return links;
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
