import { containerViolation, defineCheck, type Forbidden } from '../check.ts';
import { containersWhere, nameContainers } from '../offenders.ts';
import type { Pod } from '../pod.ts';
import { unlessUserNamespace } from '../relaxations.ts';
import { joinQuote, sortedSet } from '../text.ts';

/**
 * procMount (baseline): containers see the masked /proc that the runtime gives them.
 *
 * Restricted fields  spec.{containers,initContainers,ephemeralContainers}[*].securityContext.procMount
 * Allowed values     unset, Default
 * Versions           v1.0; v1.35 lets pods with hostUsers=false pass. At the restricted level procMount_restricted
 *                    takes its place from v1.35 on.
 * Source             k8s.io/pod-security-admission/policy/check_procMount.go
 */
export const procMount = defineCheck({
  id: 'procMount',
  level: 'baseline',
  control: '/proc Mount Type',
  summary: 'Containers use the default /proc mount, with its sensitive paths masked.',
  fields: [
    'spec.containers[*].securityContext.procMount',
    'spec.initContainers[*].securityContext.procMount',
    'spec.ephemeralContainers[*].securityContext.procMount',
  ],
  allowed: 'unset or Default',
  remediation: 'Remove procMount.',
  versions: [
    { since: 'v1.0', evaluate: forbidOtherProcMounts },
    {
      since: 'v1.35',
      change: 'pods in a user namespace (hostUsers: false) may use any /proc mount',
      evaluate: unlessUserNamespace(forbidOtherProcMounts),
    },
  ],
});

const PATH = ['securityContext', 'procMount'];

/** The rule of v1.0, which procMount_restricted keeps. */
export function forbidOtherProcMounts(pod: Pod): Forbidden | undefined {
  const containers = containersWhere(pod, ({ container }) => {
    const mount = container.securityContext?.procMount;
    return mount != null && mount !== 'Default';
  });
  if (containers.length === 0) return undefined;
  const values = sortedSet(containers.map(({ container }) => container.securityContext?.procMount ?? ''));
  return {
    reason: 'procMount',
    detail: `${nameContainers(containers)} must not set securityContext.procMount to ${joinQuote(values)}`,
    violations: () =>
      containers.map((container) =>
        containerViolation(container, PATH, container.container.securityContext?.procMount, 'unset or Default'),
      ),
  };
}
