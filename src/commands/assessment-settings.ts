import { resolve } from 'node:path';
import { readRegularFile } from '../files/file-tree.ts';
import { UsageError } from '../model/errors.ts';
import type { NamespaceDeclaration } from '../model/namespace.ts';
import { FileError } from '../model/ports.ts';
import { readLiveNamespaces } from '../namespaces/declare-live.ts';
import { decodeText } from '../parse/text.ts';
import type { AssessmentSettings } from '../pipeline/assess.ts';
import type { Session } from '../pipeline/session.ts';
import { readClusterAdmission } from './cluster-admission.ts';
import { collectSettings } from './collect-settings.ts';
import type { Io } from './io.ts';
import type { LoadedConfig } from './load-config.ts';
import type { ClusterOptions, RunOptions, Snapshot } from './options.ts';
import { readPolicies } from './read-policies.ts';

/**
 * What namespaces and their workloads are judged by, from options, configuration and the files that they name.
 *
 * @throws UsageError for what is wrong with one of them
 */
export async function assessmentSettings(
  options: ClusterOptions & RunOptions,
  loaded: LoadedConfig,
  session: Session,
  io: Io,
): Promise<AssessmentSettings> {
  const { config } = loaded;
  const policies = await readPolicies(options, loaded, session, io);
  return {
    ...(await collectSettings(options, loaded, io)),
    ...(policies === undefined
      ? {}
      : {
          policies,
          concernsPolicies: (apiVersion: string, kind: string) =>
            policies.concerns(apiVersion, kind) || policies.mutates(apiVersion, kind),
        }),
    namespaces: {
      admissionOf: readClusterAdmission(options.admissionConfig, loaded, io.workingDirectory),
      unknown: config.namespaces.unknown,
      unknownOrigin: describeUnknown(loaded),
    },
    live: await readSnapshots(options.namespaces, io.workingDirectory),
    rules: config.namespaces.rules,
    labelModes: config.namespaces.findings,
    judgesControllersAsPods: config.controllers === 'enforce',
    base: options.base,
  };
}

function describeUnknown({ file, lineOf, isSet }: LoadedConfig): string {
  const isOurs = isSet('namespaces', 'unknown');
  const place = isOurs
    ? `namespaces.unknown, ${file}:${lineOf(['namespaces', 'unknown'])}`
    : 'the default of namespaces.unknown';
  return `nothing is known of it: ${place}`;
}

async function readSnapshots(
  snapshots: readonly Snapshot[],
  workingDirectory: string,
): Promise<readonly NamespaceDeclaration[]> {
  const declarations: NamespaceDeclaration[] = [];
  for (const { cluster = '', file } of snapshots) {
    const read = readLiveNamespaces(await readText(file, workingDirectory), file, cluster);
    if (read.problems.length > 0)
      throw new UsageError(read.problems.map((problem) => `--namespaces: ${problem}`).join('\n'));
    declarations.push(...read.declarations);
  }
  return declarations;
}

async function readText(file: string, workingDirectory: string): Promise<string> {
  try {
    return decodeText(await readRegularFile(resolve(workingDirectory, file)));
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(`--namespaces: ${file}: ${error.message}`);
    throw error;
  }
}
