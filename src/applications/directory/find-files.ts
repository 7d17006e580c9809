import type { FileEntry, FileTree } from '../../model/ports.ts';
import { explainLimit, readDirectoryOptions } from './options.ts';
import { compareInWalk } from './walk-order.ts';

/** The files of a Directory source. */
export interface DirectoryFiles {
  /** YAML and JSON, relative to the root, in the order in which Argo CD reads them. */
  readonly files: readonly string[];
  /** Jsonnet, likewise; it is evaluated, not read. */
  readonly jsonnet: readonly string[];
  /** Why Argo CD would render nothing, in words for people. */
  readonly problems: readonly string[];
}

/**
 * Finds the files of a Directory source. Dot files are files like any other.
 *
 * Source: argo-cd reposerver/repository/repository.go, getPotentiallyValidManifests and getPotentiallyValidManifestFile
 *
 * @param path the app directory, relative to the root
 * @param options `spec.source.directory`
 */
export async function findDirectoryFiles(
  tree: FileTree,
  path: string,
  options: Readonly<Record<string, unknown>>,
): Promise<DirectoryFiles> {
  const read = readDirectoryOptions(options);
  if ('problems' in read) return { files: [], jsonnet: [], problems: read.problems };
  const entries = await tree.list(path, { isShallow: !read.recurse, isComplete: true });
  const problems = entries.filter(isFatal).map((entry) => `${entry.path} ${entry.problem}`);
  const candidates = entries.filter(({ problem }) => problem === undefined).map((entry) => entry.path);
  const prefix = path === '.' ? '' : `${path}/`;
  try {
    const selected = candidates
      .filter((file) => MANIFEST_NAME.test(file) && read.selects(file.slice(prefix.length)))
      .sort(compareInWalk);
    return { files: selected.filter((file) => !isJsonnet(file)), jsonnet: selected.filter(isJsonnet), problems };
  } catch (error) {
    return { files: [], jsonnet: [], problems: [...problems, explainLimit(error)] };
  }
}

/** Case counts. A name with a line break is none, for the dot of Go's regular expressions stands for no line break. */
const MANIFEST_NAME = /(?:^|\/)[^\n/]*\.(?:yaml|yml|json|jsonnet)$/;

function isJsonnet(file: string): boolean {
  return file.endsWith('.jsonnet');
}

/** Links that leave the repository stop Argo CD before it looks at what is included. */
function isFatal({ path, problem, isDirectory }: FileEntry): boolean {
  return problem !== undefined && (isDirectory === true || MANIFEST_NAME.test(path));
}
