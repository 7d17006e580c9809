import type { OwnRepository } from '../applications/own-repository.ts';
import { normalizeRepositoryUrl } from '../applications/repository-url.ts';
import type { ApplicationSource } from '../model/application.ts';
import type { Checkout } from './checkout.ts';
import type { GivenCheckout } from './given-checkout.ts';
import type { Session } from './session.ts';

/** Why the files of a source are not at hand: nobody gave them, or it is pinned to another revision than is checked out. */
export interface NoCheckout {
  readonly missing?: string;
  readonly pinned?: string;
}

/** Finds the files that a source means. */
export type FindCheckout = (source: ApplicationSource) => Promise<Checkout | NoCheckout>;

/** A source of this repository means what is checked out, whatever branch it names. */
export function createCheckouts(
  own: OwnRepository,
  session: Session,
  checkout: Checkout,
  given: readonly GivenCheckout[],
): FindCheckout {
  const pins = new Map<string, Promise<string | undefined>>();
  return async ({ repoUrl, chart, targetRevision }) => {
    if (repoUrl.startsWith('oci://')) return { missing: `${repoUrl} is an OCI artifact; nothing is fetched` };
    if (chart !== undefined) return { missing: `the chart ${chart} of ${repoUrl} is not vendored; nothing is fetched` };
    if (!own.isOwn(repoUrl)) {
      const other = given.find(({ url }) => normalizeRepositoryUrl(url) === normalizeRepositoryUrl(repoUrl));
      return (
        other?.checkout ?? { missing: `${repoUrl} is another repository; --checkout URL=DIRECTORY gives its files` }
      );
    }
    let pin = pins.get(targetRevision);
    if (pin === undefined) {
      pin = findPin(targetRevision, session, checkout.revision);
      pins.set(targetRevision, pin);
    }
    const pinned = await pin;
    return pinned === undefined ? checkout : { pinned };
  };
}

const FULL_ID = /^[0-9a-f]{40}$/;
/** Argo CD takes these for constraints on tags; an exact version is a name like any other. */
const CONSTRAINT = /[*<>=^~|]|(?:^|\.)[xX](?:\.|$)/;

/** Why a revision is not what is checked out: a commit or a tag elsewhere. Branches move to what is checked out. */
async function findPin(targetRevision: string, session: Session, current: string): Promise<string | undefined> {
  if (targetRevision === '' || targetRevision === 'HEAD') return undefined;
  if (CONSTRAINT.test(targetRevision)) return `it follows tags that match ${targetRevision}, not what is checked out`;
  if (FULL_ID.test(targetRevision)) {
    return targetRevision === current
      ? undefined
      : `it is pinned to the commit ${targetRevision.slice(0, 10)}, not what is checked out`;
  }
  const repository = await session.repository();
  const tag = await repository?.findTag(targetRevision);
  return tag === undefined || tag === current
    ? undefined
    : `it is pinned to the tag ${targetRevision}, not what is checked out`;
}
