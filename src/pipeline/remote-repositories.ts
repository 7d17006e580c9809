import { basename } from 'node:path';
import { chooseRef, isFullId } from '../applications/revisions/choose-ref.ts';
import { type FetchUrl, readFetchUrl, writeFetchUrl } from '../fetch/fetch-url.ts';
import { createEmptyRepository, fetchCommit, type ListedRef, listRefs, type Remote } from '../git/remote.ts';
import { openRepository } from '../git/repository.ts';
import { RenderError, UsageError } from '../model/errors.ts';
import { maskTokens } from '../model/mask.ts';
import type { Checkout } from './checkout.ts';
import { type FetchedDirectory, openFetchedDirectory } from './fetched-directory.ts';
import { openCommit } from './open-revision.ts';
import type { Session } from './session.ts';

/**
 * Fetches what an Application names, by Argo CD's rules for revisions, in as little history as the server lets. What a URL
 * offers is asked for once in a session, and so is each commit. The URL must be allowed.
 *
 * @throws RenderError with git's own reason
 */
export async function fetchRepository(repoUrl: string, targetRevision: string, session: Session): Promise<Checkout> {
  const url = readFetchUrl(repoUrl);
  if ('problem' in url) throw new RenderError(`${maskTokens(repoUrl)} ${url.problem}`);
  const place = writeFetchUrl(url);
  const { network } = session;
  const fetched = await openFetchedDirectory('git', place, session);
  const repository = { url, place, session, fetched };
  const refs = () => network.once(['refs', place], () => askForRefs(repository));
  const chosen = chooseRef(targetRevision, isFullId(targetRevision) ? [] : await refs());
  if (chosen === undefined) throw new RenderError(`unable to resolve '${targetRevision}' to a commit SHA`);
  const wanted = 'id' in chosen ? chosen.id : chosen.truncated;
  return network.once(['commit', place, wanted], () => open(wanted, repository));
}

interface RemoteRepository {
  readonly url: FetchUrl;
  /** The URL as text. */
  readonly place: string;
  readonly session: Session;
  readonly fetched: FetchedDirectory;
}

async function open(wanted: string, repository: RemoteRepository): Promise<Checkout> {
  const { place, session, fetched } = repository;
  const isKept = isFullId(wanted) && (await fetched.has(wanted));
  const directory = isKept ? fetched.pathOf(wanted) : await askForCommit(wanted, repository);
  const opened = await openRepository(directory, { ...session.settings, scratch: session.scratch });
  if (opened === undefined) throw new RenderError(`${directory} is no repository; remove it to fetch it again`);
  const commit = basename(directory);
  session.onDispose(opened.dispose);
  const checkout = await openCommit(commit, opened).catch(asRenderError);
  session.onDispose(checkout.dispose);
  return { ...checkout, prefix: `${place}/`, directory: () => checkout.directory().catch(asRenderError) };
}

/** @returns the directory of a repository that holds the commit of its name */
function askForCommit(wanted: string, { fetched, ...repository }: RemoteRepository): Promise<string> {
  return withRemote(repository, (remote) =>
    fetched.add(async (directory) => {
      await createEmptyRepository(directory);
      return fetchCommit(directory, remote, wanted);
    }),
  );
}

function askForRefs({ fetched, ...repository }: RemoteRepository): Promise<readonly ListedRef[]> {
  return withRemote(repository, (remote) =>
    fetched.draft(async (directory) => {
      await createEmptyRepository(directory);
      return listRefs(directory, remote);
    }),
  );
}

async function withRemote<Result>(
  { url, place, session }: Omit<RemoteRepository, 'fetched'>,
  work: (remote: Remote) => Promise<Result>,
): Promise<Result> {
  const { network, settings, limit } = session;
  const { scheme } = url;
  if (scheme !== 'https' && scheme !== 'http' && scheme !== 'ssh') {
    throw new RenderError(`git fetches by https, ssh and http only, not by ${scheme}`);
  }
  const { certificates, sshAgent } = network;
  const { searchPath, timeoutMs, signal } = settings;
  const remote = { url: place, protocol: scheme, certificates, sshAgent, searchPath, timeoutMs, signal };
  return limit(() => network.withProxy((proxy) => work({ ...remote, proxy })));
}

function asRenderError(error: unknown): never {
  throw error instanceof UsageError ? new RenderError(error.message) : error;
}
