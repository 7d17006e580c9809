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
  for (const [path, problem] of problems) {
    if (directories.includes(path)) report(`directories below ${path} are not known to git generators: it ${problem}`);
  }
  const [excluding, including] = [items.filter(({ exclude }) => exclude), items.filter(({ exclude }) => !exclude)];
  return directories.filter(
    (directory) =>
      including.some(({ path }) => matchesPath(path, directory)) &&
      !excluding.some(({ path }) => matchesPath(path, directory)),
  );
}

export function directoryParams(directory: string, prefix: string, { isGo }: Run): Params {
  return isGo ? pathTree(directory, undefined, prefix) : pathTexts(directory, undefined, prefix);
}
