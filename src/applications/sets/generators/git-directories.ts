import { matchesPath } from '../match/path-match.ts';
import type { Params, Run } from '../run.ts';
import { pathTexts, pathTree } from './path-params.ts';
import type { GitItem } from './types.ts';

/**
 * Directories that some item includes and none excludes, wherever they stand in the list.
 *
 * Source: argo-cd reposerver/repository/repository.go GetGitDirectories; applicationset/generators/git.go filterApps
 */
export async function selectDirectories(items: readonly GitItem[], { tree, report }: Run): Promise<string[]> {
  const { directories, problems } = await tree.list();
  const [excluding, including] = [items.filter(({ exclude }) => exclude), items.filter(({ exclude }) => !exclude)];
  for (const [path, problem] of problems) {
    if (directories.includes(path) && including.some((item) => reachesBelow(item.path, path)))
      report(`directories below ${path} are not known to git generators: it ${problem}`);
  }
  return directories.filter(
    (directory) =>
      including.some(({ path }) => matchesPath(path, directory)) &&
      !excluding.some(({ path }) => matchesPath(path, directory)),
  );
}

/** Whether a pattern could match something below a directory: each of its names stands for one. */
function reachesBelow(pattern: string, directory: string): boolean {
  // A class or an escaped character may hold a slash.
  if (/[[\\]/.test(pattern)) return true;
  const names = pattern.split('/');
  const depth = directory.split('/').length;
  return names.length > depth && matchesPath(names.slice(0, depth).join('/'), directory);
}

export function directoryParams(directory: string, prefix: string, { isGo }: Run): Params {
  return isGo ? pathTree(directory, undefined, prefix) : pathTexts(directory, undefined, prefix);
}
