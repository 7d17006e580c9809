import { resolveIn } from '../discover/paths.ts';
import { FileError, type FileTree } from '../model/ports.ts';
import { decodeText } from '../parse/text.ts';

/** Where `.gitmodules` says that a submodule lies. */
const PATH = /^\s*path\s*=\s*(.*?)\s*$/gm;

/**
 * A submodule in an app directory whose files are not there. Argo CD fetches submodules; checkouts of CI systems and ours are
 * without, and then a directory would seem to apply less than it does.
 *
 * @param path the app directory, relative to the root
 * @returns the path of the first one, relative to the root
 */
export async function findMissingSubmodule(tree: FileTree, path: string): Promise<string | undefined> {
  if ((await tree.typeOf('.gitmodules')) !== 'file') return undefined;
  for (const submodule of await readPaths(tree)) {
    const isInside = path === '.' || `${submodule}/`.startsWith(`${path}/`);
    if (isInside && (await isEmpty(tree, submodule))) return submodule;
  }
  return undefined;
}

async function readPaths(tree: FileTree): Promise<string[]> {
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
