import type { FieldPath } from '../../model/field-path.ts';
import { groupOf, isRecord, type KubernetesObject } from '../../model/manifest.ts';
import type { PathRule } from '../../model/workload.ts';

/** Pods that a kind describes in its own way, and what of it could not be derived. */
export interface DerivedPods {
  readonly pods: readonly { readonly pod: unknown; readonly paths: readonly PathRule[] }[];
  readonly unjudged: readonly { readonly path: FieldPath; readonly message: string }[];
}

/** Where a workflow's spec is, by kind. */
const SPEC_PATHS: Readonly<Record<string, FieldPath>> = {
  Workflow: ['spec'],
  WorkflowTemplate: ['spec'],
  ClusterWorkflowTemplate: ['spec'],
  CronWorkflow: ['spec', 'workflowSpec'],
};

/**
 * Pods of an Argo Workflow: one for each template that runs containers. The controller adds containers of its own
 * (`init`, `wait`), which its configuration secures, not the manifest.
 *
 * Source: argo-workflows workflow/controller/workflowpod.go, createWorkflowPod
 * @returns nothing for other kinds
 */
export function deriveWorkflowPods(object: KubernetesObject): DerivedPods | undefined {
  const specPath = groupOf(object.apiVersion) === 'argoproj.io' ? SPEC_PATHS[object.kind] : undefined;
  if (specPath === undefined) return undefined;
  const spec = specPath.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), object);
  if (spec == null) return { pods: [], unjudged: [] };
  if (!isRecord(spec)) return undecodable(spec, specPath);
  if (spec.templates != null && !Array.isArray(spec.templates))
    return undecodable([spec.templates], [...specPath, 'templates']);
  const templates = findTemplates(spec, specPath);
  return {
    pods: templates.flatMap(({ template, path }) => derivePod(spec, specPath, template, path)),
    unjudged: [...findPatches(spec, specPath, templates), ...findResources(templates)],
  };
}

/** A value where an object has to be: judged as a pod, it is refused with its place. */
function undecodable(value: unknown, path: FieldPath): DerivedPods {
  return { pods: [{ pod: value, paths: [{ pod: [], object: path }] }], unjudged: [] };
}

interface PlacedTemplate {
  readonly template: Fields;
  readonly path: FieldPath;
}

/** The templates of a workflow, and those that stand inside steps and tasks. */
function findTemplates(spec: Fields, specPath: FieldPath): PlacedTemplate[] {
  return listOf(spec.templates).flatMap((template, index) => withInner(template, [...specPath, 'templates', index]));
}

function withInner(template: unknown, path: FieldPath): PlacedTemplate[] {
  if (!isRecord(template)) return [];
  const tasks = isRecord(template.dag) ? listOf(template.dag.tasks) : [];
  return [
    { template, path },
    ...tasks.flatMap((task, index) => inline(task, [...path, 'dag', 'tasks', index])),
    ...listOf(template.steps).flatMap((steps, group) =>
      listOf(steps).flatMap((step, index) => inline(step, [...path, 'steps', group, index])),
    ),
  ];
}

function inline(place: unknown, path: FieldPath): PlacedTemplate[] {
  return isRecord(place) ? withInner(place.inline, [...path, 'inline']) : [];
}

/** Fields of a template that say what it does instead of running containers. */
const OTHER_TYPES = ['steps', 'dag', 'suspend', 'resource', 'http', 'plugin', 'data'];
const CONTAINER_TYPES = ['container', 'script', 'containerSet'];

/** A template with the defaults below it, merged field by field; a template of another type takes no containers from them. */
function withDefaults(defaults: Fields, own: Fields): Fields {
  const isOther = OTHER_TYPES.some((type) => own[type] != null) && CONTAINER_TYPES.every((type) => own[type] == null);
  const merged = merge(defaults, own);
  return isOther ? { ...merged, container: undefined, script: undefined, containerSet: undefined } : merged;
}

function merge(defaults: Fields, own: Fields): Fields {
  const merged: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(own)) {
    const base = merged[key];
    merged[key] = isRecord(base) && isRecord(value) ? merge(base, value) : value;
  }
  return merged;
}

/** A template of this type applies a manifest of its own, often with parameters in it. */
function findResources(templates: readonly PlacedTemplate[]): DerivedPods['unjudged'][number][] {
  return templates
    .filter(({ template }) => isRecord(template.resource) && template.resource.manifest != null)
    .map(({ path }) => ({
      path: [...path, 'resource', 'manifest'],
      message: 'the manifest that this template applies is not judged',
    }));
}

type Fields = Readonly<Record<string, unknown>>;

function derivePod(spec: Fields, specPath: FieldPath, own: Fields, ownPath: FieldPath): DerivedPods['pods'][number][] {
  const defaults = isRecord(spec.templateDefaults) ? spec.templateDefaults : {};
  const template = withDefaults(defaults, own);
  const pathOf = (field: string): FieldPath =>
    field in own ? [...ownPath, field] : [...specPath, 'templateDefaults', field];

  const containers: { readonly value: unknown; readonly path: FieldPath }[] = [];
  for (const field of ['container', 'script']) {
    const main = template[field];
    if (isRecord(main)) containers.push({ value: { ...main, name: 'main' }, path: pathOf(field) });
  }
  const set = template.containerSet;
  if (isRecord(set) && Array.isArray(set.containers)) {
    for (const [index, value] of set.containers.entries()) {
      containers.push({ value, path: [...pathOf('containerSet'), 'containers', index] });
    }
  }
  if (containers.length === 0) return [];
  if (Array.isArray(template.sidecars)) {
    for (const [index, value] of template.sidecars.entries()) {
      containers.push({ value, path: [...pathOf('sidecars'), index] });
    }
  }

  // The template's security context replaces the workflow's as a whole.
  const owner = isRecord(template.securityContext) ? template : spec;
  const volumes = [...listOf(spec.volumes), ...listOf(template.volumes)];
  return [
    {
      pod: {
        metadata: mergeMetadata(spec.podMetadata, template.metadata),
        spec: {
          containers: containers.map(({ value }) => value),
          initContainers: template.initContainers,
          securityContext: owner.securityContext,
          volumes,
          hostNetwork: spec.hostNetwork,
        },
      },
      paths: [
        { pod: [], object: ownPath },
        { pod: ['spec'], object: ownPath },
        {
          pod: ['spec', 'securityContext'],
          object: owner === spec ? [...specPath, 'securityContext'] : pathOf('securityContext'),
        },
        { pod: ['spec', 'hostNetwork'], object: [...specPath, 'hostNetwork'] },
        { pod: ['spec', 'initContainers'], object: pathOf('initContainers') },
        ...volumes.map((_, index) => ({
          pod: ['spec', 'volumes', index],
          object:
            index < listOf(spec.volumes).length
              ? [...specPath, 'volumes', index]
              : [...pathOf('volumes'), index - listOf(spec.volumes).length],
        })),
        ...containers.map(({ path }, index) => ({ pod: ['spec', 'containers', index], object: path })),
      ],
    },
  ];
}

/** The template's annotations over those that the workflow sets on all pods. */
function mergeMetadata(ofWorkflow: unknown, ofTemplate: unknown): unknown {
  return isRecord(ofWorkflow) && isRecord(ofTemplate) ? merge(ofWorkflow, ofTemplate) : (ofTemplate ?? ofWorkflow);
}

/** Patches are applied when the pod is made; they may hold expressions. */
function findPatches(
  spec: Fields,
  specPath: FieldPath,
  templates: readonly PlacedTemplate[],
): DerivedPods['unjudged'][number][] {
  const places = [
    { template: spec, path: specPath },
    { template: isRecord(spec.templateDefaults) ? spec.templateDefaults : {}, path: [...specPath, 'templateDefaults'] },
    ...templates,
  ];
  return places
    .filter(({ template: { podSpecPatch } }) => typeof podSpecPatch === 'string' && podSpecPatch.trim() !== '')
    .map(({ path }) => ({
      path: [...path, 'podSpecPatch'],
      message: 'podSpecPatch changes the pod when the workflow runs; the pod was judged without it',
    }));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
