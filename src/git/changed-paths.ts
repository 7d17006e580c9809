import { askGit } from './ask-git.ts';
import { requireId } from './commit-id.ts';
import type { IndexEntry } from './list-files.ts';
import type { PrivateGit } from './private-git.ts';
import { borrowIndex, type WorkingTree } from './working-tree.ts';

/** Nothing is guessed (renames), and nothing is run: a submodule would be asked by its own configuration. */
const NAMES = ['-z', '--name-only', '--no-renames', '--ignore-submodules=dirty'];

/** Packages that were installed for work on the repository: nobody deploys them from there. */
const INSTALLED = /(?:^|\/)node_modules\//;

/** Paths that differ between two commits, sorted. */
export async function changedBetween(git: PrivateGit, from: string, to: string): Promise<readonly string[]> {
  return sorted(await askGit(git, { args: ['diff-tree', '-r', ...NAMES, requireId(from), requireId(to), '--'] }));
}

/**
 * Paths that differ between a commit and a working tree, sorted: untracked and ignored files are among them, but for what is in
 * `node_modules`, and what git was told not to look at (`assume-unchanged`, `skip-worktree`).
 */
export async function changedInWorkingTree(
  git: PrivateGit,
  from: string,
  workingTree: WorkingTree,
  { index, onDisk }: { readonly index: readonly IndexEntry[]; readonly onDisk: readonly string[] },
): Promise<readonly string[]> {
  const place = await borrowIndex(workingTree, git);
  const diff = ['diff', ...NAMES, '--no-ext-diff', '--no-textconv', requireId(from), '--'];
  const changed = await askGit(git, { args: diff, place });
  const tracked = new Set(index.map(({ path }) => path));
  // A nested repository ends with a slash.
  const others = onDisk.filter((path) => !INSTALLED.test(path)).map((path) => path.replace(/\/$/, ''));
  const untracked = others.filter((path) => !tracked.has(path));
  const notLookedAt = index.filter(({ isTrusted, mode }) => isTrusted || mode === '160000');
  return sorted([...changed, ...untracked, ...notLookedAt.map(({ path }) => path)]);
}

function sorted(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort();
}
