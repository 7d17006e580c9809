import { isRecord, type KubernetesObject } from '../../model/manifest.ts';
import type { ApiPath } from './api-path.ts';
import type { LookupResult } from './lookups.ts';
import { apiVersionProblem, notFound } from './messages.ts';
import type { ResourceIndex } from './resource-index.ts';

/** Says what to answer when there is no object at all of the kind that was asked for. */
export type WhenKindIsUnknown = (asked: ApiPath) => LookupResult;

/** Answers as a cluster would that holds some objects. */
export class ObjectLookups {
  readonly #index: ResourceIndex;
  readonly #whenUnknown: WhenKindIsUnknown;

  constructor(index: ResourceIndex, whenUnknown: WhenKindIsUnknown) {
    this.#index = index;
    this.#whenUnknown = whenUnknown;
  }

  /** @returns null for an object that is not there */
  get(apiVersion: string, resource: string, namespace: string, name: string): LookupResult {
    const problem = apiVersionProblem(apiVersion);
    if (problem !== undefined) return { error: problem };
    const found = this.#index.get(apiVersion, resource, namespace, name);
    if (found !== undefined) return { value: found };
    if (this.#index.kindOf(apiVersion, resource) === undefined)
      return this.#whenUnknown({ apiVersion, resource, namespace, name });
    return { value: null };
  }

  /** @returns a list object with the objects of a namespace, or of all when it is empty */
  list(
    apiVersion: string,
    resource: string,
    namespace: string,
    labels: Readonly<Record<string, string>> = {},
  ): LookupResult {
    const problem = apiVersionProblem(apiVersion);
    if (problem !== undefined) return { error: problem };
    const kind = this.#index.kindOf(apiVersion, resource);
    if (kind === undefined) return this.#whenUnknown({ apiVersion, resource, namespace, name: '' });
    const objects =
      namespace === '' ? this.#index.listAll(apiVersion, resource) : this.#index.list(apiVersion, resource, namespace);
    const items = objects.filter((object) => hasLabels(object, labels));
    return { value: { apiVersion, kind: `${kind}List`, metadata: { resourceVersion: '' }, items } };
  }

  /** What the API server answers at a path, where what is not there is an error. */
  at({ apiVersion, resource, namespace, name }: ApiPath): LookupResult {
    if (name === '') return this.list(apiVersion, resource, namespace);
    const result = this.get(apiVersion, resource, namespace, name);
    return 'value' in result && result.value === null ? { error: notFound(apiVersion, resource, name) } : result;
  }
}

function hasLabels({ metadata }: KubernetesObject, wanted: Readonly<Record<string, string>>): boolean {
  const labels = isRecord(metadata) && isRecord(metadata.labels) ? metadata.labels : {};
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}
