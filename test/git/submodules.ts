import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from '../files/temporary-directory.ts';
import { commit, type Files, git, repositoryWith } from './fixture.ts';

/** Adds a repository as a submodule, as `git submodule add` does, and commits that. */
export function addSubmodule(root: string, path: string, files: Files, ...more: readonly string[]): string {
  const origin = repositoryWith(files);
  return addExisting(root, path, origin, ...more);
}

export function addExisting(root: string, path: string, origin: string, ...more: readonly string[]): string {
  git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', ...more, origin, path);
  git(root, 'commit', '--quiet', '-m', `submodule ${path}`);
  return origin;
}

/** A clone with its submodules, as far as they are asked for. */
export function cloneOf(origin: string, ...submodules: readonly string[]): string {
  const clone = join(temporaryDirectory(), 'clone');
  git(origin, 'clone', '--quiet', origin, clone);
  const update = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init', '--recursive'];
  for (const path of submodules) git(clone, ...update, '--', path);
  return clone;
}

/** Commits a submodule that nobody has, with what `.gitmodules` says. */
export function commitGitlink(root: string, path: string, modules: string, id = 'a'.repeat(40)): string {
  git(root, 'update-index', '--add', '--cacheinfo', `160000,${id},${path}`);
  mkdirSync(join(root, path), { recursive: true });
  mkdirSync(dirname(join(root, '.gitmodules')), { recursive: true });
  writeFileSync(join(root, '.gitmodules'), modules);
  return commit(root, { '.gitmodules': modules });
}
