/**
 * Which lists of built-in kinds are merged element by element, and by which keys: those of Kubernetes 1.21, which kustomize
 * carries. All others, and those of other kinds, are replaced.
 *
 * Source: sigs.k8s.io/kustomize/kyaml openapi/kubernetesapi/v1_21_2
 */
export interface ObjectSchema {
  readonly fields: ReadonlyMap<string, FieldSchema>;
}

export interface FieldSchema {
  readonly object?: ObjectSchema;
  readonly list?: ListSchema;
}

export interface ListSchema {
  /** Fields that tell elements apart, of which some may be missing. None where elements are scalars. */
  readonly keys: readonly string[];
  readonly items?: FieldSchema;
}

/** @returns nothing for a kind that is not built in, and for one without such lists */
export function schemaOfKind(apiVersion: string, kind: string): ObjectSchema | undefined {
  return SCHEMAS.get(`${apiVersion} ${kind}`);
}

function object(fields: Readonly<Record<string, FieldSchema>>): FieldSchema {
  return { object: { fields: new Map(Object.entries(fields)) } };
}

function list(keys: readonly string[], items?: FieldSchema): FieldSchema {
  return { list: items === undefined ? { keys } : { keys, items } };
}

const METADATA = object({ finalizers: list([]), ownerReferences: list(['uid']) });

const DEVICES_AND_MOUNTS = { volumeDevices: list(['devicePath']), volumeMounts: list(['mountPath']) };
const EPHEMERAL_CONTAINER = object({ env: list(['name']), ...DEVICES_AND_MOUNTS });
const CONTAINER = object({ env: list(['name']), ports: list(['containerPort', 'protocol']), ...DEVICES_AND_MOUNTS });
const VOLUME = object({ ephemeral: object({ volumeClaimTemplate: object({ metadata: METADATA }) }) });

const POD_SPEC = object({
  containers: list(['name'], CONTAINER),
  ephemeralContainers: list(['name'], EPHEMERAL_CONTAINER),
  hostAliases: list(['ip']),
  imagePullSecrets: list(['name']),
  initContainers: list(['name'], CONTAINER),
  topologySpreadConstraints: list(['topologyKey', 'whenUnsatisfiable']),
  volumes: list(['name'], VOLUME),
});
const POD_TEMPLATE = object({ metadata: METADATA, spec: POD_SPEC });
const WITH_TEMPLATE = object({ template: POD_TEMPLATE });
const JOB_TEMPLATE = object({ metadata: METADATA, spec: WITH_TEMPLATE });

const CONDITIONS = object({ conditions: list(['type']) });
const WORKLOAD = { spec: WITH_TEMPLATE, status: CONDITIONS };

/** Fields that kinds have besides `metadata`, by apiVersion and kind. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, FieldSchema>>>>>> = {
  v1: {
    ...plain('Binding ConfigMap Endpoints Event LimitRange PersistentVolume ResourceQuota Secret'),
    ComponentStatus: { conditions: list(['type']) },
    Namespace: { status: CONDITIONS },
    Node: {
      spec: object({ podCIDRs: list([]) }),
      status: object({ addresses: list(['type']), conditions: list(['type']) }),
    },
    PersistentVolumeClaim: { status: CONDITIONS },
    Pod: { spec: POD_SPEC, status: object({ conditions: list(['type']), podIPs: list(['ip']) }) },
    PodTemplate: { template: POD_TEMPLATE },
    ReplicationController: WORKLOAD,
    Service: { spec: object({ ports: list(['port', 'protocol']) }), status: CONDITIONS },
    ServiceAccount: { secrets: list(['name']) },
  },
  'admissionregistration.k8s.io/v1': {
    MutatingWebhookConfiguration: { webhooks: list(['name']) },
    ValidatingWebhookConfiguration: { webhooks: list(['name']) },
  },
  'admissionregistration.k8s.io/v1beta1': {
    MutatingWebhookConfiguration: { webhooks: list(['name']) },
    ValidatingWebhookConfiguration: { webhooks: list(['name']) },
  },
  'apiextensions.k8s.io/v1': plain('CustomResourceDefinition'),
  'apiextensions.k8s.io/v1beta1': plain('CustomResourceDefinition'),
  'apiregistration.k8s.io/v1': { APIService: { status: CONDITIONS } },
  'apiregistration.k8s.io/v1beta1': { APIService: { status: CONDITIONS } },
  'apps/v1': {
    ...plain('ControllerRevision'),
    DaemonSet: WORKLOAD,
    Deployment: WORKLOAD,
    ReplicaSet: WORKLOAD,
    StatefulSet: WORKLOAD,
  },
  'authentication.k8s.io/v1': plain('TokenRequest TokenReview'),
  'authentication.k8s.io/v1beta1': plain('TokenReview'),
  'authorization.k8s.io/v1': plain(
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  ),
  'authorization.k8s.io/v1beta1': plain(
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  ),
  'autoscaling/v1': plain('HorizontalPodAutoscaler Scale'),
  'autoscaling/v2beta1': plain('HorizontalPodAutoscaler'),
  'autoscaling/v2beta2': plain('HorizontalPodAutoscaler'),
  'batch/v1': { CronJob: { spec: object({ jobTemplate: JOB_TEMPLATE }) }, Job: WORKLOAD },
  'batch/v1beta1': { CronJob: { spec: object({ jobTemplate: JOB_TEMPLATE }) } },
  'certificates.k8s.io/v1': plain('CertificateSigningRequest'),
  'certificates.k8s.io/v1beta1': plain('CertificateSigningRequest'),
  'coordination.k8s.io/v1': plain('Lease'),
  'coordination.k8s.io/v1beta1': plain('Lease'),
  'discovery.k8s.io/v1': plain('EndpointSlice'),
  'discovery.k8s.io/v1beta1': plain('EndpointSlice'),
  'events.k8s.io/v1': plain('Event'),
  'events.k8s.io/v1beta1': plain('Event'),
  'extensions/v1beta1': plain('Ingress'),
  'flowcontrol.apiserver.k8s.io/v1beta1': plain('FlowSchema PriorityLevelConfiguration'),
  'networking.k8s.io/v1': plain('Ingress IngressClass NetworkPolicy'),
  'networking.k8s.io/v1beta1': plain('Ingress IngressClass'),
  'node.k8s.io/v1': plain('RuntimeClass'),
  'node.k8s.io/v1beta1': plain('RuntimeClass'),
  'policy/v1': { PodDisruptionBudget: { status: CONDITIONS } },
  'policy/v1beta1': { ...plain('Eviction PodSecurityPolicy'), PodDisruptionBudget: { status: CONDITIONS } },
  'rbac.authorization.k8s.io/v1': plain('ClusterRole ClusterRoleBinding Role RoleBinding'),
  'rbac.authorization.k8s.io/v1beta1': plain('ClusterRole ClusterRoleBinding Role RoleBinding'),
  'scheduling.k8s.io/v1': plain('PriorityClass'),
  'scheduling.k8s.io/v1beta1': plain('PriorityClass'),
  'storage.k8s.io/v1': {
    ...plain('CSIDriver StorageClass VolumeAttachment'),
    CSINode: { spec: object({ drivers: list(['name']) }) },
  },
  'storage.k8s.io/v1beta1': {
    ...plain('CSIDriver CSIStorageCapacity StorageClass VolumeAttachment'),
    CSINode: { spec: object({ drivers: list(['name']) }) },
  },
};

function plain(kinds: string): Readonly<Record<string, Readonly<Record<string, FieldSchema>>>> {
  return Object.fromEntries(kinds.split(' ').map((kind) => [kind, {}]));
}

const SCHEMAS: ReadonlyMap<string, ObjectSchema> = new Map(
  Object.entries(FIELDS).flatMap(([apiVersion, kinds]) =>
    Object.entries(kinds).map(([kind, fields]): [string, ObjectSchema] => [
      `${apiVersion} ${kind}`,
      { fields: new Map(Object.entries({ metadata: METADATA, ...fields })) },
    ]),
  ),
);
