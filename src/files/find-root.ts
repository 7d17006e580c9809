import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { STDIN } from '../model/target.ts';

/** The directory that a run is about, and what in it was asked for. */
export interface Scope {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, with `/`; `-` for standard input. */
  readonly paths: readonly string[];
}

/**
 * The repository that holds the given paths; where there is none, the working directory if they lie in it, else the
 * deepest directory that holds them all. Paths in the report are relative to it. A directory that was named and has a
 * configuration of its own is taken for a repository of its own, wherever it lies.
 *
 * @param configFile name of that configuration
 * @throws UsageError for a path that does not exist
 */
export function findScope(paths: readonly string[], workingDirectory: string, configFile?: string): Scope {
  const absolute = paths.map((path) => (path === STDIN ? STDIN : resolve(workingDirectory, path)));
  const onDisk = absolute.filter((path) => path !== STDIN);
  for (const [index, path] of absolute.entries()) {
    if (path !== STDIN && !existsSync(path)) throw new UsageError(`${paths[index]}: no such file or directory`);
  }
  const directories = onDisk.map((path) => (statSync(path).isDirectory() ? path : dirname(path)));
  const shared = directories.length === 0 ? workingDirectory : directories.reduce(commonDirectory);
  const named =
    onDisk.length === 1 && onDisk[0] === shared && configFile !== undefined && existsSync(join(shared, configFile))
      ? shared
      : undefined;
  const root = named ?? findRepository(shared) ?? (isAncestor(workingDirectory, shared) ? workingDirectory : shared);
  return {
    root,
    paths: absolute.map((path) => (path === STDIN ? STDIN : relativePath(root, path))),
  };
}

/** With `/`; a file called `-` keeps a directory before its name, so that it is not standard input. */
function relativePath(root: string, path: string): string {
  const inner = relative(root, path).split(sep).join('/') || '.';
  return inner === STDIN ? `./${inner}` : inner;
}

function commonDirectory(a: string, b: string): string {
  let common = a;
  while (!isAncestor(common, b)) common = dirname(common);
  return common;
}

function isAncestor(directory: string, path: string): boolean {
  return relative(directory, path).split(sep)[0] !== '..';
}

/** The nearest directory upwards with a `.git` in it, which is a file in worktrees and submodules. */
function findRepository(start: string): string | undefined {
  for (let directory = start; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return directory;
    if (directory === dirname(directory)) return undefined;
  }
}
