import type { FileTree } from '../model/ports.ts';
import { type Kustomization, readKustomization } from './kustomization.ts';
import { inDirectory } from './paths.ts';
import { KUSTOMIZATION_NAMES } from './source-type.ts';

/** Kustomizations and which of them include which. Directories are relative to the root. */
export interface KustomizationGraph {
  /** Directories to build: those that nobody includes, and the members of cycles that no root reaches. No components. */
  readonly roots: readonly string[];
  /** Everything that the listed kustomizations read. */
  readonly references: ReadonlySet<string>;
  /** The kustomization file of a listed directory. */
  fileOf(directory: string): string;
  /** Local files that building a directory reads, nearest first: a kustomization before what it includes. */
  filesBelow(directory: string): readonly string[];
}

/**
 * Reads the kustomizations of the given directories and of all that they include, also where those lie elsewhere in the
 * tree.
 */
export async function readKustomizationGraph(
  tree: FileTree,
  directories: readonly string[],
): Promise<KustomizationGraph> {
  const known = await readAll(tree, directories);
  const listed = directories.flatMap((directory) => known.get(directory) ?? []);
  const included = new Set(listed.flatMap(({ references }) => references));
  const buildable = listed.filter(({ isComponent }) => !isComponent).map(({ directory }) => directory);
  const tops = buildable.filter((directory) => !included.has(directory));
  const reached = new Set(tops.flatMap((directory) => reachable(known, directory)));
  return {
    roots: buildable.filter((directory) => !included.has(directory) || !reached.has(directory)),
    references: included,
    fileOf: (directory) => known.get(directory)?.file ?? directory,
    filesBelow: (directory) => filesBelow(known, directory),
  };
}

async function readAll(tree: FileTree, directories: readonly string[]): Promise<Map<string, Kustomization>> {
  const known = new Map<string, Kustomization>();
  const seen = new Set(directories);
  // A set hands out what is added while it is walked.
  for (const directory of seen) {
    const file = await findFile(tree, directory);
    if (file === undefined) continue;
    const kustomization = await readKustomization(tree, file);
    known.set(directory, kustomization);
    for (const reference of kustomization.references) seen.add(reference);
  }
  return known;
}

/** The kustomization file of a directory; nothing when there is none or the path is a file. */
async function findFile(tree: FileTree, directory: string): Promise<string | undefined> {
  if ((await tree.typeOf(directory)) !== 'directory') return undefined;
  for (const name of KUSTOMIZATION_NAMES) {
    const file = inDirectory(directory, name);
    if ((await tree.typeOf(file)) === 'file') return file;
  }
  return undefined;
}

/** A directory and all that it includes. */
function reachable(known: ReadonlyMap<string, Kustomization>, start: string): string[] {
  const seen = new Set([start]);
  for (const directory of seen) {
    for (const reference of known.get(directory)?.references ?? []) if (known.has(reference)) seen.add(reference);
  }
  return [...seen];
}

function filesBelow(known: ReadonlyMap<string, Kustomization>, directory: string): readonly string[] {
  const kustomizations = reachable(known, directory).flatMap((found) => known.get(found) ?? []);
  const files = kustomizations.flatMap(({ file, references }) => [
    ...references.filter((path) => !known.has(path)),
    file,
  ]);
  return [...new Set(files)];
}
