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
  if (!isRecord(spec)) return { pods: [], unjudged: [] };
  const templates = Array.isArray(spec.templates) ? spec.templates : [];
  const pods = templates.flatMap((template, index) =>
    isRecord(template) ? derivePod(spec, specPath, template, [...specPath, 'templates', index]) : [],
  );
  return { pods, unjudged: findPatches(spec, specPath, templates) };
}

type Fields = Readonly<Record<string, unknown>>;

function derivePod(spec: Fields, specPath: FieldPath, own: Fields, ownPath: FieldPath): DerivedPods['pods'][number][] {
  const defaults = isRecord(spec.templateDefaults) ? spec.templateDefaults : {};
  const template: Fields = { ...defaults, ...own };
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
        metadata: template.metadata,
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

/** Patches are applied when the pod is made; they may hold expressions. */
function findPatches(
  spec: Fields,
  specPath: FieldPath,
  templates: readonly unknown[],
): DerivedPods['unjudged'][number][] {
  const places: [FieldPath, unknown][] = [
    [specPath, spec],
    [[...specPath, 'templateDefaults'], spec.templateDefaults],
    ...templates.map((template, index): [FieldPath, unknown] => [[...specPath, 'templates', index], template]),
  ];
  return places
    .filter(
      ([, place]) => isRecord(place) && typeof place.podSpecPatch === 'string' && place.podSpecPatch.trim() !== '',
    )
    .map(([path]) => ({
      path: [...path, 'podSpecPatch'],
      message: 'podSpecPatch changes the pod when the workflow runs; the pod was judged without it',
    }));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
