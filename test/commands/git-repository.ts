import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

type Files = Readonly<Record<string, string>>;

/**
 * A repository with a commit for each set of files, the last checked out. A set replaces the one before; a file that it
 * does not have is deleted.
 */
export async function makeGitRepository(...commits: readonly Files[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'pss-gate-test-'));
  git(root, 'init', '--quiet', '--initial-branch=main');
  let previous: Files = {};
  for (const [index, files] of commits.entries()) {
    for (const path of Object.keys(previous)) if (!(path in files)) rmSync(join(root, path));
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--allow-empty', '--message', `commit ${index}`);
    previous = files;
  }
  return root;
}

export function git(root: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
}

let path: string | undefined;

/** A PATH with git and nothing else, so that renderers are the bundled ones as in all other tests. */
export function pathWithGit(): string {
  if (path !== undefined) return path;
  const program = (process.env.PATH ?? '')
    .split(delimiter)
    .map((each) => join(each, 'git'))
    .find(existsSync);
  if (program === undefined) throw new Error('these tests need git on PATH');
  path = mkdtempSync(join(tmpdir(), 'pss-gate-test-path-'));
  symlinkSync(program, join(path, 'git'));
  return path;
}
