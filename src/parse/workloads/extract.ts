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
  const kinds = new Map<string, WorkloadKind>();
  for (const kind of [...CUSTOM_KINDS, ...ownKinds, ...BUILT_IN_KINDS]) kinds.set(`${kind.group}/${kind.kind}`, kind);

  return (manifest) => {
    const { object } = manifest;
    const group = groupOf(object.apiVersion);
    if (group === '' && object.kind === 'Pod') return podItself(manifest);
    const kind = kinds.get(`${group}/${object.kind}`);
    if (kind !== undefined) return { workloads: extractTemplates(manifest, kind), unjudged: [] };
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

function podItself(manifest: Manifest): ExtractedWorkloads {
  return { workloads: [{ manifest, pod: manifest.object, paths: [{ pod: [], object: [] }] }], unjudged: [] };
}

const CORE_GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'extensions', 'batch']);

function extractTemplates(manifest: Manifest, { group, kind, paths }: WorkloadKind): Workload[] {
  const workloads = paths
    .flatMap((path) => matchPath(manifest.object, path))
    .map((match) => toWorkload(manifest, match));
  if (workloads.length > 0) return workloads;
  const blocked = blockedPath(manifest.object, paths);
  if (blocked !== undefined) return [toWorkload(manifest, blocked)];
  // The API's template is not optional but in a ReplicationController: an absent one is an empty pod, which passes.
  const isOptional = !CORE_GROUPS.has(group) || kind === 'ReplicationController';
  return isOptional ? [] : [toWorkload(manifest, { path: (paths[0] ?? '').split('.'), value: {} })];
}

/** The first value on the way to a template that is neither an object nor absent: `spec: "x"`. */
function blockedPath(object: unknown, paths: readonly string[]): Match | undefined {
  for (const path of paths) {
    let value = object;
    const steps: string[] = [];
    for (const step of path.split('.').map((text) => text.replaceAll('[*]', ''))) {
      if (step === '*' || !isRecord(value)) break;
      value = value[step];
      steps.push(step);
      if (value != null && typeof value !== 'object') return { path: steps, value };
    }
  }
  return undefined;
}

/** A pod template has `spec`; anything else that a path names is a pod spec. */
function toWorkload(manifest: Manifest, { path, value }: Match): Workload {
  const isSpec = isRecord(value) && !('spec' in value) && CONTAINER_FIELDS.some((field) => field in value);
  return isSpec
    ? { manifest, pod: { spec: value }, paths: [{ pod: ['spec'], object: path }] }
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
  return {
    manifest,
    path,
    message: `${kind} of ${groupOf(apiVersion)} holds what looks like a pod at ${place}, which pss-gate does not know; name it under workloads in the configuration`,
  };
}
