import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { ProcessError } from '../process/run.ts';
import { reasonOf } from './git-program.ts';
import type { PrivateGit } from './private-git.ts';

/** Files of a commit in a temporary directory. */
export interface Checkout {
  /** Absolute path. */
  readonly directory: string;
  dispose(): Promise<void>;
}

/**
 * Puts the files of a commit into a temporary directory.
 *
 * @param scratch directory to make it in; the system's temporary directory when not given
 * @throws UsageError when they cannot be read
 */
export async function checkOut(
  openGit: () => Promise<PrivateGit>,
  commit: string,
  scratch: string | undefined,
): Promise<Checkout> {
  const home = await mkdtemp(join(scratch ?? tmpdir(), 'pss-gate-'));
  const dispose = () => rm(home, { recursive: true, force: true });
  const directory = join(home, 'tree');
  try {
    await mkdir(directory, { mode: 0o700 });
    const git = await openGit();
    const place = { workTree: directory, indexFile: join(home, 'index') };
    await git.run(['read-tree', '--end-of-options', commit], place);
    await git.run(['checkout-index', '--all', '--force'], place);
    return { directory, dispose };
  } catch (error) {
    await dispose();
    if (!(error instanceof ProcessError)) throw error;
    throw unreadable(commit, reasonOf(error));
  }
}

/** Files of a commit cannot be read, and why. */
export function unreadable(commit: string, reason: string): UsageError {
  return new UsageError(`${commit}: its files cannot be read from this repository (is it a partial clone?): ${reason}`);
}
