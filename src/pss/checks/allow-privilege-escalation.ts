import { containerViolation, defineCheck, type Forbidden } from '../check.ts';
import { containersWhere, nameContainers } from '../offenders.ts';
import type { Pod } from '../pod.ts';
import { unlessWindows } from '../relaxations.ts';

/**
 * allowPrivilegeEscalation (restricted): no process gains more privileges than its parent.
 *
 * Restricted fields  spec.{containers,initContainers,ephemeralContainers}[*].securityContext.allowPrivilegeEscalation
 * Allowed values     false. There is no field of that name for the pod.
 * Versions           v1.8; v1.25 lets Windows pods pass
 * Source             k8s.io/pod-security-admission/policy/check_allowPrivilegeEscalation.go
 */
export const allowPrivilegeEscalation = defineCheck({
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  control: 'Privilege Escalation',
  summary: 'Every container forbids privilege escalation.',
  fields: [
    'spec.containers[*].securityContext.allowPrivilegeEscalation',
    'spec.initContainers[*].securityContext.allowPrivilegeEscalation',
    'spec.ephemeralContainers[*].securityContext.allowPrivilegeEscalation',
  ],
  allowed: 'false',
  remediation: 'Set securityContext.allowPrivilegeEscalation: false in every container.',
  versions: [
    { since: 'v1.8', evaluate: requireNoEscalation },
    { since: 'v1.25', change: 'Windows pods (os.name: windows) pass', evaluate: unlessWindows(requireNoEscalation) },
  ],
});

const PATH = ['securityContext', 'allowPrivilegeEscalation'];

function requireNoEscalation(pod: Pod): Forbidden | undefined {
  const containers = containersWhere(
    pod,
    ({ container }) => container.securityContext?.allowPrivilegeEscalation !== false,
  );
  if (containers.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${nameContainers(containers)} must set securityContext.allowPrivilegeEscalation=false`,
    violations: () =>
      containers.map((container) =>
        containerViolation(container, PATH, container.container.securityContext?.allowPrivilegeEscalation, 'false'),
      ),
  };
}
