import { readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SimpleGit } from 'simple-git';
import { UsageError } from '../model/errors.ts';
import { changedBetween, changedInWorkingTree } from './changed-paths.ts';
import { type Checkout, checkOut } from './check-out.ts';
import { type CommitTree, createCommitTree } from './commit-tree.ts';
import { type GitSettings, startGit } from './git-program.ts';
import { type GrepRequest, grep, grepLines } from './grep.ts';
import { describeFiles, type IndexEntry, listIndex, listOnDisk, type WorkingFile } from './list-files.ts';
import { findMissingSubmodules } from './missing-submodules.ts';
import { createPrivateGit, type PrivateGit } from './private-git.ts';
import { type CommitFiles, readCommit } from './read-commit.ts';
import { withoutCredentials } from './remote-url.ts';
import type { WorkingTree } from './working-tree.ts';

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
  /** All branches and tags with what they point to, as one text. */
  describeRefs(): Promise<string>;
  /** Names of all tags, without `refs/tags/`. */
  listTags(): Promise<readonly string[]>;
  /**
   * The files of a commit as they are stored, read from Git's objects when they are asked for, with those of its submodules as far
   * as these are here.
   *
   * @param commit full id
   * @throws UsageError when they cannot be listed
   */
  openTree(commit: string): Promise<CommitTree>;
  /**
   * Puts the files of a commit into a temporary directory, as they are stored: without filters, hooks or line ending rules.
   * Submodules whose files are not here are empty directories; a file of Git LFS has its content, where that is here.
   *
   * @throws UsageError when they cannot be read
   */
  checkOut(commit: string): Promise<Checkout>;
  /**
   * Submodules of the working tree that have no files there, and why, by their paths.
   *
   * @throws UsageError when git cannot tell
   */
  findMissingSubmodules(): Promise<ReadonlyMap<string, string>>;
  /**
   * Paths that differ between two commits, or between a commit and the working tree, sorted, each once: what was changed, added,
   * deleted, both names of what was renamed. Of a working tree these are also untracked and ignored files, and everything
   * that Git does not look at: the path of a submodule or a nested repository stands for all below it.
   *
   * @param from full id, as is `to`
   * @throws UsageError when git cannot tell
   */
  changedPaths(from: string, to?: string): Promise<readonly string[]>;
  /** @throws UsageError when git cannot tell, as when a pattern is none, or a file cannot be read */
  grep(request: GrepRequest): Promise<readonly string[]>;
  /** The same files, each with the lines that match. */
  grepLines(request: GrepRequest): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * What the links say that Git tracks in the working tree and in its submodules, by their paths.
   *
   * @throws UsageError when git cannot tell
   */
  listLinks(): Promise<ReadonlyMap<string, string>>;
  /**
   * All files of the working tree, sorted, also those that are ignored. Nested repositories, to which submodules belong, are
   * not looked into.
   *
   * @throws UsageError when git cannot tell, as when a directory cannot be read
   */
  listFiles(): Promise<readonly WorkingFile[]>;
  /** Removes what reading needed in temporary directories; checkouts are disposed of on their own. */
  dispose(): Promise<void>;
}

export interface RepositorySettings extends GitSettings {
  /** Where checkouts are put; the system's temporary directory when not given. */
  readonly scratch?: string | undefined;
}

/**
 * Opens the repository whose `.git` lies in a directory.
 *
 * @param root absolute path of the work tree
 * @returns nothing when Git does not take it for a repository, or is not installed
 */
export async function openRepository(root: string, settings: RepositorySettings): Promise<Repository | undefined> {
  const git = startGit({ gitDirectory: join(root, '.git'), workTree: root }, settings);
  let objects: string;
  try {
    objects = resolve(root, (await git.raw(['rev-parse', '--git-path', 'objects'])).trim());
  } catch {
    return undefined;
  }
  const [format = 'sha1', url, revision] = await Promise.all([
    answer(git, ['rev-parse', '--show-object-format']),
    answer(git, ['config', '--get', 'remote.origin.url']),
    answer(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
  ]);
  const opened = new Map<string, Promise<PrivateGit>>();
  const openObjects = (directory: string) => {
    const own = opened.get(directory) ?? createPrivateGit({ objects: directory, format }, settings.scratch, settings);
    opened.set(directory, own);
    return own;
  };
  const openGit = () => openObjects(objects);
  const commits = new Map<string, Promise<CommitFiles>>();
  const read = async (commit: string) => {
    // Those of a further work tree are its own.
    const own = await answer(git, ['rev-parse', '--git-path', 'modules']);
    const common = resolve(root, (await answer(git, ['rev-parse', '--git-common-dir'])) ?? '.git');
    const modules = new Set([join(common, 'modules'), ...(own === undefined ? [] : [resolve(root, own)])]);
    const source = { git: await openGit(), modules: [...modules], lfs: join(common, 'lfs') };
    return readCommit(source, commit, openObjects);
  };
  const readOnce = (commit: string) => {
    const files = commits.get(commit) ?? read(commit);
    commits.set(commit, files);
    return files;
  };
  const workingTree = async (): Promise<WorkingTree> => ({
    root,
    indexFile: resolve(root, (await git.raw(['rev-parse', '--git-path', 'index'])).trim()),
  });
  // Several questions are about these; a run takes the working tree for what it was when it first looked.
  const index = once(async () => listIndex(await openGit(), await workingTree()));
  const onDisk = once(async () => listOnDisk(await openGit(), await workingTree()));
  const trees = new Map<string, Promise<CommitTree>>();
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
    describeRefs: async () => (await answer(git, ['for-each-ref', '--format=%(refname) %(objectname)'])) ?? '',
    listTags: async () => ((await answer(git, ['tag', '--list'])) ?? '').split('\n').filter((name) => name !== ''),
    openTree(commit) {
      const tree = trees.get(commit) ?? readOnce(commit).then(createCommitTree);
      trees.set(commit, tree);
      return tree;
    },
    checkOut: async (commit) => checkOut((await readOnce(commit)).parts, settings.scratch),
    findMissingSubmodules: async () => findMissingSubmodules(await openGit(), await workingTree()),
    async changedPaths(from, to) {
      const own = await openGit();
      if (to !== undefined) return changedBetween(own, from, to);
      const [known, there] = await Promise.all([index(), onDisk()]);
      return changedInWorkingTree(own, from, await workingTree(), { index: known, onDisk: there });
    },
    grep: async (request) => grep(await openGit(), request, root),
    grepLines: async (request) => grepLines(await openGit(), request, root),
    listLinks: async () => readLinks(root, await index(), settings),
    async listFiles() {
      const [there, known] = await Promise.all([onDisk(), index()]);
      return describeFiles(there, known);
    },
    async dispose() {
      for (const own of opened.values()) await (await own.catch(() => undefined))?.dispose();
    },
  };
}

async function readLinks(
  root: string,
  index: readonly IndexEntry[],
  settings: RepositorySettings,
): Promise<ReadonlyMap<string, string>> {
  const links = new Map<string, string>();
  for (const { path, mode } of index) {
    const target = mode === '120000' ? readLink(join(root, path)) : undefined;
    if (target !== undefined) links.set(path, target);
    const submodule = mode === '160000' ? await openRepository(join(root, path), settings) : undefined;
    try {
      for (const [inner, says] of (await submodule?.listLinks()) ?? []) links.set(`${path}/${inner}`, says);
    } finally {
      await submodule?.dispose();
    }
  }
  return links;
}

/** What a link says; nothing when it is gone, or is none any more. */
function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function once<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let answer: Promise<Result> | undefined;
  return () => {
    answer ??= ask();
    return answer;
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
