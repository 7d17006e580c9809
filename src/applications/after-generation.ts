import { formatLocation } from '../model/location.ts';
import { groupOf, isRecord, type KubernetesObject, type Manifest, metadataText } from '../model/manifest.ts';
import { isEverApplied } from './after-generation/hooks.ts';
import { isExcluded, type ResourceFilter } from './after-generation/resource-filter.ts';
import { type CustomResourceScopes, isClusterScoped } from './after-generation/scopes.ts';

export { DEFAULT_EXCLUSIONS, type ResourceFilter } from './after-generation/resource-filter.ts';

export interface GenerationOptions {
  /** May be empty. */
  readonly destinationNamespace: string;
  /** Server URL of the destination, for rules about clusters; see `isExcluded`. */
  readonly cluster?: string | undefined;
  readonly exclusions: readonly ResourceFilter[];
  readonly inclusions: readonly ResourceFilter[];
  /** From CustomResourceDefinitions that were seen. */
  readonly customResourceScopes?: CustomResourceScopes;
}

export interface Generated {
  readonly manifests: readonly Manifest[];
  /** What Argo CD would warn of. */
  readonly warnings: readonly string[];
}

/**
 * What Argo CD's controller makes of the objects of all sources of an Application before it applies them: namespaces,
 * duplicates, excluded resources, hooks, in this order. Objects are never changed, only replaced.
 *
 * Source: argo-cd controller/state.go, NormalizeTargetObjects and CompareAppState; gitops-engine pkg/sync/reconcile.go,
 * splitHooks
 */
export function afterGeneration(manifests: readonly Manifest[], options: GenerationOptions): Generated {
  const placed = manifests.map((manifest) => place(manifest, options));
  const { kept, warnings } = keepLast(placed);
  const { exclusions, inclusions, cluster } = options;
  const isLeftOut = ({ object }: Manifest) => isExcluded(object, exclusions, inclusions, cluster);
  return {
    manifests: kept.filter((manifest) => !isLeftOut(manifest) && isEverApplied(manifest.object)),
    warnings: [...warnings, ...kept.filter(isLeftOut).map(warnOfExclusion)],
  };
}

/** Gives an object the namespace of the destination when it has none, and takes it from objects that live in none. */
function place(
  manifest: Manifest,
  { destinationNamespace, customResourceScopes = new Map() }: GenerationOptions,
): Manifest {
  const { object, source } = manifest;
  const own = metadataText(object, 'namespace');
  const namespace = isClusterScoped(object, customResourceScopes) ? '' : own || destinationNamespace;
  return namespace === own ? manifest : { object: withNamespace(object, namespace), source };
}

function withNamespace(object: KubernetesObject, namespace: string): KubernetesObject {
  const { metadata = {} } = object;
  // What is no object is left as it is, as Argo CD does: nobody can apply it.
  if (!isRecord(metadata)) return object;
  const { namespace: _, ...rest } = metadata;
  return { ...object, metadata: namespace === '' ? rest : { ...rest, namespace } };
}

function keepLast(manifests: readonly Manifest[]): { readonly kept: readonly Manifest[]; readonly warnings: string[] } {
  const keys = manifests.map(({ object }, index) => keyOf(object, index));
  const last = new Map(keys.map((key, index) => [key, index]));
  const warnings: string[] = [];
  const kept = manifests.filter((manifest, index) => {
    const later = manifests[last.get(keys[index] as string) as number] as Manifest;
    const isLast = last.get(keys[index] as string) === index;
    if (!isLast) warnings.push(warnOfDuplicate(manifest, later));
    return isLast;
  });
  return { kept, warnings };
}

/** Objects without a name that are named by the API server are all different. */
function keyOf(object: KubernetesObject, index: number): string {
  const name = metadataText(object, 'name');
  const isGenerated = name === '' && metadataText(object, 'generateName') !== '';
  const { kind, apiVersion } = object;
  return JSON.stringify([groupOf(apiVersion), kind, metadataText(object, 'namespace'), isGenerated ? index : name]);
}

function warnOfDuplicate(earlier: Manifest, later: Manifest): string {
  return `${describe(later.object)} stands in ${placeOf(earlier)} and in ${placeOf(later)}; Argo CD applies the last one`;
}

function warnOfExclusion({ object, source }: Manifest): string {
  return `${describe(object)} of ${source.file} is excluded by argocd-cm, so that Argo CD does not apply it`;
}

function describe(object: KubernetesObject): string {
  const name = metadataText(object, 'name') || metadataText(object, 'generateName');
  return [object.kind, [metadataText(object, 'namespace'), name].filter((part) => part !== '').join('/')]
    .join(' ')
    .trim();
}

function placeOf({ source }: Manifest): string {
  const line = source.lineOf([]);
  return formatLocation(line === undefined ? { file: source.file } : { file: source.file, line });
}
