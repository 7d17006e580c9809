import { highestTag, isFullId } from '../applications/revisions/choose-ref.ts';
import { readConstraint } from '../applications/revisions/constraint.ts';
import type { Repository } from '../git/repository.ts';
import { RenderError, UsageError } from '../model/errors.ts';
import type { Checkout } from './checkout.ts';
import { openCommit } from './open-revision.ts';
import type { Session } from './session.ts';

/** A revision that is pinned, and not at hand. */
export interface Pinned {
  /** For people. */
  readonly pinned: string;
}

/** The files of this repository at the revision that an Application names. */
export type FindRevision = (targetRevision: string) => Promise<Checkout | Pinned>;

/**
 * Branches mean what is checked out, for they move to it. Commits, tags and constraints on tags do not: their files are read from
 * the objects that the clone holds. Each commit is put into a directory once, which goes with the session.
 *
 * @param current what is checked out
 */
export function createOwnRevisions(session: Session, current: Checkout): FindRevision {
  const found = new Map<string, Promise<Checkout | Pinned>>();
  const checkouts = new Map<string, ReturnType<typeof openOwnCommit>>();
  const find = async (revision: string): Promise<Checkout | Pinned> => {
    const repository = await session.repository();
    const pin = await findPin(revision, repository);
    if (pin === undefined || pin.commit === current.revision) return current;
    const { commit = '', reason } = pin;
    const name = isFullId(revision) ? revision.slice(0, 10) : revision;
    const opened = checkouts.get(commit) ?? openOwnCommit(commit, session, repository);
    checkouts.set(commit, opened);
    const checkout = await opened;
    if (checkout === undefined) return { pinned: `${reason}, which is neither checked out nor in this clone` };
    return { ...checkout, prefix: `${name}:` };
  };
  return (revision) => {
    const checkout = found.get(revision) ?? find(revision);
    found.set(revision, checkout);
    return checkout;
  };
}

interface Pin {
  readonly reason: string;
  /** Full id; nothing when this clone does not have it. */
  readonly commit: string | undefined;
}

const TRUNCATED_ID = /^[0-9a-f]{7,39}$/i;

/** @returns nothing for a branch */
async function findPin(revision: string, repository: Repository | undefined): Promise<Pin | undefined> {
  if (revision === '' || revision === 'HEAD') return undefined;
  if (readConstraint(revision) !== undefined) {
    const tag = highestTag(revision, (await repository?.listTags()) ?? []);
    if (tag === undefined && (await isBranch(revision, repository))) return undefined;
    const commit = tag === undefined ? undefined : await repository?.findTag(tag);
    return { reason: `it follows tags that match ${revision}`, commit };
  }
  const reason = `it is pinned to the commit ${revision.slice(0, 10)}`;
  if (isFullId(revision)) return { reason, commit: await resolve(revision, repository) };
  const tag = await repository?.findTag(revision);
  if (tag !== undefined || (await isVersion(revision, repository))) {
    return { reason: `it is pinned to the tag ${revision}`, commit: tag };
  }
  if (!TRUNCATED_ID.test(revision)) return undefined;
  const commit = await resolve(revision, repository);
  return commit?.startsWith(revision.toLowerCase()) ? { reason, commit } : undefined;
}

/** A name that nobody gives to a branch: clones of CI systems have no tags, and the checkout is not what it means. */
async function isVersion(revision: string, repository: Repository | undefined): Promise<boolean> {
  if (!/^v?\d+\.\d+\.\d+(?:[-+].*)?$/.test(revision)) return false;
  return !(await isBranch(revision, repository));
}

async function isBranch(name: string, repository: Repository | undefined): Promise<boolean> {
  const branches = [`refs/heads/${name}`, `refs/remotes/origin/${name}`];
  for (const branch of branches) if ((await resolve(branch, repository)) !== undefined) return true;
  return false;
}

async function resolve(revision: string, repository: Repository | undefined): Promise<string | undefined> {
  try {
    return await repository?.resolve(revision);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** @returns nothing where this clone does not have its files */
async function openOwnCommit(
  commit: string,
  session: Session,
  repository: Repository | undefined,
): Promise<Omit<Checkout, 'prefix'> | undefined> {
  if (repository === undefined || commit === '') return undefined;
  try {
    const checkout = await openCommit(commit, repository);
    session.onDispose(checkout.dispose);
    return { ...checkout, directory: () => asRenderError(checkout.directory()) };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** One Application less, not the whole run. */
async function asRenderError<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof UsageError ? new RenderError(error.message) : error;
  }
}
