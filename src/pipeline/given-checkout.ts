import { realpathSync, statSync } from 'node:fs';
import { NOTHING_ABSENT } from '../files/absent-files.ts';
import { openFileTree } from '../files/file-tree.ts';
import { openRepository, type RepositorySettings } from '../git/repository.ts';
import type { Checkout } from './checkout.ts';
import { createLinkCheck, findLinksIn } from './forbidden-link.ts';

/** A checkout that our user gave for another repository. */
export interface GivenCheckout {
  readonly url: string;
  readonly checkout: Checkout;
}

/**
 * Opens a directory as the files of a repository.
 *
 * @param directory absolute path
 * @throws what the system says when it is none
 */
export function openGivenCheckout(url: string, directory: string, settings: RepositorySettings): GivenCheckout {
  if (!statSync(directory).isDirectory()) throw new Error('is not a directory');
  const root = realpathSync(directory);
  const listLinks = async () => {
    const repository = await openRepository(root, settings);
    try {
      return await findLinksIn(root, repository);
    } finally {
      await repository?.dispose();
    }
  };
  const checkout: Checkout = {
    tree: openFileTree(root),
    revision: '',
    prefix: `${url}/`,
    directory: async () => root,
    absent: async () => NOTHING_ABSENT,
    forbiddenLink: createLinkCheck(listLinks),
  };
  return { url, checkout };
}
