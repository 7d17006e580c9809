import { resolve } from 'node:path';
import { DEFAULT_EXCLUSIONS } from '../applications/after-generation.ts';
import type { InventoryCluster } from '../applications/sets/expand.ts';
import type { Config } from '../config/config.ts';
import { readRegularFile } from '../files/file-tree.ts';
import { UsageError } from '../model/errors.ts';
import { isRecord } from '../model/manifest.ts';
import { FileError } from '../model/ports.ts';
import { decodeText } from '../parse/text.ts';
import { createWorkloadExtractor } from '../parse/workloads/extract.ts';
import { YamlError } from '../parse/yaml/construct.ts';
import { readYaml } from '../parse/yaml/read.ts';
import type { CollectSettings } from '../pipeline/collect.ts';
import { type GivenCheckout, openGivenCheckout } from '../pipeline/given-checkout.ts';
import { findPluginProgram } from '../pipeline/plugins.ts';
import type { Io } from './io.ts';
import type { LoadedConfig } from './load-config.ts';
import type { GivenDirectory, RunOptions } from './options.ts';

/**
 * What is rendered and how, from options, configuration and the files that they name.
 *
 * @throws UsageError for what is wrong with one of them
 */
export async function collectSettings(options: RunOptions, { config }: LoadedConfig, io: Io): Promise<CollectSettings> {
  const { workingDirectory, env } = io;
  const { applications, clusters } = config;
  return {
    extractWorkloads: createWorkloadExtractor(config.workloads),
    clusters,
    repositoryUrls: config.repository.urls,
    checkouts: options.checkout.map((given) => openGiven(given, io)),
    judgesUnowned: options.unowned && applications.unowned,
    controlPlane: applications.controlPlaneNamespace,
    external: applications.external,
    kustomizeBuildOptions: applications.kustomizeBuildOptions.split(/\s+/).filter((option) => option !== ''),
    plugins: options.plugin.map(({ name, command }) => findPluginProgram(name, command, env.PATH ?? '')),
    disabledTypes: applications.disabledTypes,
    exclusions: [...DEFAULT_EXCLUSIONS, ...applications.resourceExclusions],
    inclusions: applications.resourceInclusions,
    capabilitiesOf: (cluster) => capabilitiesOf(cluster, config, options),
    inventory: clusters.length === 0 ? undefined : clusters.map(toInventory),
    recorded: await readRecorded(options.appsetParameters, workingDirectory),
    newGlobbing: applications.newGitFileGlobbing,
    allowsOutOfBoundsLinks: applications.allowOutOfBoundsSymlinks,
  };
}

function capabilitiesOf(cluster: string, { clusters }: Config, { kubeVersion, apiVersions }: RunOptions) {
  const known = clusters.find(({ name }) => name === cluster);
  const ownVersions = known?.apiVersions ?? [];
  return {
    kubeVersion: known?.kubeVersion ?? kubeVersion,
    apiVersions: ownVersions.length > 0 ? ownVersions : apiVersions,
  };
}

function toInventory({ name, server, project, labels, annotations }: Config['clusters'][number]): InventoryCluster {
  return {
    name,
    server: server ?? '',
    ...(project === undefined ? {} : { project }),
    labels: labels ?? {},
    annotations: annotations ?? {},
  };
}

function openGiven({ url, directory }: GivenDirectory, { workingDirectory, env, signal }: Io): GivenCheckout {
  try {
    return openGivenCheckout(url, resolve(workingDirectory, directory), { searchPath: env.PATH ?? '', signal });
  } catch (error) {
    throw new UsageError(`--checkout: ${directory}: ${(error as Error).message}`);
  }
}

/** An object of lists of objects, by the name of the ApplicationSet. */
async function readRecorded(file: string | undefined, workingDirectory: string): Promise<CollectSettings['recorded']> {
  if (file === undefined) return new Map();
  try {
    const value = readYaml(decodeText(await readRegularFile(resolve(workingDirectory, file))));
    if (!isRecord(value)) throw new UsageError(`--appset-parameters: ${file}: expected an object of lists`);
    return new Map(Object.entries(value).map(([name, list]) => [name, readParameters(file, name, list)]));
  } catch (error) {
    if (!(error instanceof FileError) && !(error instanceof YamlError)) throw error;
    throw new UsageError(`--appset-parameters: ${file}: ${error.message}`);
  }
}

function readParameters(file: string, name: string, list: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(list) && list.every(isRecord)) return list;
  throw new UsageError(`--appset-parameters: ${file}: ${name}: expected a list of objects with parameters`);
}
