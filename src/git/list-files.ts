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
  /** Whether Git was told not to look at the file: `assume-unchanged`, `skip-worktree`. */
  readonly isTrusted: boolean;
}

/** Everything that is tracked, whether it is there or not. A path that is being merged comes several times. */
export async function listIndex(git: PrivateGit, workingTree: WorkingTree): Promise<readonly IndexEntry[]> {
  const place = await borrowIndex(workingTree, git);
  const lines = await askGit(git, { args: ['ls-files', '-z', '-v', '--stage'], place });
  return lines.map(readEntry);
}

/** `H 100644 <id> 0<tab>path`; the letter is small for `assume-unchanged`, and S for `skip-worktree`. */
function readEntry(line: string): IndexEntry {
  const tab = line.indexOf('\t');
  const [letter = '', mode = '', id = ''] = line.slice(0, tab).split(' ');
  return { path: line.slice(tab + 1), mode, id, isTrusted: /^[a-zS]/.test(letter) };
}

/** Paths of all files that are there, sorted: to an index without entries everything is untracked. */
export async function listOnDisk(git: PrivateGit, { root }: WorkingTree): Promise<readonly string[]> {
  return (await askGit(git, { args: ['ls-files', '-z', '--others'], place: { workTree: root } })).sort();
}

/** What is there, with what the index says of it. */
export function describeFiles(onDisk: readonly string[], index: readonly IndexEntry[]): readonly WorkingFile[] {
  const modes = new Map(index.map(({ path, mode }) => [path, mode]));
  return onDisk.map((path) => {
    const mode = modes.get(path.replace(/\/$/, ''));
    return mode === undefined ? { path } : { path, mode };
  });
}
