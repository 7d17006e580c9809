import { realpath } from 'node:fs/promises';
import { type Absent, withAbsent } from '../files/absent-files.ts';
import type { Checkout as Files } from '../git/check-out.ts';
import type { Repository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';
import type { Checkout } from './checkout.ts';
import { createLinkCheck } from './forbidden-link.ts';

/** Files of a revision, which are put on disk when they are first needed there. */
export interface RevisionCheckout extends Checkout {
  /** Removes what was put on disk. */
  dispose(): Promise<void>;
}

/**
 * Opens a revision of a repository.
 *
 * @param option that asks for it, for messages
 * @throws UsageError when there is no such revision, or no repository
 */
export async function openRevision(
  option: string,
  name: string,
  root: string,
  repository: Repository | undefined,
): Promise<RevisionCheckout> {
  if (repository === undefined) {
    throw new UsageError(`${option}: ${root} is not the top of a Git repository, or there is no git on PATH`);
  }
  const withOption = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw error instanceof UsageError ? new UsageError(`${option}: ${error.message}`) : error;
    }
  };
  const revision = await withOption(repository.resolve(name));
  const checkout = await withOption(openCommit(revision, repository));
  return { ...checkout, directory: () => withOption(checkout.directory()) };
}

/**
 * Opens a commit by its full id.
 *
 * @throws UsageError when its files cannot be listed
 */
export async function openCommit(commit: string, repository: Repository): Promise<RevisionCheckout> {
  const files = await repository.openTree(commit);
  const absent = async (): Promise<Absent> => ({ directories: files.absent, links: files.links });
  let written: Promise<Files> | undefined;
  return {
    tree: withAbsent(files, absent),
    absent,
    forbiddenLink: createLinkCheck(async () => files.links),
    revision: commit,
    prefix: '',
    async directory() {
      written ??= repository.checkOut(commit);
      return realpath((await written).directory);
    },
    async dispose() {
      await (await written?.catch(() => undefined))?.dispose();
    },
  };
}
