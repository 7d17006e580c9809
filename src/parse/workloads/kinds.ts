import type { WorkloadKind } from '../../model/workload.ts';

/**
 * Kinds that Pod Security Admission itself looks at, besides Pod. `extensions` served the same objects until Kubernetes
 * 1.16 and still stands in old manifests.
 *
 * Source: k8s.io/pod-security-admission/admission, DefaultPodSpecExtractor
 */
export const BUILT_IN_KINDS: readonly WorkloadKind[] = [
  { group: '', kind: 'PodTemplate', paths: ['template'] },
  { group: '', kind: 'ReplicationController', paths: ['spec.template'] },
  ...['apps', 'extensions'].flatMap((group) =>
    ['ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => ({ group, kind, paths: ['spec.template'] })),
  ),
  { group: 'batch', kind: 'Job', paths: ['spec.template'] },
  { group: 'batch', kind: 'CronJob', paths: ['spec.jobTemplate.spec.template'] },
];

/**
 * Custom resources that hold real pod templates (or pod specs): their controllers copy them into pods. Kinds whose pods
 * are put together in other ways have a file of their own beside this one.
 */
export const CUSTOM_KINDS: readonly WorkloadKind[] = [
  // https://argo-rollouts.readthedocs.io/en/stable/features/specification/
  { group: 'argoproj.io', kind: 'Rollout', paths: ['spec.template'] },
  { group: 'argoproj.io', kind: 'AnalysisTemplate', paths: ['spec.metrics[*].provider.job.spec.template'] },
  { group: 'argoproj.io', kind: 'ClusterAnalysisTemplate', paths: ['spec.metrics[*].provider.job.spec.template'] },
  // https://knative.dev/docs/serving/reference/serving-api/
  { group: 'serving.knative.dev', kind: 'Service', paths: ['spec.template'] },
  { group: 'serving.knative.dev', kind: 'Configuration', paths: ['spec.template'] },
  { group: 'serving.knative.dev', kind: 'Revision', paths: ['spec'] },
  { group: 'sources.knative.dev', kind: 'ContainerSource', paths: ['spec.template'] },
  // https://openkruise.io/docs/
  ...['CloneSet', 'StatefulSet', 'DaemonSet', 'BroadcastJob'].map((kind) => ({
    group: 'apps.kruise.io',
    kind,
    paths: ['spec.template'],
  })),
  {
    group: 'apps.kruise.io',
    kind: 'AdvancedCronJob',
    paths: ['spec.template.jobTemplate.spec.template', 'spec.template.broadcastJobTemplate.spec.template'],
  },
  {
    group: 'apps.kruise.io',
    kind: 'UnitedDeployment',
    paths: [
      'spec.template.statefulSetTemplate.spec.template',
      'spec.template.advancedStatefulSetTemplate.spec.template',
      'spec.template.cloneSetTemplate.spec.template',
      'spec.template.deploymentTemplate.spec.template',
    ],
  },
  // https://keda.sh/docs/latest/reference/scaledjob-spec/
  { group: 'keda.sh', kind: 'ScaledJob', paths: ['spec.jobTargetRef.template'] },
  // https://www.kubeflow.org/docs/components/trainer/legacy-v1/
  ...Object.entries({
    TFJob: 'tfReplicaSpecs',
    PyTorchJob: 'pytorchReplicaSpecs',
    MPIJob: 'mpiReplicaSpecs',
    XGBoostJob: 'xgbReplicaSpecs',
    MXJob: 'mxReplicaSpecs',
    PaddleJob: 'paddleReplicaSpecs',
    JAXJob: 'jaxReplicaSpecs',
  }).map(([kind, field]) => ({ group: 'kubeflow.org', kind, paths: [`spec.${field}.*.template`] })),
  { group: 'kubeflow.org', kind: 'Notebook', paths: ['spec.template'] },
  // https://github.com/kubeflow/spark-operator, SparkPodSpec.template
  {
    group: 'sparkoperator.k8s.io',
    kind: 'SparkApplication',
    paths: ['spec.driver.template', 'spec.executor.template'],
  },
  {
    group: 'sparkoperator.k8s.io',
    kind: 'ScheduledSparkApplication',
    paths: ['spec.template.driver.template', 'spec.template.executor.template'],
  },
  // https://nightlies.apache.org/flink/flink-kubernetes-operator-docs-stable/docs/custom-resource/pod-template/
  {
    group: 'flink.apache.org',
    kind: 'FlinkDeployment',
    paths: ['spec.podTemplate', 'spec.jobManager.podTemplate', 'spec.taskManager.podTemplate'],
  },
  // https://docs.ray.io/en/latest/cluster/kubernetes/references.html
  {
    group: 'ray.io',
    kind: 'RayCluster',
    paths: ['spec.headGroupSpec.template', 'spec.workerGroupSpecs[*].template'],
  },
  {
    group: 'ray.io',
    kind: 'RayJob',
    paths: [
      'spec.submitterPodTemplate',
      'spec.rayClusterSpec.headGroupSpec.template',
      'spec.rayClusterSpec.workerGroupSpecs[*].template',
    ],
  },
  {
    group: 'ray.io',
    kind: 'RayService',
    paths: ['spec.rayClusterConfig.headGroupSpec.template', 'spec.rayClusterConfig.workerGroupSpecs[*].template'],
  },
  // https://volcano.sh/en/docs/vcjob/ · https://jobset.sigs.k8s.io · https://lws.sigs.k8s.io
  { group: 'batch.volcano.sh', kind: 'Job', paths: ['spec.tasks[*].template'] },
  { group: 'jobset.x-k8s.io', kind: 'JobSet', paths: ['spec.replicatedJobs[*].template.spec.template'] },
  {
    group: 'leaderworkerset.x-k8s.io',
    kind: 'LeaderWorkerSet',
    paths: ['spec.leaderWorkerTemplate.leaderTemplate', 'spec.leaderWorkerTemplate.workerTemplate'],
  },
  // https://docs.github.com/en/actions/concepts/runners/actions-runner-controller
  ...['AutoscalingRunnerSet', 'EphemeralRunnerSet', 'EphemeralRunner'].map((kind) => ({
    group: 'actions.github.com',
    kind,
    paths: [
      kind === 'EphemeralRunnerSet'
        ? 'spec.ephemeralRunnerSpec'
        : kind === 'EphemeralRunner'
          ? 'spec'
          : 'spec.template',
    ],
  })),
  // https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s: pod templates that the operator completes
  { group: 'elasticsearch.k8s.elastic.co', kind: 'Elasticsearch', paths: ['spec.nodeSets[*].podTemplate'] },
  ...Object.entries({
    'kibana.k8s.elastic.co': 'Kibana',
    'apm.k8s.elastic.co': 'ApmServer',
    'logstash.k8s.elastic.co': 'Logstash',
    'enterprisesearch.k8s.elastic.co': 'EnterpriseSearch',
  }).map(([group, kind]) => ({ group, kind, paths: ['spec.podTemplate'] })),
  ...['beat.k8s.elastic.co/Beat', 'agent.k8s.elastic.co/Agent'].map((name) => ({
    group: name.slice(0, name.indexOf('/')),
    kind: name.slice(name.indexOf('/') + 1),
    paths: ['spec.deployment.podTemplate', 'spec.daemonSet.podTemplate', 'spec.statefulSet.podTemplate'],
  })),
];
