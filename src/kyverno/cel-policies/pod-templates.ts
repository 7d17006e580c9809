import { isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';
import type { PolicyRequest } from '../types.ts';

/** Something in a custom resource that looks like a pod template. */
export interface PodTemplate {
  /** `spec.replicatedJobs[0].template.spec.template` */
  readonly path: string;
  /** The pod that would come of it. */
  readonly request: PolicyRequest;
}

type Json = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 100;

/**
 * The pods of a custom resource that manages some: whatever below `spec` has `spec.containers` of which all have a name and an
 * image. What it was before is paired by path.
 *
 * Source: kyverno pkg/cel/autogen/extract
 */
export function findPodTemplates(request: PolicyRequest): readonly PodTemplate[] {
  const { object, oldObject } = request;
  const source = object ?? oldObject;
  if (source === undefined) return [];
  const other = object === undefined ? undefined : oldObject;
  const others = new Map(other === undefined ? [] : templatesIn(other));
  return templatesIn(source).map(([path, template]) => {
    const pod = toPod(template, source, request.namespace);
    const before = others.get(path);
    const pair =
      object === undefined
        ? { object: undefined, oldObject: pod }
        : { object: pod, oldObject: before && toPod(before, source, request.namespace) };
    return { path, request: { ...request, ...pair, isNamespaced: true, namespace: metadataText(pod, 'namespace') } };
  });
}

function templatesIn(object: KubernetesObject): [string, Json][] {
  const found: [string, Json][] = [];
  walk(object.spec, 'spec', 0, found);
  return found;
}

function walk(value: unknown, path: string, depth: number, found: [string, Json][]): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`, depth + 1, found);
  } else if (isRecord(value)) {
    if (isPodTemplate(value)) found.push([path, value]);
    else for (const [key, item] of Object.entries(value)) walk(item, `${path}.${key}`, depth + 1, found);
  }
}

function isPodTemplate({ metadata, spec }: Json): boolean {
  if (metadata !== undefined && !isRecord(metadata)) return false;
  const containers = isRecord(spec) ? spec.containers : undefined;
  return Array.isArray(containers) && containers.length > 0 && containers.every(isContainer);
}

function isContainer(value: unknown): boolean {
  return isRecord(value) && typeof value.name === 'string' && value.name !== '' && typeof value.image === 'string';
}

/** Without a name of its own a pod gets that of what manages it. */
function toPod(template: Json, parent: KubernetesObject, namespace: string): KubernetesObject {
  const metadata = isRecord(template.metadata) ? template.metadata : {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name: textOr(metadata.name, metadataText(parent, 'name')),
      namespace: textOr(metadata.namespace, namespace),
    },
    spec: template.spec,
  };
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}
