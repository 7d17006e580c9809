import { containerViolation, defineCheck, type Forbidden } from '../check.ts';
import { containersWhere, nameContainers } from '../offenders.ts';
import type { Pod, PodContainer } from '../pod.ts';
import { unlessWindows } from '../relaxations.ts';
import { joinQuote, sortedSet } from '../text.ts';

/**
 * capabilities_restricted (restricted): containers drop all capabilities and add back at most NET_BIND_SERVICE.
 *
 * Restricted fields  spec.{containers,initContainers,ephemeralContainers}[*].securityContext.capabilities.{add,drop}
 * Allowed values     drop: a list with ALL, spelt exactly so; add: unset, NET_BIND_SERVICE
 * Versions           v1.22; v1.25 lets Windows pods pass. Overrides capabilities_baseline.
 * Source             k8s.io/pod-security-admission/policy/check_capabilities_restricted.go
 */
export const capabilitiesRestricted = defineCheck({
  id: 'capabilities_restricted',
  level: 'restricted',
  control: 'Capabilities',
  summary: 'Every container drops all Linux capabilities and adds back at most NET_BIND_SERVICE.',
  fields: [
    'spec.containers[*].securityContext.capabilities.{add,drop}',
    'spec.initContainers[*].securityContext.capabilities.{add,drop}',
    'spec.ephemeralContainers[*].securityContext.capabilities.{add,drop}',
  ],
  allowed: 'drop: must include ALL; add: unset or NET_BIND_SERVICE',
  remediation:
    'Set securityContext.capabilities.drop: ["ALL"] in every container, and add nothing but NET_BIND_SERVICE.',
  versions: [
    { since: 'v1.22', evaluate: requireDropAll, overrides: ['capabilities_baseline'] },
    {
      since: 'v1.25',
      change: 'Windows pods (os.name: windows) pass',
      evaluate: unlessWindows(requireDropAll),
      overrides: ['capabilities_baseline'],
    },
  ],
});

const DROP = ['securityContext', 'capabilities', 'drop'];
const ADD = ['securityContext', 'capabilities', 'add'];

function requireDropAll(pod: Pod): Forbidden | undefined {
  const missingDrop = containersWhere(
    pod,
    ({ container }) => !container.securityContext?.capabilities?.drop?.includes('ALL'),
  );
  const adding = containersWhere(pod, addsOther);
  if (missingDrop.length === 0 && adding.length === 0) return undefined;

  const parts: string[] = [];
  if (missingDrop.length > 0) {
    parts.push(`${nameContainers(missingDrop)} must set securityContext.capabilities.drop=["ALL"]`);
  }
  if (adding.length > 0) {
    const names = sortedSet(adding.flatMap((container) => otherAdditions(container).map(({ name }) => name)));
    parts.push(`${nameContainers(adding)} must not include ${joinQuote(names)} in securityContext.capabilities.add`);
  }
  return {
    reason: 'unrestricted capabilities',
    detail: parts.join('; '),
    violations: () => [
      ...missingDrop.map((container) =>
        containerViolation(container, DROP, container.container.securityContext?.capabilities?.drop, 'a list with ALL'),
      ),
      ...adding.flatMap((container) =>
        otherAdditions(container).map(({ name, index }) =>
          containerViolation(container, [...ADD, index], name, 'unset or NET_BIND_SERVICE'),
        ),
      ),
    ],
  };
}

function addsOther({ container }: PodContainer): boolean {
  const add = container.securityContext?.capabilities?.add;
  return add?.some((name) => name !== 'NET_BIND_SERVICE') === true;
}

function otherAdditions({ container }: PodContainer): { name: string; index: number }[] {
  return (container.securityContext?.capabilities?.add ?? [])
    .map((name, index) => ({ name: name ?? '', index }))
    .filter(({ name }) => name !== 'NET_BIND_SERVICE');
}
