import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { objectPath } from '../../../src/model/workload.ts';
import { createWorkloadExtractor } from '../../../src/parse/workloads/extract.ts';
import { BUILT_IN_KINDS, CUSTOM_KINDS } from '../../../src/parse/workloads/kinds.ts';
import { pathExpressionError } from '../../../src/parse/workloads/path-expression.ts';

type Row = [apiVersion: string, kind: string, ...paths: string[]];

/** Where pods are, from the documentation of each kind: numbers are positions in lists, `x` is a name of one's own. */
const TEMPLATES: readonly Row[] = [
  ['v1', 'PodTemplate', 'template'],
  ['v1', 'ReplicationController', 'spec.template'],
  ['apps/v1', 'ReplicaSet', 'spec.template'],
  ['apps/v1', 'Deployment', 'spec.template'],
  ['apps/v1', 'StatefulSet', 'spec.template'],
  ['apps/v1', 'DaemonSet', 'spec.template'],
  ['extensions/v1beta1', 'ReplicaSet', 'spec.template'],
  ['extensions/v1beta1', 'Deployment', 'spec.template'],
  ['extensions/v1beta1', 'StatefulSet', 'spec.template'],
  ['extensions/v1beta1', 'DaemonSet', 'spec.template'],
  ['batch/v1', 'Job', 'spec.template'],
  ['batch/v1', 'CronJob', 'spec.jobTemplate.spec.template'],
  ['argoproj.io/v1alpha1', 'Rollout', 'spec.template'],
  ['argoproj.io/v1alpha1', 'AnalysisTemplate', 'spec.metrics.0.provider.job.spec.template'],
  ['argoproj.io/v1alpha1', 'ClusterAnalysisTemplate', 'spec.metrics.0.provider.job.spec.template'],
  ['serving.knative.dev/v1', 'Service', 'spec.template'],
  ['serving.knative.dev/v1', 'Configuration', 'spec.template'],
  ['sources.knative.dev/v1', 'ContainerSource', 'spec.template'],
  ['apps.kruise.io/v1alpha1', 'CloneSet', 'spec.template'],
  ['apps.kruise.io/v1beta1', 'StatefulSet', 'spec.template'],
  ['apps.kruise.io/v1alpha1', 'DaemonSet', 'spec.template'],
  ['apps.kruise.io/v1alpha1', 'BroadcastJob', 'spec.template'],
  [
    'apps.kruise.io/v1alpha1',
    'AdvancedCronJob',
    'spec.template.jobTemplate.spec.template',
    'spec.template.broadcastJobTemplate.spec.template',
  ],
  [
    'apps.kruise.io/v1alpha1',
    'UnitedDeployment',
    'spec.template.statefulSetTemplate.spec.template',
    'spec.template.advancedStatefulSetTemplate.spec.template',
    'spec.template.cloneSetTemplate.spec.template',
    'spec.template.deploymentTemplate.spec.template',
  ],
  ['keda.sh/v1alpha1', 'ScaledJob', 'spec.jobTargetRef.template'],
  ['kubeflow.org/v1', 'TFJob', 'spec.tfReplicaSpecs.x.template'],
  ['kubeflow.org/v1', 'PyTorchJob', 'spec.pytorchReplicaSpecs.x.template'],
  ['kubeflow.org/v2beta1', 'MPIJob', 'spec.mpiReplicaSpecs.x.template'],
  ['kubeflow.org/v1', 'XGBoostJob', 'spec.xgbReplicaSpecs.x.template'],
  ['kubeflow.org/v1', 'MXJob', 'spec.mxReplicaSpecs.x.template'],
  ['kubeflow.org/v1', 'PaddleJob', 'spec.paddleReplicaSpecs.x.template'],
  ['kubeflow.org/v1', 'JAXJob', 'spec.jaxReplicaSpecs.x.template'],
  ['kubeflow.org/v1', 'Notebook', 'spec.template'],
  ['sparkoperator.k8s.io/v1beta2', 'SparkApplication', 'spec.driver.template', 'spec.executor.template'],
  [
    'sparkoperator.k8s.io/v1beta2',
    'ScheduledSparkApplication',
    'spec.template.driver.template',
    'spec.template.executor.template',
  ],
  [
    'flink.apache.org/v1beta1',
    'FlinkDeployment',
    'spec.podTemplate',
    'spec.jobManager.podTemplate',
    'spec.taskManager.podTemplate',
  ],
  ['ray.io/v1', 'RayCluster', 'spec.headGroupSpec.template', 'spec.workerGroupSpecs.0.template'],
  [
    'ray.io/v1',
    'RayJob',
    'spec.submitterPodTemplate',
    'spec.rayClusterSpec.headGroupSpec.template',
    'spec.rayClusterSpec.workerGroupSpecs.0.template',
  ],
  [
    'ray.io/v1',
    'RayService',
    'spec.rayClusterConfig.headGroupSpec.template',
    'spec.rayClusterConfig.workerGroupSpecs.0.template',
  ],
  ['batch.volcano.sh/v1alpha1', 'Job', 'spec.tasks.0.template'],
  ['jobset.x-k8s.io/v1alpha2', 'JobSet', 'spec.replicatedJobs.0.template.spec.template'],
  [
    'leaderworkerset.x-k8s.io/v1',
    'LeaderWorkerSet',
    'spec.leaderWorkerTemplate.leaderTemplate',
    'spec.leaderWorkerTemplate.workerTemplate',
  ],
  ['actions.github.com/v1alpha1', 'AutoscalingRunnerSet', 'spec.template'],
  ['actions.github.com/v1alpha1', 'EphemeralRunnerSet', 'spec.ephemeralRunnerSpec'],
  ['actions.github.com/v1alpha1', 'EphemeralRunner', 'spec'],
  ['elasticsearch.k8s.elastic.co/v1', 'Elasticsearch', 'spec.nodeSets.0.podTemplate'],
  ['kibana.k8s.elastic.co/v1', 'Kibana', 'spec.podTemplate'],
  ['apm.k8s.elastic.co/v1', 'ApmServer', 'spec.podTemplate'],
  ['logstash.k8s.elastic.co/v1alpha1', 'Logstash', 'spec.podTemplate'],
  ['enterprisesearch.k8s.elastic.co/v1', 'EnterpriseSearch', 'spec.podTemplate'],
  [
    'beat.k8s.elastic.co/v1beta1',
    'Beat',
    'spec.deployment.podTemplate',
    'spec.daemonSet.podTemplate',
    'spec.statefulSet.podTemplate',
  ],
  [
    'agent.k8s.elastic.co/v1alpha1',
    'Agent',
    'spec.deployment.podTemplate',
    'spec.daemonSet.podTemplate',
    'spec.statefulSet.podTemplate',
  ],
];

/** The same for kinds that hold a pod's spec, without metadata. */
const SPECS: readonly Row[] = [['serving.knative.dev/v1', 'Revision', 'spec']];

const KINDS = [...BUILT_IN_KINDS, ...CUSTOM_KINDS];
const extract = createWorkloadExtractor();

function toSteps(path: string): (string | number)[] {
  return path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** An object with a value at each of some places, and nothing else. */
function objectWith(apiVersion: string, kind: string, values: Readonly<Record<string, unknown>>): KubernetesObject {
  const object: Record<string, unknown> = { apiVersion, kind };
  for (const [path, value] of Object.entries(values)) {
    const steps = toSteps(path);
    let place: Record<string | number, unknown> = object;
    for (const [index, step] of steps.entries()) {
      if (index === steps.length - 1) place[step] = value;
      else place[step] ??= typeof steps[index + 1] === 'number' ? [] : {};
      place = place[step] as Record<string | number, unknown>;
    }
  }
  return object as KubernetesObject;
}

function workloadsOf(object: KubernetesObject) {
  const { workloads, unjudged } = extract({ object, source: { file: 'a.yaml', lineOf: () => undefined } });
  expect(unjudged).toEqual([]);
  return workloads;
}

const podSpec = (name: string) => ({ containers: [{ name, image: 'app:1' }] });
const podTemplate = (name: string) => ({ metadata: { labels: { name } }, spec: podSpec(name) });

describe('pod templates', () => {
  it.each(TEMPLATES)('%s %s has its pods at %s', (apiVersion, kind, ...paths) => {
    const values = Object.fromEntries(paths.map((path) => [path, podTemplate(path)]));
    const workloads = workloadsOf(objectWith(apiVersion, kind, values));
    expect(workloads.map(({ pod }) => pod)).toEqual(paths.map(podTemplate));
    for (const [index, path] of paths.entries()) {
      const workload = workloads[index];
      if (workload === undefined) throw new Error(path);
      expect(objectPath(workload, [])).toEqual(toSteps(path));
      expect(objectPath(workload, ['spec', 'containers', 0, 'securityContext'])).toEqual([
        ...toSteps(path),
        'spec',
        'containers',
        0,
        'securityContext',
      ]);
      expect(objectPath(workload, ['metadata', 'annotations'])).toEqual([...toSteps(path), 'metadata', 'annotations']);
    }
  });

  it.each(TEMPLATES)('%s %s has each pod also alone', (apiVersion, kind, ...paths) => {
    for (const path of paths) {
      const workloads = workloadsOf(objectWith(apiVersion, kind, { [path]: podTemplate(path) }));
      expect(workloads.map((workload) => objectPath(workload, []))).toEqual([toSteps(path)]);
    }
  });

  it.each(TEMPLATES)('%s %s with text for a pod is a workload all the same', (apiVersion, kind, ...paths) => {
    for (const path of paths) {
      const workloads = workloadsOf(objectWith(apiVersion, kind, { [path]: 'text' }));
      expect(workloads.map(({ pod }) => pod)).toEqual(['text']);
      expect(objectPath(workloads[0] as (typeof workloads)[number], [])).toEqual(toSteps(path));
    }
  });
});

describe('pod specs', () => {
  it.each(SPECS)('%s %s has its pod at %s', (apiVersion, kind, path) => {
    const [workload, ...rest] = workloadsOf(objectWith(apiVersion, kind, { [path]: podSpec('a') }));
    if (workload === undefined) throw new Error(path);
    expect(rest).toEqual([]);
    expect(workload.pod).toEqual({ spec: podSpec('a') });
    expect(objectPath(workload, ['spec', 'containers', 0, 'name'])).toEqual([
      ...toSteps(path),
      'containers',
      0,
      'name',
    ]);
    expect(objectPath(workload, ['spec', 'hostNetwork'])).toEqual([...toSteps(path), 'hostNetwork']);
  });
});

describe('the lists of kinds', () => {
  const names = ({ group, kind }: { group: string; kind: string }) => `${group}/${kind}`;
  const rows = [...TEMPLATES, ...SPECS];

  it('are covered here, path for path', () => {
    const covered = rows.map(([apiVersion, kind, ...paths]) => {
      const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
      return `${group}/${kind}: ${paths.length}`;
    });
    expect(KINDS.map((kind) => `${names(kind)}: ${kind.paths.length}`).sort()).toEqual(covered.sort());
  });

  it('name each kind once', () => {
    expect(new Set(KINDS.map(names)).size).toBe(KINDS.length);
  });

  it('have paths that can be read', () => {
    for (const { paths } of KINDS) {
      expect(paths.length).toBeGreaterThan(0);
      for (const path of paths) expect(pathExpressionError(path)).toBeUndefined();
    }
  });

  it('keep built-in kinds to the groups of Kubernetes', () => {
    expect(new Set(BUILT_IN_KINDS.map(({ group }) => group))).toEqual(new Set(['', 'apps', 'extensions', 'batch']));
    for (const { group } of CUSTOM_KINDS) expect(group).toContain('.');
  });

  it('find all items of a list and all members of an object', () => {
    const tasks = workloadsOf(
      objectWith('batch.volcano.sh/v1alpha1', 'Job', {
        'spec.tasks.0.template': podTemplate('a'),
        'spec.tasks.1.template': podTemplate('b'),
      }),
    );
    expect(tasks.map((workload) => objectPath(workload, []))).toEqual([
      ['spec', 'tasks', 0, 'template'],
      ['spec', 'tasks', 1, 'template'],
    ]);
    const replicas = workloadsOf(
      objectWith('kubeflow.org/v1', 'TFJob', {
        'spec.tfReplicaSpecs.Chief.template': podTemplate('a'),
        'spec.tfReplicaSpecs.Worker.template': podTemplate('b'),
      }),
    );
    expect(replicas.map((workload) => objectPath(workload, []))).toEqual([
      ['spec', 'tfReplicaSpecs', 'Chief', 'template'],
      ['spec', 'tfReplicaSpecs', 'Worker', 'template'],
    ]);
  });
});
