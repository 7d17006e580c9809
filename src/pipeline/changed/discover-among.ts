import { discoverTargets } from '../../discover/discover.ts';
import { isBelow } from '../../discover/paths.ts';
import type { FileEntry, FileTree } from '../../model/ports.ts';
import type { Target } from '../../model/target.ts';
import type { Side } from './side.ts';

/** Finds targets as if there were no other files, below the paths that were asked for. */
export async function discoverAmong(files: ReadonlySet<string>, side: Side): Promise<Target[]> {
  const { session, problems } = side;
  const entries = [...problems];
  const refused = new Set(problems.map(({ path }) => path));
  for (const path of files) if (!refused.has(path) && (await isListed(path, side))) entries.push({ path });
  const tree = narrowTree(session.tree, entries);
  const targets: Target[] = [];
  for (const path of session.paths) targets.push(...(await discoverTargets(tree, path)));
  return targets;
}

/** A link counts where it leads to a file. */
async function isListed(path: string, { session, layout }: Side): Promise<boolean> {
  return !layout.links.has(path) || (await session.tree.typeOf(path)) === 'file';
}

/** A tree that lists some of its files only; all can be read. */
function narrowTree(tree: FileTree, entries: readonly FileEntry[]): FileTree {
  return {
    list: async (directory) =>
      entries.filter(({ path }) => isBelow(path, directory)).sort((a, b) => (a.path < b.path ? -1 : 1)),
    typeOf: (path) => tree.typeOf(path),
    read: (path) => tree.read(path),
  };
}
