import { UsageError } from '../model/errors.ts';
import { askGitForText } from './ask-git.ts';
import { requireId } from './commit-id.ts';
import type { PrivateGit } from './private-git.ts';

/** What is looked for, and where. */
export interface GrepRequest {
  /** POSIX extended regular expressions, of which one has to match a line. */
  readonly patterns: readonly string[];
  /** Full id of a commit; the working tree when not given. */
  readonly commit?: string | undefined;
  /** Directories to look in, `.` for all; everywhere when not given. */
  readonly below?: readonly string[] | undefined;
}

/**
 * Paths of files of which a line matches, sorted. All files count as text. Of a working tree all files are looked at, whatever Git
 * knows of them; links are not followed.
 *
 * @param root absolute path of the working tree
 */
export async function grep(git: PrivateGit, request: GrepRequest, root: string): Promise<readonly string[]> {
  const found = await ask(git, request, root, ['-l']);
  return found.split('\0').slice(0, -1).map(withoutCommit(request)).sort();
}

/** The same files, each with the lines that match. */
export async function grepLines(
  git: PrivateGit,
  request: GrepRequest,
  root: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await ask(git, request, root, []);
  const pathOf = withoutCommit(request);
  const lines = new Map<string, string[]>();
  // `path<NUL>line<LF>`; a path may have line breaks in it, and a line NUL.
  for (let at = 0; at < found.length; ) {
    const middle = found.indexOf('\0', at);
    const end = found.indexOf('\n', middle);
    const path = pathOf(found.slice(at, middle));
    const line = found.slice(middle + 1, end);
    const known = lines.get(path);
    if (known === undefined) lines.set(path, [line]);
    else known.push(line);
    at = end + 1;
  }
  return lines;
}

/** In a commit, a path comes behind its id. */
function withoutCommit({ commit }: GrepRequest): (path: string) => string {
  return (path) => (commit === undefined ? path : path.slice(commit.length + 1));
}

async function ask(
  git: PrivateGit,
  { patterns, commit, below = ['.'] }: GrepRequest,
  root: string,
  options: readonly string[],
): Promise<string> {
  if (patterns.length === 0 || below.length === 0) return '';
  const broken = patterns.find((pattern) => /[\n\0]/.test(pattern));
  if (broken !== undefined) throw new UsageError(`${JSON.stringify(broken)} is no pattern for a line`);
  const where = commit === undefined ? ['--no-index'] : [requireId(commit)];
  return askGitForText(git, {
    args: ['grep', '-z', ...options, '-a', '-E', '--no-textconv', '-f', '-', ...where, '--', ...below.map(asPathspec)],
    input: `${joined(patterns).join('\n')}\n`,
    ...(commit === undefined ? { place: { workTree: root } } : {}),
    mayBeNothing: true,
  });
}

/** Git tries one pattern after the other at every line; alternatives of one pattern are tried together. */
function joined(patterns: readonly string[]): readonly string[] {
  const groups: string[] = [];
  for (let at = 0; at < patterns.length; at += JOINED) groups.push(patterns.slice(at, at + JOINED).join('|'));
  return groups;
}

const JOINED = 50;

/** A directory by its name, whatever characters that has. */
function asPathspec(directory: string): string {
  return directory === '.' ? ':(top)' : `:(top,literal)${directory}/`;
}
