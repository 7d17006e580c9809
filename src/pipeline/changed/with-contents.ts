import type { FileTree } from '../../model/ports.ts';

/** Paths, and where one is a directory, as submodules and nested repositories are, everything in it on either side. */
export async function withContents(paths: readonly string[], sides: readonly FileTree[]): Promise<ReadonlySet<string>> {
  const all = new Set(paths);
  for (const path of paths) {
    for (const tree of sides) {
      if ((await tree.typeOf(path)) !== 'directory') continue;
      for (const entry of await tree.list(path, { isComplete: true })) all.add(entry.path);
    }
  }
  return all;
}
