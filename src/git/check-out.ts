import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessError } from '../process/run.ts';
import { requireId } from './commit-id.ts';
import { reasonOf } from './git-program.ts';
import { writeLfsContents } from './lfs-content.ts';
import type { Part } from './read-commit.ts';
import { unreadable } from './unreadable.ts';

/** Files of a commit in a temporary directory. */
export interface Checkout {
  /** Absolute path. */
  readonly directory: string;
  dispose(): Promise<void>;
}

/**
 * Puts the files of a commit and of its submodules into a temporary directory. A submodule whose files are not here is an empty
 * directory; a file of Git LFS has its content, where that is here.
 *
 * @param parts the whole before what stands in it
 * @param scratch directory to make it in; the system's temporary directory when not given
 * @throws UsageError when they cannot be read
 */
export async function checkOut(parts: readonly Part[], scratch: string | undefined): Promise<Checkout> {
  const home = await mkdtemp(join(scratch ?? tmpdir(), 'pss-gate-'));
  const dispose = () => rm(home, { recursive: true, force: true });
  const directory = join(home, 'tree');
  try {
    await mkdir(directory, { mode: 0o700 });
    for (const part of parts) {
      await write(part, join(directory, part.path), join(home, 'index'));
      await writeLfsContents(part, directory);
    }
    return { directory, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function write({ git, commit }: Part, workTree: string, indexFile: string): Promise<void> {
  try {
    await git.run(['read-tree', requireId(commit)], { workTree, indexFile });
    await git.run(['checkout-index', '--all', '--force'], { workTree, indexFile });
  } catch (error) {
    throw error instanceof ProcessError ? unreadable(commit, reasonOf(error)) : error;
  }
}
