import { containerViolation, defineCheck, type Forbidden } from '../check.ts';
import { containersWhere, nameContainers } from '../offenders.ts';
import type { Pod } from '../pod.ts';

/**
 * privileged (baseline): containers do not run in privileged mode, which switches most other protections off.
 *
 * Restricted fields  spec.{containers,initContainers,ephemeralContainers}[*].securityContext.privileged
 * Allowed values     unset, false
 * Versions           v1.0
 * Source             k8s.io/pod-security-admission/policy/check_privileged.go
 */
export const privileged = defineCheck({
  id: 'privileged',
  level: 'baseline',
  control: 'Privileged Containers',
  summary: 'Containers do not run in privileged mode.',
  fields: [
    'spec.containers[*].securityContext.privileged',
    'spec.initContainers[*].securityContext.privileged',
    'spec.ephemeralContainers[*].securityContext.privileged',
  ],
  allowed: 'unset or false',
  remediation: 'Remove privileged: true; add only the capability that is really needed, or use a privileged namespace.',
  versions: [{ since: 'v1.0', evaluate: forbidPrivileged }],
});

const PATH = ['securityContext', 'privileged'];

function forbidPrivileged(pod: Pod): Forbidden | undefined {
  const containers = containersWhere(pod, ({ container }) => container.securityContext?.privileged === true);
  if (containers.length === 0) return undefined;
  return {
    reason: 'privileged',
    detail: `${nameContainers(containers)} must not set securityContext.privileged=true`,
    violations: () => containers.map((container) => containerViolation(container, PATH, true, 'unset or false')),
  };
}
