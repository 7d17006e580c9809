import { groupOf, isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';

/** A resource of a suite as Kyverno's CLI takes it up. */
export interface SuiteResource {
  readonly object: KubernetesObject;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly isNamespaced: boolean;
}

/** Whether objects of a kind live in no namespace; a kind that nobody knows counts as namespaced. */
export type IsClusterScoped = (object: KubernetesObject) => boolean;

/**
 * Resources as policies get to see them: in the namespace `default` where they name none, and with empty maps where a chart left
 * `annotations:` and the like without a value.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/resource/resource.go
 */
export function takeUp(object: KubernetesObject, isClusterScoped: IsClusterScoped): SuiteResource {
  const isNamespaced = !isClusterScoped(object);
  const filled = fillMaps(object) as KubernetesObject;
  const named = isNamespaced && metadataText(filled, 'namespace') === '' ? inDefault(filled) : filled;
  return {
    object: named,
    apiVersion: typeof named.apiVersion === 'string' ? named.apiVersion : '',
    kind: named.kind,
    namespace: metadataText(named, 'namespace'),
    name: metadataText(named, 'name'),
    isNamespaced,
  };
}

/** Of several with the same group, kind, namespace and name the first counts. */
export function withoutDuplicates(resources: readonly SuiteResource[]): readonly SuiteResource[] {
  const seen = new Map<string, SuiteResource>();
  for (const resource of resources) {
    const { apiVersion, kind, namespace, name } = resource;
    const key = JSON.stringify([groupOf(apiVersion), kind, namespace, name]);
    if (!seen.has(key)) seen.set(key, resource);
  }
  return [...seen.values()];
}

function inDefault(object: KubernetesObject): KubernetesObject {
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { ...metadata, namespace: 'default' } };
}

const MAPS: ReadonlySet<string> = new Set([
  ...['annotations', 'labels', 'matchLabels', 'nodeSelector', 'data', 'stringData'],
]);

/** Shares what needs no change with the value that was given. */
function fillMaps(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => (isRecord(item) ? fillMaps(item) : item));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(
    ([key, field]) => [key, field === null && MAPS.has(key) ? {} : fillMaps(field)] as const,
  );
  return entries.some(([key, field]) => field !== value[key]) ? Object.fromEntries(entries) : value;
}
