import { containerViolation, defineCheck, type Forbidden, podViolation } from '../check.ts';
import { containersWhere, nameSetters } from '../offenders.ts';
import type { Pod } from '../pod.ts';

/**
 * windowsHostProcess (baseline): Windows pods do not run as processes of their node.
 *
 * Restricted fields  spec.securityContext.windowsOptions.hostProcess
 *                    spec.{containers,initContainers,ephemeralContainers}[*].securityContext.windowsOptions.hostProcess
 * Allowed values     unset, false. A container's false does not undo the pod's true.
 * Versions           v1.0
 * Source             k8s.io/pod-security-admission/policy/check_windowsHostProcess.go
 */
export const windowsHostProcess = defineCheck({
  id: 'windowsHostProcess',
  level: 'baseline',
  control: 'HostProcess',
  summary: 'Windows pods do not run as host processes.',
  fields: [
    'spec.securityContext.windowsOptions.hostProcess',
    'spec.containers[*].securityContext.windowsOptions.hostProcess',
    'spec.initContainers[*].securityContext.windowsOptions.hostProcess',
    'spec.ephemeralContainers[*].securityContext.windowsOptions.hostProcess',
  ],
  allowed: 'unset or false',
  remediation: 'Remove hostProcess, or move the workload to a privileged namespace.',
  versions: [{ since: 'v1.0', evaluate: forbidHostProcess }],
});

const PATH = ['securityContext', 'windowsOptions', 'hostProcess'];

function forbidHostProcess(pod: Pod): Forbidden | undefined {
  const badPod = pod.spec.securityContext?.windowsOptions?.hostProcess === true;
  const containers = containersWhere(
    pod,
    ({ container }) => container.securityContext?.windowsOptions?.hostProcess === true,
  );
  if (!badPod && containers.length === 0) return undefined;
  return {
    reason: 'hostProcess',
    detail: `${nameSetters(badPod, containers)} must not set securityContext.windowsOptions.hostProcess=true`,
    violations: () => [
      ...(badPod ? [podViolation(PATH, true, 'unset or false')] : []),
      ...containers.map((container) => containerViolation(container, PATH, true, 'unset or false')),
    ],
  };
}
