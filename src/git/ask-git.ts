import { UsageError } from '../model/errors.ts';
import { ProcessError } from '../process/run.ts';
import { type GitPlace, reasonOf } from './git-program.ts';
import type { PrivateGit } from './private-git.ts';

/** A question that has a list as answer. */
export interface Question {
  readonly args: readonly string[];
  readonly place?: Partial<GitPlace>;
  readonly input?: string;
  /** Whether exit code 1 means that there is nothing. */
  readonly mayBeNothing?: boolean;
}

/**
 * Asks for texts that end with NUL. Names that are not UTF-8 have U+FFFD in the place of what is not.
 *
 * @throws UsageError when git cannot answer, or says on standard error that its answer is not whole
 */
export async function askGit(git: PrivateGit, question: Question): Promise<string[]> {
  return (await askGitForText(git, question)).split('\0').slice(0, -1);
}

/** The whole answer, for other forms than a list of texts. */
export async function askGitForText(git: PrivateGit, { args, place, input, mayBeNothing }: Question): Promise<string> {
  try {
    const { stdout, stderr } = await git.run(args, place, input);
    if (stderr !== '') throw refuse(args, stderr.trim().split('\n')[0] ?? '');
    return Buffer.from(stdout).toString('utf8');
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
    if (mayBeNothing === true && error.exitCode === 1 && error.stderr === '') return '';
    throw refuse(args, reasonOf(error));
  }
}

function refuse([command]: readonly string[], reason: string): UsageError {
  return new UsageError(`git ${command} does not work in this repository: ${reason}`);
}
