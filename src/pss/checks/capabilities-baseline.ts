import { containerViolation, defineCheck, type Forbidden } from '../check.ts';
import { containersWhere, nameContainers } from '../offenders.ts';
import type { Pod, PodContainer } from '../pod.ts';
import { joinQuote, sortedSet } from '../text.ts';

/**
 * capabilities_baseline (baseline): containers add no capability beyond the runtime's default set.
 *
 * Restricted fields  spec.{containers,initContainers,ephemeralContainers}[*].securityContext.capabilities.add
 * Allowed values     unset, or names of the default set, spelt exactly so (no CAP_ prefix, upper case)
 * Versions           v1.0
 * Source             k8s.io/pod-security-admission/policy/check_capabilities_baseline.go
 */
export const capabilitiesBaseline = defineCheck({
  id: 'capabilities_baseline',
  level: 'baseline',
  control: 'Capabilities',
  summary: 'Containers do not add Linux capabilities beyond the default set.',
  fields: [
    'spec.containers[*].securityContext.capabilities.add',
    'spec.initContainers[*].securityContext.capabilities.add',
    'spec.ephemeralContainers[*].securityContext.capabilities.add',
  ],
  allowed:
    'unset, AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP, SETUID, SYS_CHROOT',
  remediation: 'Remove the added capability, or move the work that needs it to a privileged namespace.',
  versions: [{ since: 'v1.0', evaluate: forbidNonDefaultCapabilities }],
});

const DEFAULT_SET: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const ALLOWED = 'a capability of the default set';

function forbidNonDefaultCapabilities(pod: Pod): Forbidden | undefined {
  const containers = containersWhere(pod, (container) => added(container).some((name) => !DEFAULT_SET.has(name ?? '')));
  if (containers.length === 0) return undefined;
  const names = sortedSet(containers.flatMap((container) => nonDefault(container).map(({ name }) => name)));
  return {
    reason: 'non-default capabilities',
    detail: `${nameContainers(containers)} must not include ${joinQuote(names)} in securityContext.capabilities.add`,
    violations: () =>
      containers.flatMap((container) =>
        nonDefault(container).map(({ name, index }) =>
          containerViolation(container, ['securityContext', 'capabilities', 'add', index], name, ALLOWED),
        ),
      ),
  };
}

const NONE: readonly string[] = [];

function added({ container }: PodContainer): readonly (string | null | undefined)[] {
  return container.securityContext?.capabilities?.add ?? NONE;
}

function nonDefault(container: PodContainer): { name: string; index: number }[] {
  return added(container)
    .map((name, index) => ({ name: name ?? '', index }))
    .filter(({ name }) => !DEFAULT_SET.has(name));
}
