import { posix } from 'node:path';
import { isClusterScoped } from '../applications/after-generation/scopes.ts';
import type { PolicyLookups } from '../kyverno/lookups/lookups.ts';
import { suiteLookups } from '../kyverno/lookups/suite-lookups.ts';
import { readUser } from '../kyverno/suites/read-user.ts';
import { readValues } from '../kyverno/suites/read-values.ts';
import { type SuiteResource, takeUp } from '../kyverno/suites/resources.ts';
import type { LoadedSuite } from '../kyverno/suites/run-suite.ts';
import type { Suite } from '../kyverno/suites/suite.ts';
import { NO_VALUES, type SuiteValues } from '../kyverno/suites/values.ts';
import { isRecord, type KubernetesObject, type Manifest } from '../model/manifest.ts';
import { loadSuiteWorld } from './load-suite-world.ts';
import { SuiteError, type SuiteFiles } from './suite-files.ts';
import { readOne, refuse } from './suite-parts.ts';

/** What an engine is made of, besides what rows are compared with. */
export interface SuiteInput extends LoadedSuite {
  readonly exceptions: readonly Manifest[];
  readonly params: readonly KubernetesObject[];
  readonly lookups: PolicyLookups;
}

/**
 * Reads everything that a suite names.
 *
 * @throws SuiteError for the first thing that cannot be read
 */
export async function loadSuite(suite: Suite, files: SuiteFiles): Promise<SuiteInput> {
  const directory = posix.dirname(suite.file);
  const read = async (paths: readonly string[], isDeep: boolean) => {
    const manifests: Manifest[] = [];
    for (const path of paths) manifests.push(...(await files.readManifests(directory, path, isDeep)));
    return manifests;
  };
  const policies = await read(suite.policies, true);
  const resources = (await read(suite.resources, false)).map(({ object }) => asResource(object));
  const targets = (await read(suite.targetResources, false)).map(({ object }) => asResource(object));
  const params = (await read(suite.paramResources, false)).map(({ object }) => asResource(object).object);
  const exceptions = await read(suite.exceptions, false);
  const other = exceptions.find(({ object }) => !isException(object));
  if (other !== undefined) throw new SuiteError(`${other.source.file}: ${other.object.kind} is no PolicyException`);
  return {
    suite,
    // Exceptions among the policies do not count.
    policies: policies.filter(({ object }) => !isException(object)),
    resources,
    targets,
    payloads: await loadPayloads(suite, directory, files),
    values: await loadValues(suite, directory, files),
    user: await loadUser(suite, directory, files),
    exceptions,
    params,
    lookups: suiteLookups(
      await loadSuiteWorld(suite, files, [...[...resources, ...targets].map(({ object }) => object), ...params]),
    ),
    readExpected: await loadExpected(suite, directory, files),
  };
}

function isException({ kind }: KubernetesObject): boolean {
  return kind === 'PolicyException';
}

/** As Kyverno's CLI, which knows the kinds of Kubernetes only. */
function asResource(object: KubernetesObject): SuiteResource {
  return takeUp(object, (each) => isClusterScoped(each, NO_SCOPES));
}

const NO_SCOPES = new Map<string, 'Namespaced' | 'Cluster'>();

async function loadPayloads(
  { payloadFiles }: Suite,
  directory: string,
  files: SuiteFiles,
): Promise<readonly SuiteResource[]> {
  const payloads: SuiteResource[] = [];
  for (const name of payloadFiles) {
    const payload = await readOne(name, directory, files);
    if (!isRecord(payload)) throw new SuiteError(`${name}: expected an object`);
    const object = payload as KubernetesObject;
    payloads.push({ object, apiVersion: '', kind: '', namespace: '', name, isNamespaced: false });
  }
  return payloads;
}

async function loadValues({ values, valuesFile }: Suite, directory: string, files: SuiteFiles): Promise<SuiteValues> {
  if (values !== undefined) {
    const read = readValues(values);
    refuse('values', read.problems);
    return read.values;
  }
  if (valuesFile === undefined) return NO_VALUES;
  const read = readValues(await readOne(valuesFile, directory, files));
  refuse(valuesFile, read.problems);
  return read.values;
}

async function loadUser({ userInfoFile }: Suite, directory: string, files: SuiteFiles): Promise<LoadedSuite['user']> {
  if (userInfoFile === undefined) return undefined;
  const { user, problems } = readUser(await readOne(userInfoFile, directory, files));
  refuse(userInfoFile, problems);
  return user;
}

/** Files with patched resources; that one cannot be read is a difference of its row only. */
async function loadExpected(
  { rows }: Suite,
  directory: string,
  files: SuiteFiles,
): Promise<LoadedSuite['readExpected']> {
  const expected = new Map<string, readonly SuiteResource[] | string>();
  for (const path of new Set(rows.flatMap(({ patchedResources }) => patchedResources ?? []))) {
    expected.set(path, await readExpected(path, directory, files));
  }
  return (path) => expected.get(path) ?? 'was not read';
}

async function readExpected(
  path: string,
  directory: string,
  files: SuiteFiles,
): Promise<readonly SuiteResource[] | string> {
  try {
    return (await files.readManifests(directory, path, false)).map(({ object }) => asResource(object));
  } catch (error) {
    if (error instanceof SuiteError) return error.message;
    throw error;
  }
}
