import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import { UsageError } from '../model/errors.ts';

/** A Git repository whose history is read. Nothing in it is changed, nothing is fetched. */
export interface Repository {
  /** URL of the remote `origin` without credentials, if there is one. */
  readonly url: string | undefined;
  /** Full id of the commit that is checked out; nothing before the first commit. */
  readonly revision: string | undefined;
  /**
   * Full id of a commit by any name that Git knows.
   *
   * @throws UsageError when there is no such commit here
   */
  resolve(revision: string): Promise<string>;
  /** Full id of the commit that a tag names; nothing when there is no such tag, or a branch of the same name. */
  findTag(name: string): Promise<string | undefined>;
  /** Names of all tags, without `refs/tags/`. */
  listTags(): Promise<readonly string[]>;
  /**
   * Puts the files of a commit into a temporary directory, as they are stored: without filters, hooks or line ending rules,
   * and without submodules.
   *
   * @throws UsageError when they cannot be read
   */
  checkOut(commit: string): Promise<Checkout>;
}

export interface Checkout {
  /** Absolute path. */
  readonly directory: string;
  dispose(): Promise<void>;
}

export interface RepositorySettings {
  /** Value of PATH, where git is looked for. */
  readonly searchPath: string;
  /** Where checkouts are put; the system's temporary directory when not given. */
  readonly scratch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens the repository whose `.git` lies in a directory.
 *
 * @param root absolute path of the work tree
 * @returns nothing when Git does not take it for a repository, or is not installed
 */
export async function openRepository(root: string, settings: RepositorySettings): Promise<Repository | undefined> {
  const git = startGit(root, join(root, '.git'), settings);
  let objects: string;
  try {
    objects = resolve(root, (await git.raw(['rev-parse', '--git-path', 'objects'])).trim());
  } catch {
    return undefined;
  }
  const format = (await answer(git, ['rev-parse', '--show-object-format'])) ?? 'sha1';
  const url = await answer(git, ['config', '--get', 'remote.origin.url']);
  const revision = await answer(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  return {
    url: url === undefined ? undefined : withoutCredentials(url),
    revision,
    async resolve(name) {
      const commit = await answer(git, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
      // Ranges and exclusions are no commit, although Git knows them.
      if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit))
        throw new UsageError(`${name}: no such commit in this repository (is it a shallow clone?)`);
      return commit;
    },
    async findTag(name) {
      const isBranch = await answer(git, ['rev-parse', '--verify', '--quiet', `refs/heads/${name}`]);
      if (isBranch !== undefined) return undefined;
      return answer(git, ['rev-parse', '--verify', '--quiet', `refs/tags/${name}^{commit}`]);
    },
    listTags: async () => ((await answer(git, ['tag', '--list'])) ?? '').split('\n').filter((name) => name !== ''),
    checkOut: (commit) => checkOut({ objects, format }, commit, settings),
  };
}

/** What git prints; nothing when it fails or prints nothing. */
async function answer(git: SimpleGit, args: readonly string[]): Promise<string | undefined> {
  try {
    const text = (await git.raw([...args])).trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * Works in an empty repository of its own that only borrows the objects: no setting of the real one is in force, so that
 * no filter, hook or file system monitor that somebody configured there is started.
 */
async function checkOut(
  { objects, format }: ObjectStore,
  commit: string,
  settings: RepositorySettings,
): Promise<Checkout> {
  const home = await mkdtemp(join(settings.scratch ?? tmpdir(), 'pss-gate-'));
  const dispose = () => rm(home, { recursive: true, force: true });
  const directory = join(home, 'tree');
  const gitDirectory = join(home, 'git');
  try {
    await mkdir(directory, { mode: 0o700 });
    await mkdir(join(gitDirectory, 'objects', 'info'), { recursive: true, mode: 0o700 });
    await mkdir(join(gitDirectory, 'refs'), { mode: 0o700 });
    await writeFile(join(gitDirectory, 'HEAD'), 'ref: refs/heads/none\n');
    await writeFile(join(gitDirectory, 'objects', 'info', 'alternates'), `${objects}\n`);
    await mkdir(join(gitDirectory, 'info'), { mode: 0o700 });
    await writeFile(join(gitDirectory, 'info', 'attributes'), BYTES_AS_STORED);
    await writeFile(join(gitDirectory, 'config'), configFor(format));
    const git = startGit(directory, gitDirectory, settings);
    await git.raw(['read-tree', '--end-of-options', commit]);
    await git.raw(['checkout-index', '--all', '--force']);
    return { directory, dispose };
  } catch (error) {
    await dispose();
    settings.signal?.throwIfAborted();
    throw new UsageError(
      `${commit}: its files cannot be read from this repository (is it a partial clone?): ${firstLine(error)}`,
    );
  }
}

/** Attributes that a repository brings along change bytes on the way out; those in this place come first. */
const BYTES_AS_STORED = '* -text -ident -filter !eol !working-tree-encoding\n';

interface ObjectStore {
  /** Absolute path of the objects. */
  readonly objects: string;
  /** How objects are named: `sha1` or `sha256`. */
  readonly format: string;
}

function configFor(format: string): string {
  return format === 'sha1' ? '' : `[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = ${format}\n`;
}

function firstLine(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n');
  return lines[0] ?? '';
}

/** Names that git may see in its environment. */
const ALLOWED_ENVIRONMENT = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_TERMINAL_PROMPT',
  'GIT_OPTIONAL_LOCKS',
  'GIT_ALLOW_PROTOCOL',
];

/** Without output for so long, git is taken to hang. */
const TIMEOUT_MS = 120_000;

function startGit(workTree: string, gitDirectory: string, { searchPath, signal }: RepositorySettings): SimpleGit {
  return simpleGit({
    baseDir: workTree,
    timeout: { block: TIMEOUT_MS },
    allowEnvironment: ALLOWED_ENVIRONMENT,
    // The paths of configuration files are ours: they name none.
    unsafe: { allowUnsafeConfigPaths: true },
    ...(signal === undefined ? {} : { abort: signal }),
  }).env({
    // An empty PATH means the current directory, and with it the repository.
    PATH: searchPath.split(':').filter(isAbsolute).join(':') || '/dev/null',
    LC_ALL: 'C',
    GIT_DIR: gitDirectory,
    GIT_WORK_TREE: workTree,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ALLOW_PROTOCOL: 'none',
  });
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}
