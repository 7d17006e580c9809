import { describe, expect, it } from 'vitest';
import { formatPath } from '../../../src/model/field-path.ts';
import type { Workload } from '../../../src/model/workload.ts';
import { deriveWorkflowPods } from '../../../src/parse/workloads/argo-workflow.ts';
import { createWorkloadExtractor } from '../../../src/parse/workloads/extract.ts';
import { manifestOf, placeOf } from './manifest.ts';

const extract = createWorkloadExtractor();

function workflow(spec: string): Workload[] {
  return [...extract(manifestOf(`{apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: ${spec}}`)).workloads];
}

interface PodSpec {
  readonly containers: readonly { readonly name?: string; readonly image?: string }[];
  readonly initContainers?: unknown;
  readonly volumes?: unknown;
  readonly securityContext?: unknown;
  readonly hostNetwork?: unknown;
}

function specOf(workload: Workload | undefined): PodSpec {
  if (workload === undefined) throw new Error('no such workload');
  return (workload.pod as { spec: PodSpec }).spec;
}

describe('kinds', () => {
  it.each([
    ['Workflow', 'spec: {templates: [{container: {image: a}}]}', 'spec.templates[0].container'],
    ['WorkflowTemplate', 'spec: {templates: [{container: {image: a}}]}', 'spec.templates[0].container'],
    ['ClusterWorkflowTemplate', 'spec: {templates: [{container: {image: a}}]}', 'spec.templates[0].container'],
    [
      'CronWorkflow',
      'spec: {workflowSpec: {templates: [{container: {image: a}}]}}',
      'spec.workflowSpec.templates[0].container',
    ],
  ])('%s', (kind, fields, place) => {
    const { workloads, unjudged } = extract(manifestOf(`{apiVersion: argoproj.io/v1alpha1, kind: ${kind}, ${fields}}`));
    expect(unjudged).toEqual([]);
    expect(workloads.map((workload) => placeOf(workload, 'spec', 'containers', 0))).toEqual([place]);
  });

  it.each([
    ['argoproj.io/v1alpha1', 'WorkflowTaskSet'],
    ['argoproj.io/v1alpha1', 'Application'],
    ['example.com/v1', 'Workflow'],
    ['v1', 'Workflow'],
  ])('not %s %s', (apiVersion, kind) => {
    expect(
      deriveWorkflowPods(manifestOf(`{apiVersion: ${apiVersion}, kind: ${kind}, spec: {}}`).object),
    ).toBeUndefined();
  });

  it.each([
    '{}',
    '{templates: []}',
    '{templates: null}',
    '{workflowTemplateRef: {name: a}}',
    '{templates: [null, text, 5]}',
  ])('with the spec %s have no pods', (spec) => {
    expect(workflow(spec)).toEqual([]);
  });
});

describe('templates', () => {
  it.each<[name: string, template: string, containers: [name: string, place: string][]]>([
    ['a container is main', '{container: {image: a}}', [['main', 'container']]],
    ['a container is main, whatever its name', '{container: {image: a, name: other}}', [['main', 'container']]],
    ['a script is main', '{script: {image: a, source: x}}', [['main', 'script']]],
    [
      'the containers of a set keep their names',
      '{containerSet: {containers: [{name: a}, {name: b}]}}',
      [
        ['a', 'containerSet.containers[0]'],
        ['b', 'containerSet.containers[1]'],
      ],
    ],
    [
      'sidecars come behind',
      '{sidecars: [{name: s}, {name: t}], container: {image: a}}',
      [
        ['main', 'container'],
        ['s', 'sidecars[0]'],
        ['t', 'sidecars[1]'],
      ],
    ],
    [
      'sidecars of a script',
      '{script: {image: a}, sidecars: [{name: s}]}',
      [
        ['main', 'script'],
        ['s', 'sidecars[0]'],
      ],
    ],
  ])('%s', (_, template, containers) => {
    const [workload, ...rest] = workflow(`{templates: [${template}]}`);
    expect(rest).toEqual([]);
    expect(specOf(workload).containers.map(({ name }) => name)).toEqual(containers.map(([name]) => name));
    expect(containers.map((__, index) => placeOf(workload, 'spec', 'containers', index))).toEqual(
      containers.map(([, place]) => `spec.templates[0].${place}`),
    );
  });

  it.each([
    ['steps', '{steps: [[{name: a, template: b}]]}'],
    ['a graph', '{dag: {tasks: [{name: a, template: b}]}}'],
    ['a pause', '{suspend: {}}'],
    ['a request', '{http: {url: "https://example.com"}}'],
    ['sidecars alone', '{sidecars: [{name: s}]}'],
    ['an empty set', '{containerSet: {containers: []}}'],
    ['text for a container', '{container: text}'],
    ['nothing', '{name: a}'],
  ])('of %s make no pod', (_, template) => {
    expect(workflow(`{templates: [${template}]}`)).toEqual([]);
  });

  it('make one pod each', () => {
    const workloads = workflow('{templates: [{container: {image: a}}, {steps: []}, {script: {image: b}}]}');
    expect(workloads.map((workload) => placeOf(workload, 'spec', 'containers', 0, 'image'))).toEqual([
      'spec.templates[0].container.image',
      'spec.templates[2].script.image',
    ]);
    expect(workloads.map((workload) => specOf(workload).containers[0]?.image)).toEqual(['a', 'b']);
  });

  it('hand on the fields of containers as they are', () => {
    const [workload] = workflow('{templates: [{container: {image: a, securityContext: {privileged: yes}}}]}');
    expect(specOf(workload).containers).toEqual([{ name: 'main', image: 'a', securityContext: { privileged: true } }]);
    expect(placeOf(workload, 'spec', 'containers', 0, 'securityContext', 'privileged')).toBe(
      'spec.templates[0].container.securityContext.privileged',
    );
  });

  it('hand on init containers and metadata', () => {
    const [workload] = workflow(
      '{templates: [{metadata: {annotations: {a: b}}, container: {}, initContainers: [{name: i}]}]}',
    );
    expect(workload?.pod).toMatchObject({
      metadata: { annotations: { a: 'b' } },
      spec: { initContainers: [{ name: 'i' }] },
    });
    expect(placeOf(workload, 'spec', 'initContainers', 0, 'name')).toBe('spec.templates[0].initContainers[0].name');
    expect(placeOf(workload, 'metadata', 'annotations', 'a')).toBe('spec.templates[0].metadata.annotations.a');
  });

  it('say where a missing field of the pod belongs', () => {
    const [workload] = workflow('{templates: [{container: {}}]}');
    expect(placeOf(workload)).toBe('spec.templates[0]');
    expect(placeOf(workload, 'spec', 'securityContext', 'runAsNonRoot')).toBe('spec.securityContext.runAsNonRoot');
    expect(placeOf(workload, 'spec', 'hostPID')).toBe('spec.templates[0].hostPID');
  });
});

describe('security context', () => {
  it.each<[name: string, spec: string, context: unknown, place: string]>([
    [
      'of the workflow',
      '{securityContext: {runAsUser: 1}, templates: [{container: {}}]}',
      { runAsUser: 1 },
      'spec.securityContext',
    ],
    [
      'of the template',
      '{templates: [{securityContext: {runAsUser: 2}, container: {}}]}',
      { runAsUser: 2 },
      'spec.templates[0].securityContext',
    ],
    [
      'of the template replaces that of the workflow as a whole',
      '{securityContext: {runAsNonRoot: true, runAsUser: 1}, templates: [{securityContext: {runAsUser: 0}, container: {}}]}',
      { runAsUser: 0 },
      'spec.templates[0].securityContext',
    ],
    [
      'of the template, though empty, replaces that of the workflow',
      '{securityContext: {runAsUser: 1}, templates: [{securityContext: {}, container: {}}]}',
      {},
      'spec.templates[0].securityContext',
    ],
    [
      'of the defaults replaces that of the workflow',
      '{securityContext: {runAsUser: 1}, templateDefaults: {securityContext: {runAsUser: 3}}, templates: [{container: {}}]}',
      { runAsUser: 3 },
      'spec.templateDefaults.securityContext',
    ],
    ['is nothing where nobody says so', '{templates: [{container: {}}]}', undefined, 'spec.securityContext'],
  ])('%s', (_, spec, context, place) => {
    const [workload] = workflow(spec);
    expect(specOf(workload).securityContext).toEqual(context);
    expect(placeOf(workload, 'spec', 'securityContext')).toBe(place);
  });
});

describe('fields of the workflow', () => {
  it('hostNetwork holds for every pod', () => {
    const workloads = workflow('{hostNetwork: true, templates: [{container: {}}, {script: {}}]}');
    expect(workloads.map((workload) => specOf(workload).hostNetwork)).toEqual([true, true]);
    expect(placeOf(workloads[1], 'spec', 'hostNetwork')).toBe('spec.hostNetwork');
  });

  it('volumes come before those of the template', () => {
    const [workload] = workflow(
      '{volumes: [{name: a}, {name: b}], templates: [{container: {}, volumes: [{name: c, hostPath: {path: /}}]}]}',
    );
    expect(specOf(workload).volumes).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c', hostPath: { path: '/' } }]);
    expect([0, 1, 2].map((index) => placeOf(workload, 'spec', 'volumes', index))).toEqual([
      'spec.volumes[0]',
      'spec.volumes[1]',
      'spec.templates[0].volumes[0]',
    ]);
    expect(placeOf(workload, 'spec', 'volumes', 2, 'hostPath', 'path')).toBe(
      'spec.templates[0].volumes[0].hostPath.path',
    );
  });

  it('are found below workflowSpec in a CronWorkflow', () => {
    const { workloads, unjudged } = extract(
      manifestOf(
        '{apiVersion: argoproj.io/v1alpha1, kind: CronWorkflow, spec: {workflowSpec: {hostNetwork: true, podSpecPatch: x, volumes: [{name: a}], templates: [{container: {}}]}}}',
      ),
    );
    expect(placeOf(workloads[0], 'spec', 'hostNetwork')).toBe('spec.workflowSpec.hostNetwork');
    expect(placeOf(workloads[0], 'spec', 'volumes', 0)).toBe('spec.workflowSpec.volumes[0]');
    expect(unjudged.map(({ path }) => formatPath(path))).toEqual(['spec.workflowSpec.podSpecPatch']);
  });
});

describe('template defaults', () => {
  const defaults = `{templateDefaults: {
    container: {image: default, securityContext: {privileged: true}},
    initContainers: [{name: i}],
    sidecars: [{name: s}],
    volumes: [{name: v}],
    metadata: {annotations: {a: b}}
  }, templates: [{name: a}]}`;

  it('take the place of fields that a template does not have', () => {
    const [workload] = workflow(defaults);
    expect(workload?.pod).toMatchObject({
      metadata: { annotations: { a: 'b' } },
      spec: {
        containers: [{ name: 'main', image: 'default', securityContext: { privileged: true } }, { name: 's' }],
        initContainers: [{ name: 'i' }],
        volumes: [{ name: 'v' }],
      },
    });
  });

  it.each([
    [['containers', 0, 'securityContext'], 'spec.templateDefaults.container.securityContext'],
    [['containers', 1], 'spec.templateDefaults.sidecars[0]'],
    [['initContainers', 0], 'spec.templateDefaults.initContainers[0]'],
    [['volumes', 0], 'spec.templateDefaults.volumes[0]'],
  ])('are where %j is written', (path, place) => {
    const [workload] = workflow(defaults);
    expect(placeOf(workload, 'spec', ...path)).toBe(place);
  });
});

describe('podSpecPatch', () => {
  it.each<[name: string, spec: string, places: string[]]>([
    ['of the workflow', '{podSpecPatch: "a: 1", templates: []}', ['spec.podSpecPatch']],
    ['of the defaults', '{templateDefaults: {podSpecPatch: "a: 1"}}', ['spec.templateDefaults.podSpecPatch']],
    ['of a template', '{templates: [{}, {podSpecPatch: "a: 1"}]}', ['spec.templates[1].podSpecPatch']],
    [
      'everywhere',
      '{podSpecPatch: a, templateDefaults: {podSpecPatch: b}, templates: [{podSpecPatch: c}]}',
      ['spec.podSpecPatch', 'spec.templateDefaults.podSpecPatch', 'spec.templates[0].podSpecPatch'],
    ],
    ['that is empty', '{podSpecPatch: "", templates: [{podSpecPatch: "  "}]}', []],
    ['that is no text', '{podSpecPatch: {a: 1}, templates: [null, text]}', []],
  ])('%s', (_, spec, places) => {
    const { unjudged } = extract(manifestOf(`{apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: ${spec}}`));
    expect(unjudged.map(({ path }) => formatPath(path))).toEqual(places);
    for (const { message } of unjudged) {
      expect(message).toBe('podSpecPatch changes the pod when the workflow runs; the pod was judged without it');
    }
  });
});

describe('template defaults are merged as a strategic merge patch', () => {
  it('field by field below container', () => {
    const [workload] = workflow(
      '{templateDefaults: {container: {securityContext: {privileged: true}}}, templates: [{container: {image: a}}]}',
    );
    expect(specOf(workload).containers).toEqual([{ name: 'main', image: 'a', securityContext: { privileged: true } }]);
  });

  it.each(['steps: [[{name: a, template: b}]]', 'dag: {tasks: []}', 'suspend: {}'])(
    'and leave %s what it is',
    (fields) => {
      expect(workflow(`{templateDefaults: {container: {image: a}}, templates: [{${fields}}]}`)).toEqual([]);
    },
  );
});

describe('templates written in place', () => {
  it.each([
    ['steps: [[{name: a, inline: {container: {image: x}}}]]', 'spec.templates[0].steps[0][0].inline.container'],
    ['dag: {tasks: [{name: a, inline: {container: {image: x}}}]}', 'spec.templates[0].dag.tasks[0].inline.container'],
  ])('in %s make pods', (fields, place) => {
    const workloads = workflow(`{templates: [{${fields}}]}`);
    expect(workloads.map((workload) => placeOf(workload, 'spec', 'containers', 0))).toEqual([place]);
  });
});

it('metadata of the workflow holds for its pods', () => {
  const [workload] = workflow('{podMetadata: {annotations: {a: b}}, templates: [{container: {}}]}');
  expect(workload?.pod).toMatchObject({ metadata: { annotations: { a: 'b' } } });
});
