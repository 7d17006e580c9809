import { UsageError } from '../model/errors.ts';
import { askGit } from './ask-git.ts';
import { requireId } from './commit-id.ts';
import type { PrivateGit } from './private-git.ts';

/** What is looked for, and where. */
export interface GrepRequest {
  /** POSIX extended regular expressions, of which one has to match a line. */
  readonly patterns: readonly string[];
  /** Full id of a commit; the working tree when not given. */
  readonly commit?: string | undefined;
}

/**
 * Paths of files of which a line matches, sorted. All files count as text. Of a working tree all files are looked at, whatever Git
 * knows of them; links are not followed.
 *
 * @param root absolute path of the working tree
 */
export async function grep(
  git: PrivateGit,
  { patterns, commit }: GrepRequest,
  root: string,
): Promise<readonly string[]> {
  if (patterns.length === 0) return [];
  const broken = patterns.find((pattern) => /[\n\0]/.test(pattern));
  if (broken !== undefined) throw new UsageError(`${JSON.stringify(broken)} is no pattern for a line`);
  const where = commit === undefined ? ['--no-index'] : [requireId(commit)];
  const found = await askGit(git, {
    args: ['grep', '-z', '-l', '-a', '-E', '--no-textconv', '-f', '-', ...where, '--'],
    input: patterns.map((pattern) => `${pattern}\n`).join(''),
    ...(commit === undefined ? { place: { workTree: root } } : {}),
    mayBeNothing: true,
  });
  const prefix = commit === undefined ? 0 : commit.length + 1;
  return found.map((path) => path.slice(prefix)).sort();
}
