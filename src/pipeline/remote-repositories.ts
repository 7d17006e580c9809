import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { chooseRef, isFullId } from '../applications/revisions/choose-ref.ts';
import { type FetchUrl, readFetchUrl, writeFetchUrl } from '../fetch/fetch-url.ts';
import { openFileTree } from '../files/file-tree.ts';
import { createEmptyRepository, fetchCommit, type ListedRef, listRefs, type Remote } from '../git/remote.ts';
import { openRepository } from '../git/repository.ts';
import { RenderError, UsageError } from '../model/errors.ts';
import type { Checkout } from './checkout.ts';
import { type FetchedDirectory, openFetchedDirectory } from './fetched-directory.ts';
import type { Session } from './session.ts';

/** Fetches the files of other repositories: what each URL offers, and each commit, once in a run. */
export type FetchRepository = (repoUrl: string, targetRevision: string) => Promise<Checkout>;

/**
 * Fetches what an Application names, by Argo CD's rules for revisions, in as little history as the server lets.
 *
 * The URL must be allowed.
 *
 * @throws RenderError, from the function that is returned, with git's own reason
 */
export function createRemoteRepositories(session: Session): FetchRepository {
  const repositories = new Map<string, RemoteRepository>();
  return (repoUrl, targetRevision) => {
    const url = readFetchUrl(repoUrl);
    if ('problem' in url) throw new RenderError(`${repoUrl} ${url.problem}`);
    const place = writeFetchUrl(url);
    const repository = repositories.get(place) ?? new RemoteRepository(url, session);
    repositories.set(place, repository);
    return repository.checkOut(targetRevision);
  };
}

class RemoteRepository {
  private readonly url: FetchUrl;
  private readonly session: Session;
  private readonly checkouts = new Map<string, Promise<Checkout>>();
  private refs: Promise<readonly ListedRef[]> | undefined;

  constructor(url: FetchUrl, session: Session) {
    this.url = url;
    this.session = session;
  }

  async checkOut(revision: string): Promise<Checkout> {
    const fetched = await openFetchedDirectory('git', writeFetchUrl(this.url), this.session);
    const chosen = chooseRef(revision, isFullId(revision) ? [] : await this.listRefs(fetched));
    if (chosen === undefined) throw new RenderError(`unable to resolve '${revision}' to a commit SHA`);
    const wanted = 'id' in chosen ? chosen.id : chosen.truncated;
    // Several revisions may mean one commit.
    const checkout = this.checkouts.get(wanted) ?? this.open(wanted, fetched);
    this.checkouts.set(wanted, checkout);
    return checkout;
  }

  private async open(wanted: string, fetched: FetchedDirectory): Promise<Checkout> {
    const { session } = this;
    const isKept = isFullId(wanted) && (await fetched.has(wanted));
    const directory = isKept ? fetched.pathOf(wanted) : await this.fetch(wanted, fetched);
    const repository = await openRepository(directory, { ...session.settings, scratch: session.scratch });
    if (repository === undefined) throw new RenderError(`${directory} is no repository; remove it to fetch it again`);
    const commit = basename(directory);
    const { directory: tree, dispose } = await repository.checkOut(commit).catch(asRenderError);
    session.onDispose(dispose);
    const root = realpathSync(tree);
    return { root, tree: openFileTree(root), revision: commit, prefix: `${writeFetchUrl(this.url)}/` };
  }

  /** @returns the directory of a repository that holds the commit of its name */
  private fetch(wanted: string, fetched: FetchedDirectory): Promise<string> {
    return this.withRemote((remote) =>
      fetched.add(async (directory) => {
        await createEmptyRepository(directory);
        return fetchCommit(directory, remote, wanted);
      }),
    );
  }

  private listRefs(fetched: FetchedDirectory): Promise<readonly ListedRef[]> {
    this.refs ??= this.withRemote((remote) =>
      fetched.draft(async (directory) => {
        await createEmptyRepository(directory);
        return listRefs(directory, remote);
      }),
    );
    return this.refs;
  }

  private withRemote<Result>(work: (remote: Remote) => Promise<Result>): Promise<Result> {
    const { network, settings, limit } = this.session;
    const { scheme } = this.url;
    if (scheme !== 'https' && scheme !== 'http' && scheme !== 'ssh') {
      throw new RenderError(`git fetches by https, ssh and http only, not by ${scheme}`);
    }
    const { certificates, sshAgent } = network;
    const { searchPath, timeoutMs, signal } = settings;
    const remote = {
      url: writeFetchUrl(this.url),
      protocol: scheme,
      certificates,
      sshAgent,
      searchPath,
      timeoutMs,
      signal,
    };
    return limit(() => network.withProxy((proxy) => work({ ...remote, proxy })));
  }
}

function asRenderError(error: unknown): never {
  throw error instanceof UsageError ? new RenderError(error.message) : error;
}
