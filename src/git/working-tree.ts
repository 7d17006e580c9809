import { copyFile, mkdtemp, readdir, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GitPlace } from './git-program.ts';
import type { PrivateGit } from './private-git.ts';

/** The files of a repository as they lie there, and what Git has noted of them. */
export interface WorkingTree {
  /** Absolute path of the files. */
  readonly root: string;
  /** Absolute path of the repository's index; there need not be one. */
  readonly indexFile: string;
}

/**
 * A place to ask about a working tree from. Git gets a copy of the index, for some of its commands write to it. A part that
 * several indexes share lies beside the index, and is looked for in our repository.
 */
export async function borrowIndex({ root, indexFile }: WorkingTree, git: PrivateGit): Promise<Partial<GitPlace>> {
  const copy = join(await mkdtemp(join(git.home, 'index-')), 'index');
  if (await copyWithTime(indexFile, copy)) {
    const directory = dirname(indexFile);
    const shared = (await readdir(directory)).filter((name) => name.startsWith('sharedindex.'));
    for (const name of shared) await copyFile(join(directory, name), join(git.gitDirectory, name));
  }
  return { workTree: root, indexFile: copy };
}

/** A microsecond: as precise as a time can be set. */
const PRECISION_S = 1e-6;

/**
 * Git takes a file for unchanged when it is older than the index: the copy is as old, or by what times lose it is older.
 *
 * @returns whether there is an index
 */
async function copyWithTime(from: string, to: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(from);
    await copyFile(from, to);
    const time = mtimeMs / 1000 - 2 * PRECISION_S;
    await utimes(to, time, time);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
