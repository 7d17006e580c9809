import { findOutOfBoundsLink } from '../applications/out-of-bounds-links.ts';
import { findLinks } from '../files/find-links.ts';
import type { Repository } from '../git/repository.ts';

/**
 * What the links among files say, by their paths: those that Git tracks, for others are not in Argo CD's checkout, or all where
 * there is no repository.
 */
export async function findLinksIn(
  root: string,
  repository: Repository | undefined,
): Promise<ReadonlyMap<string, string>> {
  return repository === undefined ? findLinks(root) : repository.listLinks();
}

/** Looks for a link that Argo CD refuses, once and when it is first asked for. */
export function createLinkCheck(
  listLinks: () => Promise<ReadonlyMap<string, string>>,
): () => Promise<string | undefined> {
  let link: Promise<string | undefined> | undefined;
  return () => {
    link ??= listLinks().then(findOutOfBoundsLink);
    return link;
  };
}
