import { mkdir, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { GitError, type SimpleGit, simpleGit } from 'simple-git';
import { RenderError } from '../model/errors.ts';
import { maskTokens } from '../model/mask.ts';

/** A repository elsewhere, and how it is reached. Whether it may be is decided before. */
export interface Remote {
  /** URL of https, http or ssh, or `user@host:path`, without credentials. */
  readonly url: string;
  /** The only protocol that git may speak. */
  readonly protocol: 'https' | 'http' | 'ssh';
  /** Value of HTTP_PROXY and HTTPS_PROXY. */
  readonly proxy: string;
  /** Value of PATH, where git and ssh are looked for. */
  readonly searchPath: string;
  /** File with the certificates to trust, the system's when not given. */
  readonly certificates?: string | undefined;
  /** Value of SSH_AUTH_SOCK. */
  readonly sshAgent?: string | undefined;
  /** For one command of git. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A reference of a remote repository; an annotated tag with the id of what it is put on. */
export interface ListedRef {
  readonly name: string;
  readonly id: string;
}

/**
 * Makes an empty repository to fetch into: nothing is inherited, redirects are not followed, and no hook, submodule or other
 * program is configured.
 *
 * @param directory absolute path of an existing directory; the repository will be its `.git`
 */
export async function createEmptyRepository(directory: string): Promise<void> {
  const home = join(directory, '.git');
  await mkdir(join(home, 'objects', 'info'), { recursive: true, mode: 0o700 });
  await mkdir(join(home, 'refs'), { mode: 0o700 });
  await writeFile(join(home, 'HEAD'), 'ref: refs/heads/none\n');
  await writeFile(join(home, 'config'), CONFIG);
}

const CONFIG = `[core]
\trepositoryformatversion = 0
[http]
\tfollowRedirects = false
\tproxyAuthMethod = basic
[gc]
\tauto = 0
[maintenance]
\tauto = false
[fetch]
\trecurseSubmodules = false
`;

/**
 * The references of a remote, in its order.
 *
 * @param directory of `createEmptyRepository`
 * @throws RenderError with git's own reason
 */
export async function listRefs(directory: string, remote: Remote): Promise<readonly ListedRef[]> {
  const text = await run(directory, remote, ['ls-remote', '--', remote.url]);
  const refs = new Map<string, ListedRef>();
  for (const line of text.split('\n')) {
    const [, id, name] = /^([0-9a-f]{40,64})\t(\S+)$/.exec(line) ?? [];
    if (id === undefined || name === undefined) continue;
    // What an annotated tag is put on stands behind it.
    refs.set(name.replace(/\^\{\}$/, ''), { name: name.replace(/\^\{\}$/, ''), id });
  }
  return [...refs.values()];
}

/**
 * Fetches a commit, alone where the remote lets that be, else with all branches and tags.
 *
 * @param revision full id, or the beginning of one
 * @returns its full id
 * @throws RenderError with git's own reason
 */
export async function fetchCommit(directory: string, remote: Remote, revision: string): Promise<string> {
  const options = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
  if (revision.length >= 40) {
    try {
      await run(directory, remote, [...options, '--depth=1', '--end-of-options', remote.url, revision]);
      return await resolve(directory, remote, revision);
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      // Not every server can cut history, or gives out what no reference names.
    }
  }
  const all = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
  await run(directory, remote, [...options, '--end-of-options', remote.url, ...all]);
  return resolve(directory, remote, revision);
}

async function resolve(directory: string, remote: Remote, revision: string): Promise<string> {
  const object = `${revision}^{commit}`;
  const found = await run(directory, remote, ['rev-parse', '--verify', '--end-of-options', object]).catch(noText);
  const id = found.trim();
  if (!/^[0-9a-f]{40,64}$/.test(id)) {
    throw new RenderError(`${revision}: no branch or tag of ${remote.url} leads to such a commit`);
  }
  return id;
}

function noText(error: unknown): string {
  if (error instanceof RenderError) return '';
  throw error;
}

async function run(directory: string, remote: Remote, args: readonly string[]): Promise<string> {
  const { signal, timeoutMs } = remote;
  const late = AbortSignal.timeout(timeoutMs);
  try {
    return await startGit(directory, remote, AbortSignal.any([late, ...(signal === undefined ? [] : [signal])])).raw([
      ...args,
    ]);
  } catch (error) {
    signal?.throwIfAborted();
    if (late.aborted) throw new RenderError(`git: no answer from ${remote.url} after ${timeoutMs / 1000} s`);
    if (error instanceof GitError && /\bspawn git ENOENT\b/.test(error.message)) {
      throw new RenderError('git was not found on PATH, and fetching a repository needs it');
    }
    if (error instanceof GitError) throw new RenderError(`git: ${explain(error.message, remote)}`, { cause: error });
    throw error;
  }
}

/** Git says the cause first and advice behind it; what the server says comes as lines with `remote:`. */
function explain(text: string, { proxy }: Remote): string {
  const lines = text.split('\n').map((line) => line.trim());
  const cause = lines.find((line) => /^(?:fatal|error|ssh):/.test(line)) ?? lines.find((line) => line !== '') ?? '';
  return maskTokens(cause.replace(/^(?:fatal|error): /, '').replaceAll(proxy, 'the proxy')).replaceAll(
    /[\p{Cc}\p{Cf}]+/gu,
    ' ',
  );
}

function startGit(directory: string, remote: Remote, abort: AbortSignal): SimpleGit {
  const variables = environmentOf(directory, remote);
  return simpleGit({
    baseDir: directory,
    abort,
    allowEnvironment: Object.keys(variables),
    // The configuration that is named is none, and the command for SSH is ours.
    unsafe: { allowUnsafeConfigPaths: true, allowUnsafeSshCommand: true },
  }).env(variables);
}

function environmentOf(directory: string, remote: Remote): Record<string, string> {
  const { protocol, proxy, searchPath, certificates, sshAgent } = remote;
  return {
    PATH: searchPath.split(':').filter(isAbsolute).join(':') || '/dev/null',
    LC_ALL: 'C',
    GIT_DIR: join(directory, '.git'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: protocol,
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=30',
    http_proxy: proxy,
    https_proxy: proxy,
    ...(certificates === undefined ? {} : { GIT_SSL_CAINFO: certificates }),
    ...(sshAgent === undefined ? {} : { SSH_AUTH_SOCK: sshAgent }),
  };
}
