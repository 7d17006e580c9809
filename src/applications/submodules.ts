import { leavesRoot, resolveIn } from '../discover/paths.ts';
import { FileError, type FileTree } from '../model/ports.ts';
import { decodeText } from '../parse/text.ts';

/** Where `.gitmodules` says that a submodule lies. */
const PATH = /^\s*path\s*=\s*(.*?)\s*$/gm;

/**
 * Directories of submodules that are empty or missing, as in an archive of a repository, where Git cannot be asked.
 *
 * @returns their paths
 */
export async function findEmptySubmodules(tree: FileTree): Promise<readonly string[]> {
  const empty: string[] = [];
  for (const path of await readPaths(tree)) if (!leavesRoot(path) && (await isEmpty(tree, path))) empty.push(path);
  return empty;
}

async function readPaths(tree: FileTree): Promise<string[]> {
  if ((await tree.typeOf('.gitmodules')) !== 'file') return [];
  try {
    const text = decodeText(await tree.read('.gitmodules'));
    return [...text.matchAll(PATH)].map(([, path = '']) => resolveIn('.', path.replace(/^"|"$/g, '')));
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

async function isEmpty(tree: FileTree, directory: string): Promise<boolean> {
  const type = await tree.typeOf(directory);
  if (type === undefined) return true;
  return type === 'directory' && (await tree.list(directory)).length === 0;
}
