import { containerViolation, defineCheck, type Forbidden, podViolation } from '../check.ts';
import { containersWhere, nameContainers, nameSetters } from '../offenders.ts';
import type { Pod } from '../pod.ts';
import { unlessWindows } from '../relaxations.ts';
import { joinQuote, sortedSet } from '../text.ts';
import { isForbiddenProfile } from './seccomp-profile-baseline.ts';

/**
 * seccompProfile_restricted (restricted): every container runs under a seccomp profile that someone chose.
 *
 * Restricted fields  spec.securityContext.seccompProfile.type
 *                    spec.{containers,initContainers,ephemeralContainers}[*].securityContext.seccompProfile.type
 * Allowed values     RuntimeDefault, Localhost; set by the container or, where it says nothing, by the pod
 * Versions           v1.19; v1.25 lets Windows pods pass. Overrides seccompProfile_baseline.
 * Source             k8s.io/pod-security-admission/policy/check_seccompProfile_restricted.go
 */
export const seccompProfileRestricted = defineCheck({
  id: 'seccompProfile_restricted',
  level: 'restricted',
  control: 'Seccomp',
  summary: 'Every container has a seccomp profile, its own or the pod\u2019s.',
  fields: [
    'spec.securityContext.seccompProfile.type',
    'spec.containers[*].securityContext.seccompProfile.type',
    'spec.initContainers[*].securityContext.seccompProfile.type',
    'spec.ephemeralContainers[*].securityContext.seccompProfile.type',
  ],
  allowed: 'RuntimeDefault or Localhost, in the pod or in every container',
  remediation: 'Set securityContext.seccompProfile.type: RuntimeDefault in the pod.',
  versions: [
    { since: 'v1.19', evaluate: requireProfile, overrides: ['seccompProfile_baseline'] },
    {
      since: 'v1.25',
      change: 'Windows pods (os.name: windows) pass',
      evaluate: unlessWindows(requireProfile),
      overrides: ['seccompProfile_baseline'],
    },
  ],
});

const PATH = ['securityContext', 'seccompProfile', 'type'];
const ALLOWED = 'RuntimeDefault or Localhost';

function requireProfile(pod: Pod): Forbidden | undefined {
  const podProfile = pod.spec.securityContext?.seccompProfile;
  const badPod = isForbiddenProfile(podProfile);
  const explicit = containersWhere(pod, ({ container }) =>
    isForbiddenProfile(container.securityContext?.seccompProfile),
  );
  if (badPod || explicit.length > 0) {
    const types = explicit.map(({ container }) => container.securityContext?.seccompProfile?.type ?? '');
    if (badPod) types.push(podProfile?.type ?? '');
    return {
      reason: 'seccompProfile',
      detail: `${nameSetters(badPod, explicit)} must not set securityContext.seccompProfile.type to ${joinQuote(sortedSet(types))}`,
      violations: () => [
        ...(badPod ? [podViolation(PATH, podProfile?.type, ALLOWED)] : []),
        ...explicit.map((container) =>
          containerViolation(container, PATH, container.container.securityContext?.seccompProfile?.type, ALLOWED),
        ),
      ],
    };
  }
  if (podProfile != null) return undefined;
  const implicit = containersWhere(pod, ({ container }) => container.securityContext?.seccompProfile == null);
  if (implicit.length === 0) return undefined;
  return {
    reason: 'seccompProfile',
    detail: `pod or ${nameContainers(implicit)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
    violations: () =>
      implicit.map((container) => containerViolation(container, PATH, null, `${ALLOWED}, here or in the pod`)),
  };
}
