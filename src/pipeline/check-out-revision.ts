import type { Checkout } from '../git/check-out.ts';
import type { Repository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';

/**
 * Puts the files of a revision into a temporary directory.
 *
 * @param option that asks for it, for messages
 * @throws UsageError when there is no such revision, or no repository
 */
export async function checkOutRevision(
  option: string,
  revision: string,
  root: string,
  repository: Repository | undefined,
): Promise<Checkout & { readonly commit: string }> {
  if (repository === undefined) {
    throw new UsageError(`${option}: ${root} is not the top of a Git repository, or there is no git on PATH`);
  }
  try {
    const commit = await repository.resolve(revision);
    return { commit, ...(await repository.checkOut(commit)) };
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${option}: ${error.message}`) : error;
  }
}
