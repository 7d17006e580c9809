import type { OwnRepository } from '../applications/own-repository.ts';
import { normalizeRepositoryUrl } from '../applications/repository-url.ts';
import type { ApplicationSource } from '../model/application.ts';
import { RenderError } from '../model/errors.ts';
import { maskTokens } from '../model/mask.ts';
import type { Checkout } from './checkout.ts';
import type { GivenCheckout } from './given-checkout.ts';
import { createOwnRevisions } from './own-revisions.ts';
import { fetchChart, readRemoteChart } from './remote-charts.ts';
import { fetchRepository } from './remote-repositories.ts';
import type { Session } from './session.ts';

/** Why the files of a source are not at hand: nobody gave them, it is pinned to a revision that is not here, or fetching failed. */
export interface NoCheckout {
  readonly missing?: string;
  readonly pinned?: string;
  readonly failed?: string;
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
  const isAllowed = (url: string) => session.network.allows(url);
  const fetch = (url: string, revision: string) => orFailure(() => fetchRepository(url, revision, session));
  return async (source) => {
    const { repoUrl, targetRevision } = source;
    const chart = readRemoteChart(source);
    if (chart !== undefined)
      return isAllowed(chart.url) ? orFailure(() => fetchChart(chart, session)) : describeChart(source);
    if (own.isOwn(repoUrl)) {
      const found = await findRevision(targetRevision);
      const isHere = !('pinned' in found) || !isAllowed(repoUrl);
      return isHere ? found : fetch(repoUrl, targetRevision);
    }
    const other = given.find(({ url }) => normalizeRepositoryUrl(url) === normalizeRepositoryUrl(repoUrl));
    if (other !== undefined) return other.checkout;
    if (isAllowed(repoUrl)) return fetch(repoUrl, targetRevision);
    return {
      missing: `${maskTokens(repoUrl)} is another repository; --checkout URL=DIRECTORY gives its files, --allow-fetch lets them be fetched`,
    };
  };
}

function describeChart({ repoUrl, chart }: ApplicationSource): NoCheckout {
  const name = repoUrl.startsWith('oci://') ? 'an OCI artifact' : `the repository of the chart ${chart}`;
  return { missing: `${maskTokens(repoUrl)} is ${name}; nothing is fetched, unless --allow-fetch lets it` };
}

async function orFailure(work: () => Promise<Checkout>): Promise<Checkout | NoCheckout> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RenderError) return { failed: error.message };
    throw error;
  }
}
