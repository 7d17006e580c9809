import { describe, expect, it } from 'vitest';
import { createWorkloadExtractor } from '../../../src/parse/workloads/extract.ts';
import { decodePod } from '../../../src/pss/decode.ts';
import { manifestOf, placeOf } from './manifest.ts';

const extract = createWorkloadExtractor();

const CONTAINERS = 'containers: [{name: app, image: app:1}]';

describe('Pod', () => {
  const manifest = manifestOf(`{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {${CONTAINERS}}}`);

  it('is its own workload', () => {
    const { workloads, unjudged } = extract(manifest);
    expect(workloads).toEqual([{ manifest, pod: manifest.object, paths: [{ pod: [], object: [] }] }]);
    expect(unjudged).toEqual([]);
    expect(placeOf(workloads[0], 'spec', 'containers', 0, 'image')).toBe('spec.containers[0].image');
  });

  it.each([
    ['without an apiVersion', 'kind: Pod\n', 1],
    ['of a version to come', '{apiVersion: v2, kind: Pod}', 1],
    ['without a spec', '{apiVersion: v1, kind: Pod}', 1],
    ['of another group', '{apiVersion: example.com/v1, kind: Pod}', 0],
    ['in lower case', '{apiVersion: v1, kind: pod}', 0],
  ])('%s makes %s', (_, text, count) => {
    expect(extract(manifestOf(text)).workloads).toHaveLength(count);
  });
});

describe('objects without pods', () => {
  it.each([
    ['a ConfigMap', '{apiVersion: v1, kind: ConfigMap, data: {a: b}}'],
    ['a Service', '{apiVersion: v1, kind: Service, spec: {template: {}}}'],
    ['a Namespace', '{apiVersion: v1, kind: Namespace}'],
    ['a Deployment of a stranger', '{apiVersion: example.com/v1, kind: Deployment, spec: {template: {}}}'],
    ['a Rollout without a template', '{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {workloadRef: {}}}'],
    ['a Rollout without a spec', '{apiVersion: argoproj.io/v1alpha1, kind: Rollout}'],
    ['a ReplicationController without a template', '{apiVersion: v1, kind: ReplicationController, spec: {}}'],
    [
      'an AnalysisTemplate without jobs',
      '{apiVersion: argoproj.io/v1alpha1, kind: AnalysisTemplate, spec: {metrics: [{provider: {web: {}}}]}}',
    ],
    ['an object with a number as apiVersion', '{apiVersion: 1, kind: Thing}'],
  ])('%s', (_, text) => {
    expect(extract(manifestOf(text))).toEqual({ workloads: [], unjudged: [] });
  });
});

describe('templates that are not there', () => {
  it.each([
    ['Deployment', '{apiVersion: apps/v1, kind: Deployment}', 'spec.template'],
    ['Deployment with a spec', '{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 1}}', 'spec.template'],
    [
      'Deployment with template: null',
      '{apiVersion: apps/v1, kind: Deployment, spec: {template: null}}',
      'spec.template',
    ],
    ['Job', '{apiVersion: batch/v1, kind: Job}', 'spec.template'],
    ['CronJob', '{apiVersion: batch/v1, kind: CronJob, spec: {}}', 'spec.jobTemplate.spec.template'],
    ['PodTemplate', '{apiVersion: v1, kind: PodTemplate}', 'template'],
  ])('of a %s are empty pods', (_, text, place) => {
    const [workload, ...rest] = extract(manifestOf(text)).workloads;
    expect(rest).toEqual([]);
    expect(workload?.pod).toEqual({});
    expect(placeOf(workload)).toBe(place);
  });
});

describe('values of the wrong type become workloads that do not decode', () => {
  it.each<[name: string, text: string, place: string]>([
    ['spec', '{apiVersion: apps/v1, kind: Deployment, spec: x}', 'spec'],
    ['spec: list', '{apiVersion: apps/v1, kind: Deployment, spec: []}', 'spec'],
    ['jobTemplate: list', '{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: []}}', 'spec.jobTemplate'],
    [
      'tasks: object',
      '{apiVersion: batch.volcano.sh/v1alpha1, kind: Job, spec: {tasks: {a: {template: {}}}}}',
      'spec.tasks',
    ],
    ['an item of tasks', '{apiVersion: batch.volcano.sh/v1alpha1, kind: Job, spec: {tasks: [x]}}', 'spec.tasks[0]'],
    ['spec of a Workflow', '{apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: x}', 'spec'],
    [
      'containers of a Prometheus',
      '{apiVersion: monitoring.coreos.com/v1, kind: Prometheus, spec: {containers: x}}',
      'spec.containers',
    ],
    ['spec: number', '{apiVersion: apps/v1, kind: Deployment, spec: 5}', 'spec'],
    ['spec: false', '{apiVersion: apps/v1, kind: Deployment, spec: no}', 'spec'],
    ['template', '{apiVersion: apps/v1, kind: Deployment, spec: {template: x}}', 'spec.template'],
    ['template: list', '{apiVersion: apps/v1, kind: Deployment, spec: {template: [1]}}', 'spec.template'],
    ['template: empty list', '{apiVersion: apps/v1, kind: Deployment, spec: {template: []}}', 'spec.template'],
    ['template.spec', '{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: x}}}', 'spec.template.spec'],
    [
      'containers',
      `{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: x}}}}`,
      'spec.template.spec.containers',
    ],
    [
      'a container',
      `{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [x]}}}}`,
      'spec.template.spec.containers[0]',
    ],
    ['jobTemplate', '{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: x}}', 'spec.jobTemplate'],
    ['spec of a Pod', '{apiVersion: v1, kind: Pod, spec: x}', 'spec'],
    ['metadata of a Pod', '{apiVersion: v1, kind: Pod, metadata: [x]}', 'metadata'],
    [
      'template of a custom resource',
      '{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {template: x}}',
      'spec.template',
    ],
    ['spec of a custom resource', '{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: x}', 'spec'],
    ['tasks', '{apiVersion: batch.volcano.sh/v1alpha1, kind: Job, spec: {tasks: x}}', 'spec.tasks'],
    [
      'containers of a pod spec',
      '{apiVersion: serving.knative.dev/v1, kind: Revision, spec: {containers: x}}',
      'spec.containers',
    ],
  ])('%s', (_, text, place) => {
    const { workloads, unjudged } = extract(manifestOf(text));
    expect(unjudged).toEqual([]);
    expect(workloads).toHaveLength(1);
    const errors = decodePod(workloads[0]?.pod);
    expect(errors).toHaveLength(1);
    expect(placeOf(workloads[0], ...(errors[0]?.path ?? []))).toBe(place);
  });
});

describe('kinds of the configuration', () => {
  const own = (...paths: string[]) => createWorkloadExtractor([{ group: 'example.com', kind: 'App', paths }]);
  const app = (spec: string) => manifestOf(`{apiVersion: example.com/v1, kind: App, spec: ${spec}}`);

  it.each<[name: string, paths: string[], spec: string, places: string[]]>([
    ['a template', ['spec.pod'], `{pod: {spec: {${CONTAINERS}}}}`, ['spec.pod.spec.containers']],
    ['a pod spec', ['spec.pod'], `{pod: {${CONTAINERS}}}`, ['spec.pod.containers']],
    ['a pod spec of init containers', ['spec.pod'], '{pod: {initContainers: [{name: a}]}}', ['spec.pod.containers']],
    ['the spec itself', ['spec'], `{${CONTAINERS}}`, ['spec.containers']],
    [
      'items',
      ['spec.pods[*]'],
      `{pods: [{${CONTAINERS}}, {spec: {${CONTAINERS}}}]}`,
      ['spec.pods[0].containers', 'spec.pods[1].spec.containers'],
    ],
    [
      'members',
      ['spec.*.pod'],
      `{a: {pod: {${CONTAINERS}}}, b: {pod: {${CONTAINERS}}}}`,
      ['spec.a.pod.containers', 'spec.b.pod.containers'],
    ],
    [
      'several paths',
      ['spec.a', 'spec.b'],
      `{a: {${CONTAINERS}}, b: {${CONTAINERS}}}`,
      ['spec.a.containers', 'spec.b.containers'],
    ],
    ['one of several paths', ['spec.a', 'spec.b'], `{b: {${CONTAINERS}}}`, ['spec.b.containers']],
  ])('%s', (_, paths, spec, places) => {
    const { workloads, unjudged } = own(...paths)(app(spec));
    expect(workloads.map((workload) => placeOf(workload, 'spec', 'containers'))).toEqual(places);
    expect(unjudged).toEqual([]);
  });

  it('are listed when there is nothing at their path', () => {
    const { workloads, unjudged } = own('spec.pod')(app('{other: 1}'));
    expect([workloads, unjudged.map(({ message }) => message)]).toEqual([
      [],
      ['App of example.com has no pod template at spec.pod; what its controller runs is not judged'],
    ]);
  });

  it('may be named several times, each with a path', () => {
    const find = createWorkloadExtractor([
      { group: 'example.com', kind: 'App', paths: ['spec.a'] },
      { group: 'example.com', kind: 'App', paths: ['spec.b'] },
    ]);
    const { workloads } = find(app(`{a: {${CONTAINERS}}, b: {${CONTAINERS}}}`));
    expect(workloads.map((workload) => placeOf(workload))).toEqual(['spec.a', 'spec.b']);
  });

  it('hold for all versions of the group, and for no other group or kind', () => {
    const find = own('spec.pod');
    const count = (apiVersion: string, kind: string) =>
      find(manifestOf(`{apiVersion: ${apiVersion}, kind: ${kind}, spec: {pod: {spec: {}}}}`)).workloads.length;
    expect(count('example.com/v1', 'App')).toBe(1);
    expect(count('example.com/v9beta1', 'App')).toBe(1);
    expect(count('example.org/v1', 'App')).toBe(0);
    expect(count('example.com', 'App')).toBe(0);
    expect(count('example.com/v1', 'Apps')).toBe(0);
  });

  it('come before what we know of custom kinds', () => {
    const find = createWorkloadExtractor([{ group: 'argoproj.io', kind: 'Rollout', paths: ['spec.pod'] }]);
    const { workloads } = find(
      manifestOf('{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {pod: {spec: {}}, template: {spec: {}}}}'),
    );
    expect(workloads.map((workload) => placeOf(workload))).toEqual(['spec.pod']);
  });

  it.each([
    ['argoproj.io', 'Workflow', 'argoproj.io/v1alpha1'],
    ['monitoring.coreos.com', 'Prometheus', 'monitoring.coreos.com/v1'],
  ])('come before how we put together pods of %s %s', (group, kind, apiVersion) => {
    const find = createWorkloadExtractor([{ group, kind, paths: ['spec.pod'] }]);
    const { workloads } = find(manifestOf(`{apiVersion: ${apiVersion}, kind: ${kind}, spec: {pod: {spec: {}}}}`));
    expect(workloads.map((workload) => placeOf(workload))).toEqual(['spec.pod']);
  });

  it.each([
    ['apps', 'Deployment', 'apps/v1', 'spec.template'],
    ['batch', 'CronJob', 'batch/v1', 'spec.jobTemplate.spec.template'],
    ['', 'Pod', 'v1', ''],
  ])('never change those of Kubernetes: %s %s', (group, kind, apiVersion, place) => {
    const find = createWorkloadExtractor([{ group, kind, paths: ['spec.elsewhere'] }]);
    const { workloads } = find(manifestOf(`{apiVersion: ${apiVersion}, kind: ${kind}, spec: {elsewhere: {}}}`));
    expect(workloads.map((workload) => placeOf(workload))).toEqual([place]);
  });
});

describe('derived kinds', () => {
  it('carry their manifest', () => {
    const manifest = manifestOf(
      '{apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: {podSpecPatch: x, templates: [{container: {}}]}}',
    );
    const { workloads, unjudged } = extract(manifest);
    expect(workloads.map((workload) => workload.manifest)).toEqual([manifest]);
    expect(unjudged.map((place) => place.manifest)).toEqual([manifest]);
  });
});

describe('what looks like a pod', () => {
  it('is listed with its manifest, its place and what to do', () => {
    const manifest = manifestOf(`{apiVersion: example.com/v1, kind: App, spec: {pods: [{${CONTAINERS}}]}}`);
    expect(extract(manifest)).toEqual({
      workloads: [],
      unjudged: [
        {
          manifest,
          path: ['spec', 'pods', 0],
          message:
            'App of example.com holds what looks like a pod at spec.pods[0], which pss-gate does not know; name it under workloads in the configuration',
        },
      ],
    });
  });
});

describe('what renders a chart in the cluster', () => {
  it.each([
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'],
    ['helm.toolkit.fluxcd.io/v2beta1', 'HelmRelease'],
    ['helm.cattle.io/v1', 'HelmChart'],
  ])('is listed: %s %s', (apiVersion, kind) => {
    const manifest = manifestOf(`{apiVersion: ${apiVersion}, kind: ${kind}, spec: {values: {replicas: 1}}}`);
    const group = apiVersion.slice(0, apiVersion.indexOf('/'));
    const message = `${kind} of ${group} renders a chart in the cluster, which pss-gate does not follow`;
    expect(extract(manifest)).toEqual({ workloads: [], unjudged: [{ manifest, path: ['spec'], message }] });
  });

  it('is listed beside what looks like a pod in it', () => {
    const text = `{apiVersion: helm.cattle.io/v1, kind: HelmChart, spec: {values: {${CONTAINERS}}}}`;
    const { unjudged } = extract(manifestOf(text));
    expect(unjudged.map(({ path }) => path)).toEqual([['spec'], ['spec', 'values']]);
  });

  it.each([
    ['helm.toolkit.fluxcd.io/v2', 'HelmChart'],
    ['source.toolkit.fluxcd.io/v1', 'HelmChart'],
    ['example.com/v1', 'HelmRelease'],
  ])('is not %s %s', (apiVersion, kind) => {
    expect(extract(manifestOf(`{apiVersion: ${apiVersion}, kind: ${kind}, spec: {}}`)).unjudged).toEqual([]);
  });
});
