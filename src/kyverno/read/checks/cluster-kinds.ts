import { parseKindSelector } from '../../match/kind-selector.ts';

/**
 * Kinds of Kubernetes that live in no namespace and that policies name.
 *
 * Source: k8s.io/api, types marked `+genclient:nonNamespaced`
 */
const CLUSTER_KINDS: ReadonlySet<string> = new Set([
  ...['Namespace', 'Node', 'PersistentVolume', 'ClusterRole', 'ClusterRoleBinding', 'StorageClass', 'PriorityClass'],
  ...['CustomResourceDefinition', 'APIService', 'IngressClass', 'RuntimeClass', 'CSIDriver', 'CSINode'],
  ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy'],
  ...['ValidatingAdmissionPolicyBinding', 'CertificateSigningRequest', 'VolumeAttachment', 'FlowSchema'],
]);

const CLUSTER_GROUPS = /^(\*|[a-z.]+\.k8s\.io)?$/;

/** Whether a selector names such a kind, in any spelling without wildcards. */
export function isClusterKind(selector: string): boolean {
  const { group, kind } = parseKindSelector(selector);
  return CLUSTER_KINDS.has(kind) && CLUSTER_GROUPS.test(group);
}
