import { isAbsolute } from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import { ProcessError, type ProcessOutput, runForBytes } from '../process/run.ts';

/** What every start of git needs. */
export interface GitSettings {
  /** Value of PATH, where git is looked for. */
  readonly searchPath: string;
  readonly signal?: AbortSignal | undefined;
}

/** Where git works. */
export interface GitPlace {
  /** Absolute path of the directory that it takes for the repository. */
  readonly gitDirectory: string;
  /** Absolute path of the files, and where git is started. */
  readonly workTree: string;
  /** Absolute path of the index, where it is another than the repository's own. */
  readonly indexFile?: string | undefined;
}

/** Without output for so long, or at all after five times that, git is taken to hang. */
const TIMEOUT_MS = 120_000;
/** A listing of a million files has a tenth of it. */
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

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

/** Git by simple-git, for questions that have a short text as answer. */
export function startGit(place: GitPlace, { searchPath, signal }: GitSettings): SimpleGit {
  return simpleGit({
    baseDir: place.workTree,
    timeout: { block: TIMEOUT_MS },
    allowEnvironment: ALLOWED_ENVIRONMENT,
    // The paths of configuration files are ours: they name none.
    unsafe: { allowUnsafeConfigPaths: true },
    ...(signal === undefined ? {} : { abort: signal }),
  }).env(environmentFor(place, searchPath));
}

/**
 * Runs git for what simple-git cannot: input, bytes as output, exit codes that mean something.
 *
 * @throws ProcessError on any end but exit code 0, and the signal's reason once it is aborted
 */
export async function runGit(
  place: GitPlace,
  args: readonly string[],
  { searchPath, signal }: GitSettings,
  input?: string,
): Promise<ProcessOutput> {
  try {
    return await runForBytes({
      file: 'git',
      args,
      cwd: place.workTree,
      env: environmentFor(place, searchPath),
      timeoutMs: 5 * TIMEOUT_MS,
      maxOutputBytes: MAX_OUTPUT_BYTES,
      ...(input === undefined ? {} : { input }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** The first line of what git said, for messages. */
export function reasonOf(error: unknown): string {
  const text = error instanceof ProcessError && error.stderr.trim() !== '' ? error.stderr : String(error);
  return (text.trim().split('\n')[0] ?? '').replace(/^fatal: /, '');
}

function environmentFor({ gitDirectory, workTree, indexFile }: GitPlace, searchPath: string): Record<string, string> {
  return {
    // An empty PATH means the current directory, and with it the repository.
    PATH: searchPath.split(':').filter(isAbsolute).join(':') || '/dev/null',
    LC_ALL: 'C',
    GIT_DIR: gitDirectory,
    GIT_WORK_TREE: workTree,
    ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}
