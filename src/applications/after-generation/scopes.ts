import { groupOf, isRecord, type KubernetesObject, type Manifest } from '../../model/manifest.ts';

/**
 * Kinds of Kubernetes itself that live in no namespace.
 *
 * Source: k8s.io/api v0.36.1, types marked `+genclient:nonNamespaced`; CustomResourceDefinition of apiextensions-apiserver,
 * APIService of kube-aggregator, NodeMetrics of metrics-server
 */
const CLUSTER_SCOPED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    '': ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'],
    'admissionregistration.k8s.io': [
      'MutatingAdmissionPolicy',
      'MutatingAdmissionPolicyBinding',
      'MutatingWebhookConfiguration',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
      'ValidatingWebhookConfiguration',
    ],
    'apiextensions.k8s.io': ['CustomResourceDefinition'],
    'apiregistration.k8s.io': ['APIService'],
    'authentication.k8s.io': ['SelfSubjectReview', 'TokenReview'],
    'authorization.k8s.io': ['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview'],
    'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
    'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
    'internal.apiserver.k8s.io': ['StorageVersion'],
    'metrics.k8s.io': ['NodeMetrics'],
    'networking.k8s.io': ['IPAddress', 'IngressClass', 'ServiceCIDR'],
    'node.k8s.io': ['RuntimeClass'],
    'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
    'resource.k8s.io': ['DeviceClass', 'DeviceTaintRule', 'ResourcePoolStatusRequest', 'ResourceSlice'],
    'scheduling.k8s.io': ['PriorityClass'],
    'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
    'storagemigration.k8s.io': ['StorageVersionMigration'],
  }),
);

/** Scopes of custom resources, by `group/Kind`. */
export type CustomResourceScopes = ReadonlyMap<string, 'Namespaced' | 'Cluster'>;

/**
 * Whether objects of this kind live in no namespace. A kind that nobody knows counts as namespaced.
 *
 * Source: gitops-engine pkg/utils/kube/kube.go, IsNamespacedOrUnknown
 */
export function isClusterScoped({ apiVersion, kind }: KubernetesObject, scopes: CustomResourceScopes): boolean {
  const group = groupOf(apiVersion);
  return CLUSTER_SCOPED.get(group)?.includes(kind) ?? scopes.get(`${group}/${kind}`) === 'Cluster';
}

/** Whether custom resources live in namespaces, as far as their definitions are among the manifests. */
export function scopesOf(manifests: readonly Manifest[]): CustomResourceScopes {
  const scopes = new Map<string, 'Namespaced' | 'Cluster'>();
  for (const { object } of manifests) {
    if (object.kind !== 'CustomResourceDefinition' || !isRecord(object.spec) || !isRecord(object.spec.names)) continue;
    const { group, names, scope } = object.spec;
    if (scope === 'Namespaced' || scope === 'Cluster') scopes.set(`${group}/${names.kind}`, scope);
  }
  return scopes;
}
