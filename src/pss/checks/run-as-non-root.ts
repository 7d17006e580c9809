import { containerViolation, defineCheck, type Forbidden, podViolation } from '../check.ts';
import { containersWhere, nameContainers, nameSetters } from '../offenders.ts';
import type { Pod } from '../pod.ts';
import { unlessUserNamespace } from '../relaxations.ts';

/**
 * runAsNonRoot (restricted): the kubelet refuses to start containers as root.
 *
 * Restricted fields  spec.securityContext.runAsNonRoot
 *                    spec.{containers,initContainers,ephemeralContainers}[*].securityContext.runAsNonRoot
 * Allowed values     true, set by the container or, where it says nothing, by the pod. An explicit false is always wrong,
 *                    also on the pod when every container sets true.
 * Versions           v1.0; v1.35 lets pods with hostUsers=false pass. No exception for Windows.
 * Source             k8s.io/pod-security-admission/policy/check_runAsNonRoot.go
 */
export const runAsNonRoot = defineCheck({
  id: 'runAsNonRoot',
  level: 'restricted',
  control: 'Running as Non-root',
  summary: 'Containers must run as a user other than root.',
  fields: [
    'spec.securityContext.runAsNonRoot',
    'spec.containers[*].securityContext.runAsNonRoot',
    'spec.initContainers[*].securityContext.runAsNonRoot',
    'spec.ephemeralContainers[*].securityContext.runAsNonRoot',
  ],
  allowed: 'true, in the pod or in every container',
  remediation: 'Set securityContext.runAsNonRoot: true in the pod, and nowhere false.',
  versions: [
    { since: 'v1.0', evaluate: requireNonRoot },
    {
      since: 'v1.35',
      change: 'pods in a user namespace (hostUsers: false) pass',
      evaluate: unlessUserNamespace(requireNonRoot),
    },
  ],
});

const PATH = ['securityContext', 'runAsNonRoot'];

function requireNonRoot(pod: Pod): Forbidden | undefined {
  const podValue = pod.spec.securityContext?.runAsNonRoot;
  const explicit = containersWhere(pod, ({ container }) => container.securityContext?.runAsNonRoot === false);
  if (podValue === false || explicit.length > 0) {
    return {
      reason: 'runAsNonRoot != true',
      detail: `${nameSetters(podValue === false, explicit)} must not set securityContext.runAsNonRoot=false`,
      violations: () => [
        ...(podValue === false ? [podViolation(PATH, false, 'unset or true')] : []),
        ...explicit.map((container) => containerViolation(container, PATH, false, 'unset or true')),
      ],
    };
  }
  if (podValue === true) return undefined;
  const implicit = containersWhere(pod, ({ container }) => container.securityContext?.runAsNonRoot == null);
  if (implicit.length === 0) return undefined;
  return {
    reason: 'runAsNonRoot != true',
    detail: `pod or ${nameContainers(implicit)} must set securityContext.runAsNonRoot=true`,
    violations: () =>
      implicit.map((container) => containerViolation(container, PATH, null, 'true, here or in the pod')),
  };
}
