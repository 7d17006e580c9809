import type { FieldPath } from '../../model/field-path.ts';
import { formatPath } from '../../model/field-path.ts';
import { groupOf, isRecord, type Manifest } from '../../model/manifest.ts';
import type { Unjudged, Workload, WorkloadKind } from '../../model/workload.ts';
import { deriveWorkflowPods } from './argo-workflow.ts';
import { BUILT_IN_KINDS, CUSTOM_KINDS } from './kinds.ts';
import { type Match, matchPath } from './path-expression.ts';
import { findPodLike } from './pod-like.ts';
import { derivePrometheusPods } from './prometheus-operator.ts';

/** The pods of one object, and what in it makes or looks like a pod and is not judged. */
export interface ExtractedWorkloads {
  readonly workloads: readonly Workload[];
  readonly unjudged: readonly Unjudged[];
}

/** Finds the pods that an object is or makes. */
export type ExtractWorkloads = (manifest: Manifest) => ExtractedWorkloads;

/**
 * Knows the kinds of Kubernetes, those of well-known controllers, and the user's own, which come before the latter.
 *
 * A pod template of the wrong type is a workload all the same: judging it fails, so that it cannot pass unseen.
 */
export function createWorkloadExtractor(ownKinds: readonly WorkloadKind[] = []): ExtractWorkloads {
  const kinds = indexKinds(ownKinds);

  return (manifest) => {
    const { object } = manifest;
    const group = groupOf(object.apiVersion);
    const isUndotted = !group.includes('.');
    if (isUndotted && object.kind === 'Pod') return podItself(manifest);
    // A Deployment of `v1`, or of no apiVersion at all, is a mistake that must not hide its pods.
    const kind = kinds.get(`${group}/${object.kind}`) ?? (isUndotted ? BUILT_IN_BY_KIND.get(object.kind) : undefined);
    if (kind !== undefined) return extractTemplates(manifest, kind);
    const derived = deriveWorkflowPods(object) ?? derivePrometheusPods(object);
    if (derived !== undefined) {
      return {
        workloads: derived.pods.map((pod) => ({ manifest, ...pod })),
        unjudged: derived.unjudged.map((place) => ({ manifest, ...place })),
      };
    }
    return {
      workloads: [],
      unjudged: [...describeDeployer(manifest), ...findPodLike(object).map((path) => describePodLike(manifest, path))],
    };
  };
}

const BUILT_IN_BY_KIND: ReadonlyMap<string, WorkloadKind> = new Map(BUILT_IN_KINDS.map((kind) => [kind.kind, kind]));

function podItself(manifest: Manifest): ExtractedWorkloads {
  return { workloads: [{ manifest, pod: manifest.object, paths: [{ pod: [], object: [] }] }], unjudged: [] };
}

/** The user's kinds replace ours, with all paths that they give a kind; what Kubernetes serves itself cannot be changed. */
function indexKinds(ownKinds: readonly WorkloadKind[]): Map<string, WorkloadKind> {
  const own = new Map<string, WorkloadKind>();
  for (const { group, kind, paths } of ownKinds) {
    const known = own.get(`${group}/${kind}`)?.paths ?? [];
    own.set(`${group}/${kind}`, { group, kind, paths: [...new Set([...known, ...paths])] });
  }
  const named = (kinds: readonly WorkloadKind[]) => kinds.map((kind) => [`${kind.group}/${kind.kind}`, kind] as const);
  return new Map([...named(CUSTOM_KINDS), ...own, ...named(BUILT_IN_KINDS)]);
}

const CORE_GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'extensions', 'batch']);

function extractTemplates(manifest: Manifest, { group, kind, paths }: WorkloadKind): ExtractedWorkloads {
  const matches = paths.map((path) => matchPath(manifest.object, path));
  const found = matches.flatMap((match) => match.found);
  const mistyped = distinct(matches.flatMap((match) => match.mistyped));
  const workloads = [
    ...found.map((match) => toWorkload(manifest, match)),
    ...mistyped.map((match) => toUndecodable(manifest, match)),
  ];
  if (!CORE_GROUPS.has(group))
    return { workloads, unjudged: mistyped.length > 0 ? [] : describeRest(manifest, found, paths) };
  // The API's template is not optional but in a ReplicationController: an absent one is an empty pod, which passes.
  const isAbsent = workloads.length === 0 && kind !== 'ReplicationController';
  const absent = toWorkload(manifest, { path: (paths[0] ?? '').split('.'), value: {} });
  return { workloads: isAbsent ? [absent] : workloads, unjudged: [] };
}

/** Several paths may pass the same wrong value. */
function distinct(matches: readonly Match[]): readonly Match[] {
  return [...new Map(matches.map((match) => [formatPath(match.path), match])).values()];
}

/** A value of the wrong type on the way to a template: judging it fails. An object in a list's place must not look like a pod. */
function toUndecodable(manifest: Manifest, { path, value }: Match): Workload {
  return { manifest, pod: isRecord(value) ? [value] : value, paths: [{ pod: [], object: path }] };
}

/** Kinds that make no pod when they have no template: of other providers, or of a workload elsewhere. */
const PODLESS_WITHOUT_TEMPLATE: ReadonlySet<string> = new Set([
  'AnalysisTemplate',
  'ClusterAnalysisTemplate',
  'Rollout',
]);

/** What a custom resource says of its pods beside the templates: all of it where there are none. */
function describeRest(manifest: Manifest, found: readonly Match[], paths: readonly string[]): Unjudged[] {
  const { apiVersion, kind } = manifest.object;
  const known = found.map(({ path }) => formatPath(path));
  const isKnown = (path: FieldPath) => known.some((place) => formatPath(path).startsWith(place));
  const places = findPodLike(manifest.object).filter((path) => !isKnown(path));
  if (places.length > 0) return places.map((path) => describePodLike(manifest, path));
  if (found.length > 0 || PODLESS_WITHOUT_TEMPLATE.has(kind)) return [];
  const message = `${kind} of ${groupOf(apiVersion)} has no pod template at ${paths.join(' or ')}; what its controller runs is not judged`;
  return [{ manifest, path: ['spec'], message }];
}

/** A pod template has `spec`; anything else that a path names is a pod spec. */
function toWorkload(manifest: Manifest, { path, value }: Match): Workload {
  const isSpec = isRecord(value) && !('spec' in value) && CONTAINER_FIELDS.some((field) => field in value);
  return isSpec
    ? {
        manifest,
        pod: { spec: value },
        paths: [
          { pod: [], object: path },
          { pod: ['spec'], object: path },
        ],
      }
    : { manifest, pod: value, paths: [{ pod: [], object: path }] };
}

const CONTAINER_FIELDS = ['containers', 'initContainers'];

/** Kinds whose controllers render charts in the cluster: what they apply cannot be seen here. */
const CHART_DEPLOYERS: ReadonlySet<string> = new Set([
  'helm.toolkit.fluxcd.io/HelmRelease',
  'helm.cattle.io/HelmChart',
]);

function describeDeployer(manifest: Manifest): Unjudged[] {
  const { apiVersion, kind } = manifest.object;
  if (!CHART_DEPLOYERS.has(`${groupOf(apiVersion)}/${kind}`)) return [];
  const message = `${kind} of ${groupOf(apiVersion)} renders a chart in the cluster, which pss-gate does not follow`;
  return [{ manifest, path: ['spec'], message }];
}

function describePodLike(manifest: Manifest, path: FieldPath): Unjudged {
  const { apiVersion, kind } = manifest.object;
  const place = formatPath(path);
  const message = `${kind} of ${groupOf(apiVersion)} holds what looks like a pod at ${place}, which pss-gate does not know; name it under workloads in the configuration`;
  return { manifest, path, message };
}
