import { askGit } from './ask-git.ts';
import type { PrivateGit } from './private-git.ts';
import { borrowIndex, type WorkingTree } from './working-tree.ts';

/** A file of a working tree. */
export interface WorkingFile {
  /** With `/`; it ends with one for a nested repository, whose files are not listed. */
  readonly path: string;
  /** As Git has noted it: `100644`, `100755`, `120000` for a link, `160000` for a submodule; absent for what it does not track. */
  readonly mode?: string;
}

/** What the index of a working tree says of a path. */
export interface IndexEntry {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
}

/** Everything that is tracked, whether it is there or not. A path that is being merged comes several times. */
export async function listIndex(git: PrivateGit, workingTree: WorkingTree): Promise<readonly IndexEntry[]> {
  const place = await borrowIndex(workingTree, git);
  const lines = await askGit(git, { args: ['ls-files', '-z', '--stage'], place });
  return lines.map((line) => {
    const tab = line.indexOf('\t');
    const [mode = '', id = ''] = line.slice(0, tab).split(' ');
    return { path: line.slice(tab + 1), mode, id };
  });
}

/** All files that are there: to an index without entries everything is untracked. */
export async function listFiles(git: PrivateGit, workingTree: WorkingTree): Promise<readonly WorkingFile[]> {
  const [paths, index] = await Promise.all([
    askGit(git, { args: ['ls-files', '-z', '--others'], place: { workTree: workingTree.root } }),
    listIndex(git, workingTree),
  ]);
  const modes = new Map(index.map(({ path, mode }) => [path, mode]));
  return paths.sort().map((path) => {
    const mode = modes.get(path.replace(/\/$/, ''));
    return mode === undefined ? { path } : { path, mode };
  });
}
