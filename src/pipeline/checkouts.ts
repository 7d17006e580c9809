import type { OwnRepository } from '../applications/own-repository.ts';
import { normalizeRepositoryUrl } from '../applications/repository-url.ts';
import type { ApplicationSource } from '../model/application.ts';
import type { Checkout } from './checkout.ts';
import { createOwnRevisions } from './own-revisions.ts';
import type { Session } from './session.ts';

/** A checkout that our user gave for another repository. */
export interface GivenCheckout {
  readonly url: string;
  readonly checkout: Checkout;
}

/** Why the files of a source are not at hand: nobody gave them, or it is pinned to a revision that is not here. */
export interface NoCheckout {
  readonly missing?: string;
  readonly pinned?: string;
}

/** Finds the files that a source means. */
export type FindCheckout = (source: ApplicationSource) => Promise<Checkout | NoCheckout>;

/** A source of this repository means what is checked out, whatever branch it names; see `createOwnRevisions`. */
export function createCheckouts(
  own: OwnRepository,
  session: Session,
  checkout: Checkout,
  given: readonly GivenCheckout[],
): FindCheckout {
  const findRevision = createOwnRevisions(session, checkout);
  return async ({ repoUrl, chart, targetRevision }) => {
    if (repoUrl.startsWith('oci://')) return { missing: `${repoUrl} is an OCI artifact; nothing is fetched` };
    if (chart !== undefined) return { missing: `the chart ${chart} of ${repoUrl} is not vendored; nothing is fetched` };
    if (!own.isOwn(repoUrl)) {
      const other = given.find(({ url }) => normalizeRepositoryUrl(url) === normalizeRepositoryUrl(repoUrl));
      return (
        other?.checkout ?? { missing: `${repoUrl} is another repository; --checkout URL=DIRECTORY gives its files` }
      );
    }
    return findRevision(targetRevision);
  };
}
