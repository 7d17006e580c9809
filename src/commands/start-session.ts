import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { CONFIG_FILE } from '../config/config.ts';
import { openSession, type Session } from '../pipeline/session.ts';
import type { Io } from './io.ts';
import type { RunOptions } from './options.ts';

/**
 * Opens the session of a command from its options.
 *
 * @throws UsageError when a path does not exist
 */
export function startSession(paths: readonly string[], options: RunOptions, io: Io): Promise<Session> {
  return openSession({
    paths: paths.length === 0 ? ['.'] : paths,
    workingDirectory: io.workingDirectory,
    configFile: CONFIG_FILE,
    revision: options.revision,
    helm: options.helm,
    kustomize: options.kustomize,
    searchPath: io.env.PATH ?? '',
    // Absolute, for the programs in it are started in other directories.
    cacheDirectory: resolve(io.workingDirectory, options.cacheDir ?? defaultCache(io)),
    cachesRenders: options.cache,
    timeoutMs: options.timeout * 1000,
    jobs: options.jobs,
    kubeVersion: options.kubeVersion,
    apiVersions: options.apiVersions,
    readStandardInput: io.readStandardInput,
    signal: io.signal,
    allowFetch: options.allowFetch,
    environment: io.env,
  });
}

function defaultCache({ env }: Io): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pss-gate');
}
