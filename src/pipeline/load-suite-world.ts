import { posix } from 'node:path';
import type { PolicyContext } from '../kyverno/lookups/file-lookups.ts';
import { type GlobalEntry, resolveGlobalEntry } from '../kyverno/lookups/global-entries.ts';
import { NO_CONTEXT, readContext } from '../kyverno/lookups/read-context.ts';
import type { SuiteWorld } from '../kyverno/lookups/suite-lookups.ts';
import { readClusterResources } from '../kyverno/suites/read-cluster-resources.ts';
import type { Suite, SuiteGlobalEntry } from '../kyverno/suites/suite.ts';
import { VariableError } from '../kyverno/variables/errors.ts';
import type { KubernetesObject } from '../model/manifest.ts';
import { SuiteError, type SuiteFiles } from './suite-files.ts';
import { readOne, refuse } from './suite-parts.ts';

/**
 * Reads what stands for a cluster in a suite.
 *
 * @param known objects of the suite itself, which are in its cluster, too
 * @throws SuiteError for the first thing that cannot be read
 */
export async function loadSuiteWorld(
  suite: Suite,
  files: SuiteFiles,
  known: readonly KubernetesObject[],
): Promise<SuiteWorld> {
  const directory = posix.dirname(suite.file);
  const globalEntries: GlobalEntry[] = [];
  for (const entry of suite.globalEntries) globalEntries.push(await loadGlobalEntry(entry, directory, files));
  return {
    context: await loadContext(suite, directory, files),
    cluster: await loadCluster(suite, directory, files, known),
    globalEntries,
    responses: suite.responses,
  };
}

async function loadContext({ contextFile }: Suite, directory: string, files: SuiteFiles): Promise<PolicyContext> {
  if (contextFile === undefined) return NO_CONTEXT;
  const { context, problems } = readContext(await readOne(contextFile, directory, files));
  refuse(contextFile, problems);
  return context;
}

async function loadCluster(
  { clusterResourceFiles }: Suite,
  directory: string,
  files: SuiteFiles,
  known: readonly KubernetesObject[],
): Promise<SuiteWorld['cluster']> {
  if (clusterResourceFiles.length === 0) return undefined;
  const objects = [...known];
  for (const named of clusterResourceFiles) {
    const { resources, problems } = readClusterResources(await readOne(named, directory, files));
    refuse(named, problems);
    objects.push(...resources.objects);
    for (const path of resources.definitionFiles)
      objects.push(...(await files.readManifests(directory, path, false)).map(({ object }) => object));
  }
  return objects;
}

async function loadGlobalEntry(entry: SuiteGlobalEntry, directory: string, files: SuiteFiles): Promise<GlobalEntry> {
  const objects: KubernetesObject[] = [];
  for (const path of entry.files)
    objects.push(...(await files.readManifests(directory, path, false)).map(({ object }) => object));
  try {
    return resolveGlobalEntry(entry.files.length === 0 ? entry : { ...entry, data: objects });
  } catch (error) {
    if (error instanceof VariableError) throw new SuiteError(`globalContextEntries: ${entry.name}: ${error.message}`);
    throw error;
  }
}
