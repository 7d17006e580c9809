import type { KubernetesObject } from '../../model/manifest.ts';
import { guessPlural } from '../kinds.ts';
import { type ApiPath, parseApiPathAsCli } from './api-path.ts';
import type { PolicyContext } from './file-lookups.ts';
import { type GlobalEntry, project, projectForCel } from './global-entries.ts';
import type { EntryLookups, PolicyLookups, RecordedResponse } from './lookups.ts';
import { apiVersionProblem, qualified } from './messages.ts';
import { ObjectLookups } from './object-lookups.ts';
import { ResourceIndex } from './resource-index.ts';

/** What stands for a cluster in a suite of Kyverno's CLI. */
export interface SuiteWorld {
  /** From the Context file, which does not count where there is a cluster. */
  readonly context: PolicyContext;
  /** Objects that are in the cluster; undefined where the suite has none. */
  readonly cluster: readonly KubernetesObject[] | undefined;
  readonly globalEntries: readonly GlobalEntry[];
  readonly responses: readonly SuiteResponse[];
}

/** A recorded answer to a request. */
export interface SuiteResponse extends RecordedResponse {
  /** Empty for all methods. */
  readonly method: string;
  /** URL, or path at the API server. */
  readonly url: string;
}

/**
 * Answers as Kyverno's CLI does in `kyverno test`. In a suite without a cluster, policies in CEL look into the Context file, where
 * lists know neither all namespaces nor labels; classic policies find nothing but recorded answers.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/processor/utils.go, pkg/cel/libs/fake_context.go, cmd/cli/kubectl-kyverno/store/contextloader.go
 */
export function suiteLookups(world: SuiteWorld): PolicyLookups {
  const entries = { ...entriesOf(world), ...clusterEntries(world.cluster) };
  return world.cluster === undefined ? contextLookups(world, entries) : clusterLookups(world.cluster, entries);
}

function contextLookups({ context, globalEntries, responses }: SuiteWorld, entries: EntryLookups): PolicyLookups {
  const index = new ResourceIndex(context.objects);
  const images = new Map(context.images.map(({ image, fields }) => [image, fields]));
  const find = responseFinder(responses);
  return {
    getResource: (apiVersion, resource, namespace, name) => {
      const problem = apiVersionProblem(apiVersion);
      return problem === undefined
        ? { value: index.get(apiVersion, resource, namespace, name) ?? null }
        : { error: problem };
    },
    listResources: (apiVersion, resource, namespace) => {
      const problem = apiVersionProblem(apiVersion);
      if (problem !== undefined) return { error: problem };
      if (index.kindOf(apiVersion, resource) === undefined)
        return { error: `${qualified(apiVersion, resource)} resource not found` };
      return {
        value: {
          items: index.list(apiVersion, resource, namespace),
        },
      };
    },
    getImageData: (image) => {
      const found = images.get(image);
      return found === undefined ? { error: `image data for ${image} not found in the context` } : { value: found };
    },
    getGlobalReference: (name, projection) => {
      const entry = globalEntries.find((each) => each.name === name);
      return entry === undefined ? { value: null } : projectForCel(entry, projection);
    },
    request: (method, url) => {
      const found = find(method, url);
      return found === undefined ? { unknown: `${method} ${url}` } : { value: { ...found } };
    },
    entries,
  };
}

/** Recorded answers and global entries are not for policies in CEL where there is a cluster. */
function clusterLookups(objects: readonly KubernetesObject[], entries: EntryLookups): PolicyLookups {
  const cluster = lookupsIn(indexOf(objects));
  return {
    getResource: (...asked) => cluster.get(...asked),
    listResources: (...asked) => cluster.list(...asked),
    getImageData: (image) => ({ unknown: image }),
    getGlobalReference: () => ({ value: null }),
    request: (method, url) => ({ unknown: `${method} ${url}` }),
    entries,
  };
}

/** The client of the CLI guesses names as Kubernetes does. */
function indexOf(objects: readonly KubernetesObject[]): ResourceIndex {
  return new ResourceIndex(objects, (_apiVersion, kind) => [guessPlural(kind)]);
}

/** Of a kind that nobody gave there are no objects. */
function lookupsIn(index: ResourceIndex): ObjectLookups {
  return new ObjectLookups(index, ({ apiVersion, resource, name }) =>
    name === '' ? { error: `${qualified(apiVersion, resource)} resource not found` } : { value: null },
  );
}

/** Source: kyverno pkg/clients/dclient/client.go, rawAbsPathForFakeClient */
function complaintOf({ apiVersion, resource, namespace, name }: ApiPath, index: ResourceIndex): string {
  const kind = `${apiVersion}/${index.kindOf(apiVersion, resource) ?? resource}`;
  if (name !== '') return `failed to get resource ${kind}/${name}`;
  const place = namespace === '' ? '(cluster-scoped or all namespaces)' : `in namespace "${namespace}"`;
  return `failed to list resources ${kind} ${place}`;
}

function entriesOf({ globalEntries, responses }: SuiteWorld): EntryLookups {
  return {
    ...(globalEntries.length === 0
      ? undefined
      : {
          getGlobalReference: (name: string, projection: string) => {
            const entry = globalEntries.find((each) => each.name === name);
            return entry === undefined ? { error: `failed to fetch entry key=${name}` } : project(entry, projection);
          },
        }),
    ...(responses.length === 0 ? undefined : { findResponse: responseFinder(responses) }),
  };
}

function clusterEntries(objects: readonly KubernetesObject[] | undefined): EntryLookups {
  if (objects === undefined) return {};
  const index = indexOf(objects);
  const cluster = lookupsIn(index);
  return {
    getConfigMap: (namespace, name) => cluster.at({ apiVersion: 'v1', resource: 'configmaps', namespace, name }),
    getPath: (path) => {
      const asked = parseApiPathAsCli(path);
      if (asked === undefined) return { error: `failed to parse path: ${path.replace(/^\//, '')}` };
      const result = cluster.at(asked);
      return 'error' in result ? { error: `${complaintOf(asked, index)}: ${result.error}` } : result;
    },
  };
}

function responseFinder(
  responses: readonly SuiteResponse[],
): (method: string, url: string) => RecordedResponse | undefined {
  return (method, url) => {
    const found =
      responses.find((response) => response.method === method && response.url === url) ??
      responses.find((response) => response.method === '' && response.url === url);
    return found && { body: found.body, statusCode: found.statusCode };
  };
}
