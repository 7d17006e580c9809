import { groupOf } from '../model/manifest.ts';

/**
 * Kinds of Kubernetes itself, by group, with their versions, the newest stable one first: those that are served, and older ones,
 * which manifests still name.
 *
 * Source: kubernetes v1.36 and v1.37 api/discovery/aggregated_v2.json; k8s.io/api v0.36 testdata, which covers v0.33 to v0.36
 */
const VERSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    Binding: 'v1',
    ComponentStatus: 'v1',
    ConfigMap: 'v1',
    Endpoints: 'v1',
    Event: 'v1',
    LimitRange: 'v1',
    Namespace: 'v1',
    Node: 'v1',
    PersistentVolume: 'v1',
    PersistentVolumeClaim: 'v1',
    Pod: 'v1',
    PodTemplate: 'v1',
    ReplicationController: 'v1',
    ResourceQuota: 'v1',
    Secret: 'v1',
    Service: 'v1',
    ServiceAccount: 'v1',
  },
  'admissionregistration.k8s.io': {
    MutatingAdmissionPolicy: 'v1 v1beta1 v1alpha1',
    MutatingAdmissionPolicyBinding: 'v1 v1beta1 v1alpha1',
    MutatingWebhookConfiguration: 'v1 v1beta1',
    ValidatingAdmissionPolicy: 'v1 v1beta1 v1alpha1',
    ValidatingAdmissionPolicyBinding: 'v1 v1beta1 v1alpha1',
    ValidatingWebhookConfiguration: 'v1 v1beta1',
  },
  'apiextensions.k8s.io': { CustomResourceDefinition: 'v1 v1beta1' },
  'apiregistration.k8s.io': { APIService: 'v1 v1beta1' },
  apps: {
    ControllerRevision: 'v1 v1beta2 v1beta1',
    DaemonSet: 'v1 v1beta2',
    Deployment: 'v1 v1beta2 v1beta1',
    ReplicaSet: 'v1 v1beta2',
    StatefulSet: 'v1 v1beta2 v1beta1',
  },
  'authentication.k8s.io': { SelfSubjectReview: 'v1 v1beta1 v1alpha1', TokenReview: 'v1 v1beta1' },
  'authorization.k8s.io': {
    LocalSubjectAccessReview: 'v1 v1beta1',
    SelfSubjectAccessReview: 'v1 v1beta1',
    SelfSubjectRulesReview: 'v1 v1beta1',
    SubjectAccessReview: 'v1 v1beta1',
  },
  autoscaling: { HorizontalPodAutoscaler: 'v2 v1 v2beta2 v2beta1' },
  batch: { CronJob: 'v1 v1beta1', Job: 'v1' },
  'certificates.k8s.io': {
    CertificateSigningRequest: 'v1 v1beta1',
    ClusterTrustBundle: 'v1 v1beta1 v1alpha1',
    PodCertificateRequest: 'v1 v1beta1 v1alpha1',
  },
  'coordination.k8s.io': { Lease: 'v1 v1beta1', LeaseCandidate: 'v1beta1 v1alpha2' },
  'discovery.k8s.io': { EndpointSlice: 'v1 v1beta1' },
  'events.k8s.io': { Event: 'v1 v1beta1' },
  extensions: {
    DaemonSet: 'v1beta1',
    Deployment: 'v1beta1',
    Ingress: 'v1beta1',
    NetworkPolicy: 'v1beta1',
    ReplicaSet: 'v1beta1',
  },
  'flowcontrol.apiserver.k8s.io': {
    FlowSchema: 'v1 v1beta3 v1beta2 v1beta1',
    PriorityLevelConfiguration: 'v1 v1beta3 v1beta2 v1beta1',
  },
  'internal.apiserver.k8s.io': { StorageVersion: 'v1alpha1' },
  'lifecycle.k8s.io': { Eviction: 'v1alpha1', EvictionRequest: 'v1alpha1' },
  'networking.k8s.io': {
    IPAddress: 'v1 v1beta1 v1alpha1',
    Ingress: 'v1 v1beta1',
    IngressClass: 'v1 v1beta1',
    NetworkPolicy: 'v1',
    ServiceCIDR: 'v1 v1beta1 v1alpha1',
  },
  'node.k8s.io': { RuntimeClass: 'v1 v1beta1 v1alpha1' },
  policy: { PodDisruptionBudget: 'v1 v1beta1', PodSecurityPolicy: 'v1beta1' },
  'rbac.authorization.k8s.io': {
    ClusterRole: 'v1 v1beta1 v1alpha1',
    ClusterRoleBinding: 'v1 v1beta1 v1alpha1',
    Role: 'v1 v1beta1 v1alpha1',
    RoleBinding: 'v1 v1beta1 v1alpha1',
  },
  'resource.k8s.io': {
    DeviceClass: 'v1 v1beta2 v1beta1 v1alpha3',
    DeviceTaintRule: 'v1 v1beta2 v1alpha3',
    ResourceClaim: 'v1 v1beta2 v1beta1 v1alpha3',
    ResourceClaimTemplate: 'v1 v1beta2 v1beta1 v1alpha3',
    ResourcePoolStatusRequest: 'v1alpha3',
    ResourceSlice: 'v1 v1beta2 v1beta1 v1alpha3',
  },
  'scheduling.k8s.io': {
    CompositePodGroup: 'v1alpha3',
    PodGroup: 'v1beta1 v1alpha3 v1alpha2',
    PriorityClass: 'v1 v1beta1 v1alpha1',
    Workload: 'v1beta1 v1alpha3 v1alpha2 v1alpha1',
  },
  'storage.k8s.io': {
    CSIDriver: 'v1 v1beta1',
    CSINode: 'v1 v1beta1',
    CSIStorageCapacity: 'v1 v1beta1 v1alpha1',
    StorageClass: 'v1 v1beta1',
    VolumeAttachment: 'v1 v1beta1 v1alpha1',
    VolumeAttributesClass: 'v1 v1beta1 v1alpha1',
  },
  'storagemigration.k8s.io': { StorageVersionMigration: 'v1 v1beta1 v1alpha1' },
};

/** `group/Kind` of those that live in no namespace. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  ...['/ComponentStatus', '/Namespace', '/Node', '/PersistentVolume'],
  ...Object.keys(VERSIONS['admissionregistration.k8s.io'] ?? {}).map((kind) => `admissionregistration.k8s.io/${kind}`),
  ...['apiextensions.k8s.io/CustomResourceDefinition', 'apiregistration.k8s.io/APIService'],
  ...['authentication.k8s.io/SelfSubjectReview', 'authentication.k8s.io/TokenReview'],
  ...['authorization.k8s.io/SelfSubjectAccessReview', 'authorization.k8s.io/SelfSubjectRulesReview'],
  ...['authorization.k8s.io/SubjectAccessReview', 'certificates.k8s.io/CertificateSigningRequest'],
  ...['certificates.k8s.io/ClusterTrustBundle', 'flowcontrol.apiserver.k8s.io/FlowSchema'],
  ...['flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration', 'internal.apiserver.k8s.io/StorageVersion'],
  ...['networking.k8s.io/IPAddress', 'networking.k8s.io/IngressClass', 'networking.k8s.io/ServiceCIDR'],
  ...['node.k8s.io/RuntimeClass', 'policy/PodSecurityPolicy'],
  ...['rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/ClusterRoleBinding'],
  ...['resource.k8s.io/DeviceClass', 'resource.k8s.io/DeviceTaintRule', 'resource.k8s.io/ResourceSlice'],
  ...['resource.k8s.io/ResourcePoolStatusRequest', 'scheduling.k8s.io/PriorityClass', 'storage.k8s.io/CSIDriver'],
  ...['storage.k8s.io/CSINode', 'storage.k8s.io/StorageClass', 'storage.k8s.io/VolumeAttachment'],
  ...['storage.k8s.io/VolumeAttributesClass', 'storagemigration.k8s.io/StorageVersionMigration'],
]);

/** Subresources, by `group/Kind`. Source: as above */
const SUBRESOURCES: Readonly<Record<string, string>> = {
  '/Namespace': 'finalize status',
  '/Node': 'proxy status',
  '/PersistentVolume': 'status',
  '/PersistentVolumeClaim': 'status',
  '/Pod': 'attach binding ephemeralcontainers eviction exec log portforward proxy resize status',
  '/ReplicationController': 'scale status',
  '/ResourceQuota': 'status',
  '/Service': 'proxy status',
  '/ServiceAccount': 'token',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': 'status',
  'apiextensions.k8s.io/CustomResourceDefinition': 'status',
  'apiregistration.k8s.io/APIService': 'status',
  'apps/DaemonSet': 'status',
  'apps/Deployment': 'scale status',
  'apps/ReplicaSet': 'scale status',
  'apps/StatefulSet': 'scale status',
  'autoscaling/HorizontalPodAutoscaler': 'status',
  'batch/CronJob': 'status',
  'batch/Job': 'status',
  'certificates.k8s.io/CertificateSigningRequest': 'approval status',
  'certificates.k8s.io/PodCertificateRequest': 'status',
  'flowcontrol.apiserver.k8s.io/FlowSchema': 'status',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': 'status',
  'internal.apiserver.k8s.io/StorageVersion': 'status',
  'lifecycle.k8s.io/Eviction': 'status',
  'lifecycle.k8s.io/EvictionRequest': 'status',
  'networking.k8s.io/Ingress': 'status',
  'networking.k8s.io/ServiceCIDR': 'status',
  'policy/PodDisruptionBudget': 'status',
  'resource.k8s.io/DeviceTaintRule': 'status',
  'resource.k8s.io/ResourceClaim': 'status',
  'resource.k8s.io/ResourcePoolStatusRequest': 'status',
  'scheduling.k8s.io/CompositePodGroup': 'status',
  'scheduling.k8s.io/PodGroup': 'status',
  'storage.k8s.io/CSINode': 'status',
  'storage.k8s.io/VolumeAttachment': 'status',
  'storagemigration.k8s.io/StorageVersionMigration': 'status',
};

/** A kind of Kubernetes itself. */
export interface BuiltInKind {
  readonly group: string;
  readonly kind: string;
  /** As in URLs: `pods`. */
  readonly plural: string;
  readonly versions: readonly string[];
  readonly isNamespaced: boolean;
  /** `status`, `ephemeralcontainers` … */
  readonly subresources: readonly string[];
}

const BUILT_IN: ReadonlyMap<string, BuiltInKind> = new Map(
  Object.entries(VERSIONS).flatMap(([group, kinds]) =>
    Object.entries(kinds).map(([kind, versions]): [string, BuiltInKind] => {
      const key = `${group}/${kind}`;
      const subresources = SUBRESOURCES[key]?.split(' ') ?? [];
      const isNamespaced = !CLUSTER_SCOPED.has(key);
      return [
        key,
        { group, kind, plural: guessPlural(kind), versions: versions.split(' '), isNamespaced, subresources },
      ];
    }),
  ),
);

/** The kind of Kubernetes that this is, in whatever version; nothing for custom resources. */
export function builtInKind(apiVersion: unknown, kind: string): BuiltInKind | undefined {
  return BUILT_IN.get(`${groupOf(apiVersion)}/${kind}`);
}

/**
 * Names in URLs that objects of this kind may have. One for kinds of Kubernetes; for custom resources, whose definition is not
 * known, what the kind is most likely called first, and whatever else it could be.
 */
export function resourceNames(apiVersion: unknown, kind: string): readonly string[] {
  const known = builtInKind(apiVersion, kind);
  return known === undefined ? customNames(kind) : [known.plural];
}

function customNames(kind: string): readonly string[] {
  const guess = guessPlural(kind);
  const singular = kind.toLowerCase();
  return [...new Set([englishPlural(singular) ?? guess, guess, singular])];
}

/** Where English differs from what Kubernetes guesses: gateways, elasticsearches. */
function englishPlural(singular: string): string | undefined {
  if (/[aeiou]y$/.test(singular)) return `${singular}s`;
  return /(?:ch|sh|x|z)$/.test(singular) ? `${singular}es` : undefined;
}

/**
 * What Kubernetes guesses that a kind is called in URLs.
 *
 * Source: k8s.io/apimachinery pkg/api/meta/restmapper.go, UnsafeGuessKindToResource
 */
export function guessPlural(kind: string): string {
  const singular = kind.toLowerCase();
  if (singular === '' || singular.endsWith('endpoints')) return singular;
  if (singular.endsWith('s')) return `${singular}es`;
  return singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
