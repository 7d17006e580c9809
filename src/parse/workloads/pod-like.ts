import type { FieldPath } from '../../model/field-path.ts';
import { groupOf, isRecord, type KubernetesObject } from '../../model/manifest.ts';

/** Groups of kinds that write about pods, but make none: schemas, policies, chart values. */
const ABOUT_PODS: ReadonlySet<string> = new Set([
  'kyverno.io',
  'policies.kyverno.io',
  'constraints.gatekeeper.sh',
  'templates.gatekeeper.sh',
  'mutations.gatekeeper.sh',
]);
/** Groups that Kubernetes itself serves, besides those without a dot. None of their kinds makes pods. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set(
  [
    ...['admissionregistration', 'apiextensions', 'apiregistration', 'authentication', 'authorization', 'certificates'],
    ...['coordination', 'discovery', 'events', 'flowcontrol.apiserver', 'internal.apiserver', 'metrics', 'networking'],
    ...['node', 'rbac.authorization', 'resource', 'scheduling', 'storage', 'storagemigration'],
  ].map((name) => `${name}.k8s.io`),
);

const VALUES_HOLDERS: ReadonlySet<string> = new Set(['Application', 'ApplicationSet']);

const CONTAINER_LISTS: ReadonlySet<string> = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
  'sidecars',
]);

/**
 * Places in a custom resource that look like a pod spec: lists of containers that name an image. The path is that of
 * the object which holds the list.
 */
export function findPodLike(object: KubernetesObject): FieldPath[] {
  const group = groupOf(object.apiVersion);
  const isBuiltIn = !group.includes('.') || BUILT_IN_GROUPS.has(group);
  const isAboutPods = ABOUT_PODS.has(group) || (group === 'argoproj.io' && VALUES_HOLDERS.has(object.kind));
  if (isAboutPods || isBuiltIn) return [];
  const found: FieldPath[] = [];
  walk(object, [], new Set(), found);
  return found;
}

function walk(value: unknown, path: FieldPath, seen: Set<unknown>, found: FieldPath[]): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      walk(item, [...path, index], seen, found);
    });
    return;
  }
  const entries = Object.entries(value);
  if (entries.some(([key, member]) => CONTAINER_LISTS.has(key) && holdsContainers(member))) found.push(path);
  else for (const [key, member] of entries) walk(member, [...path, key], seen, found);
}

function holdsContainers(value: unknown): boolean {
  return Array.isArray(value) && value.some((item) => isRecord(item) && typeof item.image === 'string');
}
