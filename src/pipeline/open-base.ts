import { openFileTree } from '../files/file-tree.ts';
import type { Checkout, Repository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';
import { STDIN } from '../model/target.ts';
import type { Session } from './session.ts';

export interface BaseSession {
  /** Full id of the commit. */
  readonly commit: string;
  readonly session: Session;
  /** Removes the checkout. */
  dispose(): Promise<void>;
}

/**
 * A session on another revision of the same repository, which borrows the renderers of the first. Paths that do not exist
 * there are left out.
 *
 * @throws UsageError when there is no such revision, or no repository
 */
export async function openBase(revision: string, session: Session): Promise<BaseSession> {
  const repository = await session.repository();
  if (repository === undefined)
    throw new UsageError(`--base: ${session.root} is not the top of a Git repository, or there is no git on PATH`);
  const { commit, directory, dispose } = await checkOut(repository, revision);
  const tree = openFileTree(directory);
  const paths: string[] = [];
  for (const path of session.paths) if (path !== STDIN && (await tree.typeOf(path)) !== undefined) paths.push(path);
  return { commit, session: { ...session, root: directory, tree, paths, dispose: async () => {} }, dispose };
}

async function checkOut(repository: Repository, revision: string): Promise<Checkout & { readonly commit: string }> {
  try {
    const commit = await repository.resolve(revision);
    return { commit, ...(await repository.checkOut(commit)) };
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`--base: ${error.message}`) : error;
  }
}
