import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { findEmptySubmodules } from '../applications/submodules.ts';
import { digestFile } from '../cache/digest.ts';
import { NO_CACHE, openRenderCache, type RenderCache } from '../cache/render-cache.ts';
import { type Absent, NOTHING_ABSENT, withAbsent } from '../files/absent-files.ts';
import { openFileTree } from '../files/file-tree.ts';
import { findScope } from '../files/find-root.ts';
import { scratchDirectory } from '../files/scratch.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { UsageError } from '../model/errors.ts';
import type { FileTree } from '../model/ports.ts';
import { findRenderers, type Renderers, requireRenderer } from '../render/renderers.ts';
import { createSandbox, type Sandbox } from '../render/sandbox.ts';
import type { Checkout } from './checkout.ts';
import { createLinkCheck, findLinksIn } from './forbidden-link.ts';
import { createNetwork, type NetworkSettings, type SessionNetwork } from './network.ts';
import { openRevision } from './open-revision.ts';

/** What a run works with. Every field has a value: defaults are the caller's matter. */
export interface SessionSettings extends NetworkSettings {
  /** Files and directories, absolute or relative to the working directory; `-` for standard input. */
  readonly paths: readonly string[];
  readonly workingDirectory: string;
  /** Name of the configuration file that makes a named directory a repository of its own. */
  readonly configFile?: string | undefined;
  /** Revision to render instead of the working tree. */
  readonly revision?: string | undefined;
  /** Explicit programs; see `RendererSettings`. */
  readonly helm?: string | undefined;
  readonly kustomize?: string | undefined;
  /** Value of PATH, where helm, kustomize and git are looked for. */
  readonly searchPath: string;
  /** Where unpacked programs are kept. */
  readonly cacheDirectory: string;
  /** Whether outputs of renders are kept there, and taken from there. */
  readonly cachesRenders?: boolean | undefined;
  /** For one render. */
  readonly timeoutMs: number;
  /** Renders at once. */
  readonly jobs: number;
  readonly kubeVersion?: string | undefined;
  readonly apiVersions: readonly string[];
  /** All of it, or a little more than `maxBytes` when it is longer. */
  readonly readStandardInput: (maxBytes: number) => Promise<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

/** A run in progress: the files it is about and the programs it may start. */
export interface Session {
  readonly settings: SessionSettings;
  /** Absolute path of the repository's files, also where another revision of them is looked at. */
  readonly root: string;
  /** What was asked for, relative to the root. */
  readonly paths: readonly string[];
  readonly tree: FileTree;
  readonly sandbox: Sandbox;
  /** Full id of the commit whose files these are; nothing for the working tree. */
  readonly commit: string | undefined;
  /** The files at the root, with the commit that they belong to as far as that is known. */
  readonly checkout: () => Promise<Checkout>;
  /** Lets as many renderers run at once as the settings allow. */
  readonly limit: <Result>(run: () => Promise<Result>) => Promise<Result>;
  /** Outputs of earlier renders. */
  readonly cache: RenderCache;
  /** Version and content of a renderer, which decide what it makes of the same input. */
  readonly rendererDigest: (program: 'helm' | 'kustomize') => Promise<string>;
  /** What may be fetched, and how. */
  readonly network: SessionNetwork;
  /** Where throw-away copies are put. */
  readonly scratch: string;
  /** The Git repository, opened when first asked; nothing where there is none. */
  readonly repository: () => Promise<Repository | undefined>;
  /** Looks for them when first asked, or when the report wants their versions. */
  readonly renderers: () => Promise<Renderers>;
  /** Has work done when the session ends, such as removing a directory. */
  readonly onDispose: (work: () => Promise<void>) => void;
  /** Removes what the run left in temporary directories. */
  dispose(): Promise<void>;
}

/** @throws UsageError when a path or the revision does not exist, or a pattern of what may be fetched is none */
export async function openSession(settings: SessionSettings): Promise<Session> {
  const { root, paths } = findScope(settings.paths, settings.workingDirectory, settings.configFile);
  const network = createNetwork(settings);
  const scratch = scratchDirectory();
  const sandbox = await createSandbox();
  const limit = pLimit(settings.jobs);
  const digests = new Map<string, Promise<string>>();
  const cleanups: (() => Promise<void>)[] = [
    () => sandbox.dispose(),
    async () => (await repository?.catch(() => undefined))?.dispose(),
  ];
  let renderers: Promise<Renderers> | undefined;
  let repository: Promise<Repository | undefined> | undefined;
  let absent: Promise<Absent> | undefined;
  const files = openFileTree(root);
  const findAbsent = () => {
    absent ??= findAbsentIn(files, session.repository);
    return absent;
  };
  const forbiddenLink = createLinkCheck(async () => findLinksIn(root, await session.repository()));
  const session: Session = {
    settings,
    root,
    paths,
    commit: undefined,
    tree: withAbsent(files, findAbsent),
    sandbox,
    network,
    scratch,
    limit: (run) => limit(run),
    cache: settings.cachesRenders === true ? openRenderCache(join(settings.cacheDirectory, 'renders')) : NO_CACHE,
    rendererDigest: (program) => {
      let digest = digests.get(program);
      if (digest === undefined) {
        digest = digestRenderer(program, session.renderers());
        digests.set(program, digest);
      }
      return digest;
    },
    checkout: async () => ({
      tree: session.tree,
      revision: (await session.repository())?.revision ?? '',
      prefix: '',
      directory: () => realpath(root),
      absent: findAbsent,
      forbiddenLink,
    }),
    repository: () => {
      repository ??= openRepository(root, { ...settings, scratch });
      return repository;
    },
    renderers: () => {
      renderers ??= findRenderers(rendererSettings(settings), sandbox);
      return renderers;
    },
    onDispose: (work) => void cleanups.push(work),
    dispose: async () => {
      for (const work of cleanups.splice(0).reverse()) await work();
    },
  };
  if (settings.revision === undefined) return session;
  try {
    return await openOnRevision(settings.revision, session);
  } catch (error) {
    await session.dispose();
    throw error;
  }
}

async function openOnRevision(revision: string, session: Session): Promise<Session> {
  const at = await atRevision('--revision', revision, session);
  for (const [index, path] of session.paths.entries()) {
    if (at.session.paths.includes(path)) continue;
    await at.dispose();
    throw new UsageError(`${session.settings.paths[index]}: does not exist at ${revision}`);
  }
  return {
    ...at.session,
    async dispose() {
      await at.dispose();
      await session.dispose();
    },
  };
}

/** A session on another revision of a repository. */
export interface RevisionSession {
  /** Full id of the commit. */
  readonly commit: string;
  readonly session: Session;
  /** Removes the checkout. */
  dispose(): Promise<void>;
}

/**
 * A session on another revision of the same repository, which borrows the renderers of the first. Paths that do not exist
 * there are left out.
 *
 * @param option that asks for it, for messages
 * @throws UsageError when there is no such revision, or no repository
 */
export async function atRevision(option: string, revision: string, session: Session): Promise<RevisionSession> {
  const checkout = await openRevision(option, revision, session.root, await session.repository());
  const { tree, revision: commit, dispose } = checkout;
  const paths: string[] = [];
  for (const path of session.paths) if ((await tree.typeOf(path)) !== undefined) paths.push(path);
  return {
    commit,
    session: { ...session, tree, paths, commit, checkout: async () => checkout, dispose: async () => {} },
    dispose,
  };
}

/** Submodules of a working tree without files; Argo CD fetches them where a `.gitmodules` names some. */
async function findAbsentIn(files: FileTree, openRepository: Session['repository']): Promise<Absent> {
  if ((await files.typeOf('.gitmodules')) !== 'file') return NOTHING_ABSENT;
  const repository = await openRepository();
  if (repository === undefined) {
    const empty = await findEmptySubmodules(files);
    const reason = 'is a submodule, and its files are not here';
    return { directories: new Map(empty.map((path) => [path, reason])), links: new Map() };
  }
  const directories = await repository.findMissingSubmodules();
  return directories.size === 0 ? NOTHING_ABSENT : { directories, links: await repository.listLinks() };
}

async function digestRenderer(program: 'helm' | 'kustomize', renderers: Promise<Renderers>): Promise<string> {
  const { file, version } = requireRenderer((await renderers)[program]);
  return `${program} ${version} ${await digestFile(file)}`;
}

function rendererSettings({ helm, kustomize, searchPath, cacheDirectory, workingDirectory }: SessionSettings) {
  return {
    searchPath,
    cacheDirectory,
    workingDirectory,
    ...(helm === undefined ? {} : { helm }),
    ...(kustomize === undefined ? {} : { kustomize }),
  };
}
