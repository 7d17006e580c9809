import { groupOf, type KubernetesObject } from '../../model/manifest.ts';
import { matchesGlob } from '../directory/glob.ts';

/** A rule of `resource.exclusions` or `resource.inclusions` in argocd-cm. What is absent or empty matches everything. */
export interface ResourceFilter {
  /** Globs. */
  readonly apiGroups?: readonly string[] | undefined;
  /** Names, or `*`. */
  readonly kinds?: readonly string[] | undefined;
  /** Globs of server URLs. */
  readonly clusters?: readonly string[] | undefined;
}

/**
 * What the argocd-cm of Argo CD's own manifests excludes since 3.0. It is not compiled in: an installation by a Helm chart
 * may have another list.
 *
 * Source: argo-cd v3.5.1 manifests/base/config/argocd-cm.yaml
 */
export const DEFAULT_EXCLUSIONS: readonly ResourceFilter[] = [
  { apiGroups: ['', 'discovery.k8s.io'], kinds: ['Endpoints', 'EndpointSlice'] },
  { apiGroups: ['coordination.k8s.io'], kinds: ['Lease'] },
  {
    apiGroups: ['authentication.k8s.io', 'authorization.k8s.io'],
    kinds: [
      'SelfSubjectReview',
      'TokenReview',
      'LocalSubjectAccessReview',
      'SelfSubjectAccessReview',
      'SelfSubjectRulesReview',
      'SubjectAccessReview',
    ],
  },
  { apiGroups: ['certificates.k8s.io'], kinds: ['CertificateSigningRequest'] },
  { apiGroups: ['cert-manager.io'], kinds: ['CertificateRequest'] },
  { apiGroups: ['cilium.io'], kinds: ['CiliumIdentity', 'CiliumEndpoint', 'CiliumEndpointSlice'] },
  {
    apiGroups: ['kyverno.io', 'reports.kyverno.io', 'wgpolicyk8s.io'],
    kinds: [
      'PolicyReport',
      'ClusterPolicyReport',
      'EphemeralReport',
      'ClusterEphemeralReport',
      'AdmissionReport',
      'ClusterAdmissionReport',
      'BackgroundScanReport',
      'ClusterBackgroundScanReport',
      'UpdateRequest',
    ],
  },
];

/** What Argo CD excludes whatever argocd-cm says. */
const ALWAYS_EXCLUDED: readonly ResourceFilter[] = [
  { apiGroups: ['events.k8s.io', 'metrics.k8s.io'] },
  { apiGroups: [''], kinds: ['Event'] },
  { apiGroups: ['coordination.k8s.io'], kinds: ['Lease'] },
];

/**
 * Whether argocd-cm keeps Argo CD from applying an object. Exclusions go first; where inclusions exist for the cluster, all
 * else is excluded. A rule about clusters is not applied where nobody says which server it is: too much is judged
 * then, never too little.
 *
 * Source: argo-cd util/settings/resources_filter.go, IsExcludedResource; filtered_resource.go, Match
 *
 * @param cluster server URL of the destination, if known
 */
export function isExcluded(
  object: KubernetesObject,
  exclusions: readonly ResourceFilter[],
  inclusions: readonly ResourceFilter[],
  cluster: string | undefined,
): boolean {
  const isFor = (filter: ResourceFilter) => matchesCluster(filter, cluster);
  const isAbout = (filter: ResourceFilter) => matchesObject(filter, object);
  if ([...ALWAYS_EXCLUDED, ...exclusions].some((filter) => isFor(filter) && isAbout(filter))) return true;
  // Which of the rules about clusters holds is not known: any may be the one that includes it.
  if (inclusions.some((filter) => (isFor(filter) || cluster === undefined) && isAbout(filter))) return false;
  return inclusions.some(isFor);
}

function matchesObject(
  { apiGroups = [], kinds = [] }: ResourceFilter,
  { apiVersion, kind }: KubernetesObject,
): boolean {
  const group = groupOf(apiVersion);
  return (
    (apiGroups.length === 0 || apiGroups.some((pattern) => matchesGlob(pattern, group))) &&
    (kinds.length === 0 || kinds.some((name) => name === '*' || name === kind))
  );
}

function matchesCluster({ clusters = [] }: ResourceFilter, cluster: string | undefined): boolean {
  return clusters.length === 0 || (cluster !== undefined && clusters.some((pattern) => matchesGlob(pattern, cluster)));
}
