import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openRepository, type Repository } from '../../src/git/repository.ts';
import { temporaryDirectory } from '../files/temporary-directory.ts';

/** Runs git with nothing of this machine's configuration, and gives back what it prints. */
export function git(root: string, ...args: string[]): string {
  const output = execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      LC_ALL: 'C',
      HOME: root,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    },
  });
  return output.trim();
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** An empty repository with the branch `main`. */
export function emptyRepository(root: string = temporaryDirectory()): string {
  git(root, 'init', '--quiet', '--initial-branch=main');
  return root;
}

/** A repository with one commit. */
export function repositoryWith(files: Files, directory?: string): string {
  const root = emptyRepository(directory);
  commit(root, files);
  return root;
}

/** Commits files, and gives back the id of the commit. */
export function commit(root: string, files: Files, message = 'change'): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const paths = Object.keys(files);
  if (paths.length > 0) git(root, '--literal-pathspecs', 'add', '--', ...paths);
  git(root, 'commit', '--quiet', '--allow-empty', '-m', message);
  return git(root, 'rev-parse', 'HEAD');
}

/** The repository as we see it, with what it needs removed when the test is over. */
export async function open(root: string): Promise<Repository> {
  const repository = await openRepository(root, { searchPath: process.env.PATH ?? '' });
  if (repository === undefined) throw new Error('expected a repository');
  onTestFinished(() => repository.dispose());
  return repository;
}

/** A program that leaves a file where it was run, and hands on what it reads. */
export function trap(): { readonly command: string; readonly isSprung: () => boolean; readonly reset: () => void } {
  const canary = join(temporaryDirectory(), 'canary');
  const command = join(temporaryDirectory(), 'trap');
  writeFileSync(command, `#!/bin/sh\necho run >> '${canary}'\ncat\n`, { mode: 0o755 });
  return { command, isSprung: () => existsSync(canary), reset: () => rmSync(canary, { force: true }) };
}

/** Configures a repository to run a program at every occasion that Git has. */
export function armWith(root: string, command: string): void {
  const hooks = join(root, '.git', 'armed-hooks');
  mkdirSync(hooks, { recursive: true });
  for (const name of ['post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
    writeFileSync(join(hooks, name), `#!/bin/sh\nexec ${command} < /dev/null\n`, { mode: 0o755 });
  }
  for (const filter of ['smudge', 'clean', 'process']) git(root, 'config', `filter.trap.${filter}`, command);
  git(root, 'config', 'diff.trap.textconv', command);
  git(root, 'config', 'diff.trap.command', command);
  git(root, 'config', 'diff.external', command);
  git(root, 'config', 'core.hooksPath', hooks);
  git(root, 'config', 'core.fsmonitor', command);
  git(root, 'config', 'core.pager', command);
  mkdirSync(join(root, '.git', 'info'), { recursive: true });
  writeFileSync(join(root, '.git', 'info', 'attributes'), '* filter=trap diff=trap\n');
}

/** Everything below a directory: mode, time of the last change and content of each file. */
export function listing(directory: string): Readonly<Record<string, string>> {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(paths.map((path) => [path, describe(join(directory, path))]));
}

function describe(path: string): string {
  const { mode, mtimeMs } = lstatSync(path);
  return `${mode.toString(8)} ${mtimeMs} ${contentOf(path)}`;
}

function contentOf(path: string): string {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  return entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
}
