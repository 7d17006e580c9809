import { containerViolation, defineCheck, type Forbidden } from '../check.ts';
import { containersWhere, nameContainers } from '../offenders.ts';
import type { Pod, PodContainer } from '../pod.ts';
import { pluralize, sortedSet } from '../text.ts';

/**
 * hostPorts (baseline): containers do not open ports of their node.
 *
 * Restricted fields  spec.{containers,initContainers,ephemeralContainers}[*].ports[*].hostPort
 * Allowed values     unset, 0
 * Versions           v1.0
 * Source             k8s.io/pod-security-admission/policy/check_hostPorts.go
 */
export const hostPorts = defineCheck({
  id: 'hostPorts',
  level: 'baseline',
  control: 'Host Ports',
  summary: 'Containers do not open ports of their node.',
  fields: [
    'spec.containers[*].ports[*].hostPort',
    'spec.initContainers[*].ports[*].hostPort',
    'spec.ephemeralContainers[*].ports[*].hostPort',
  ],
  allowed: 'unset or 0',
  remediation: 'Remove hostPort and reach the container through a Service.',
  versions: [{ since: 'v1.0', evaluate: forbidHostPorts }],
});

function forbidHostPorts(pod: Pod): Forbidden | undefined {
  const containers = containersWhere(pod, ({ container }) => (container.ports ?? []).some((port) => !!port?.hostPort));
  if (containers.length === 0) return undefined;
  // Upstream sorts ports as text: 10000 comes before 9.
  const ports = sortedSet(containers.flatMap((container) => opened(container).map(({ port }) => String(port))));
  return {
    reason: 'hostPort',
    detail: [
      nameContainers(containers),
      pluralize('uses', 'use', containers.length),
      pluralize('hostPort', 'hostPorts', ports.length),
      ports.join(', '),
    ].join(' '),
    violations: () =>
      containers.flatMap((container) =>
        opened(container).map(({ port, index }) =>
          containerViolation(container, ['ports', index, 'hostPort'], port, 'unset or 0'),
        ),
      ),
  };
}

function opened({ container }: PodContainer): { port: number; index: number }[] {
  return (container.ports ?? [])
    .map((port, index) => ({ port: port?.hostPort ?? 0, index }))
    .filter(({ port }) => port !== 0);
}
