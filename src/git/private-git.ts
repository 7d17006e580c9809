import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessOutput } from '../process/run.ts';
import { type GitPlace, type GitSettings, runGit } from './git-program.ts';

/** Where the objects of a repository are. */
export interface ObjectStore {
  /** Absolute path of the objects. */
  readonly objects: string;
  /** How objects are named: `sha1` or `sha256`. */
  readonly format: string;
}

/**
 * An empty repository of our own that only borrows the objects of another one: no setting of that one is in force, so that no
 * filter, hook, text converter or file system monitor that somebody configured there is started.
 */
export interface PrivateGit {
  /** Absolute path of a directory of ours, for files that go with it. */
  readonly home: string;
  /** Absolute path of what it is to git. */
  readonly gitDirectory: string;
  /**
   * @param place other than an empty work tree and an index of its own
   * @throws ProcessError
   */
  run(args: readonly string[], place?: Partial<GitPlace>, input?: string): Promise<ProcessOutput>;
  dispose(): Promise<void>;
}

/** Attributes that a repository brings along change bytes on the way out; those in this place come first. */
const BYTES_AS_STORED = '* -text -ident -filter !eol !working-tree-encoding\n';

/** @param scratch directory to make it in; the system's temporary directory when not given */
export async function createPrivateGit(
  { objects, format }: ObjectStore,
  scratch: string | undefined,
  settings: GitSettings,
): Promise<PrivateGit> {
  const home = await mkdtemp(join(scratch ?? tmpdir(), 'pss-gate-'));
  const dispose = () => rm(home, { recursive: true, force: true });
  const gitDirectory = join(home, 'git');
  const workTree = join(home, 'empty');
  try {
    await mkdir(workTree, { mode: 0o700 });
    await mkdir(join(gitDirectory, 'objects', 'info'), { recursive: true, mode: 0o700 });
    await mkdir(join(gitDirectory, 'refs'), { mode: 0o700 });
    await writeFile(join(gitDirectory, 'HEAD'), 'ref: refs/heads/none\n');
    await writeFile(join(gitDirectory, 'objects', 'info', 'alternates'), `${objects}\n`);
    await mkdir(join(gitDirectory, 'info'), { mode: 0o700 });
    await writeFile(join(gitDirectory, 'info', 'attributes'), BYTES_AS_STORED);
    await writeFile(join(gitDirectory, 'config'), configFor(format));
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    home,
    gitDirectory,
    run: (args, place, input) => runGit({ gitDirectory, workTree, ...place }, args, settings, input),
    dispose,
  };
}

function configFor(format: string): string {
  return format === 'sha1' ? '' : `[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = ${format}\n`;
}
