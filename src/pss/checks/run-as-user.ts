import { containerViolation, defineCheck, type Forbidden, podViolation } from '../check.ts';
import { containersWhere, nameSetters } from '../offenders.ts';
import type { Pod } from '../pod.ts';
import { unlessUserNamespace } from '../relaxations.ts';

/**
 * runAsUser (restricted): nothing asks for UID 0.
 *
 * Restricted fields  spec.securityContext.runAsUser
 *                    spec.{containers,initContainers,ephemeralContainers}[*].securityContext.runAsUser
 * Allowed values     unset, or any UID but 0. A container's UID does not undo the pod's 0.
 * Versions           v1.23; v1.35 lets pods with hostUsers=false pass
 * Source             k8s.io/pod-security-admission/policy/check_runAsUser.go
 */
export const runAsUser = defineCheck({
  id: 'runAsUser',
  level: 'restricted',
  control: 'Running as Non-root user',
  summary: 'Containers do not set runAsUser to 0.',
  fields: [
    'spec.securityContext.runAsUser',
    'spec.containers[*].securityContext.runAsUser',
    'spec.initContainers[*].securityContext.runAsUser',
    'spec.ephemeralContainers[*].securityContext.runAsUser',
  ],
  allowed: 'unset, or any UID but 0',
  remediation: 'Remove runAsUser: 0, or set the UID that the image is made for.',
  versions: [
    { since: 'v1.23', evaluate: forbidRootUser },
    {
      since: 'v1.35',
      change: 'pods in a user namespace (hostUsers: false) pass',
      evaluate: unlessUserNamespace(forbidRootUser),
    },
  ],
});

const PATH = ['securityContext', 'runAsUser'];
const ALLOWED = 'unset, or any UID but 0';

function forbidRootUser(pod: Pod): Forbidden | undefined {
  const badPod = pod.spec.securityContext?.runAsUser === 0;
  const containers = containersWhere(pod, ({ container }) => container.securityContext?.runAsUser === 0);
  if (!badPod && containers.length === 0) return undefined;
  return {
    reason: 'runAsUser=0',
    detail: `${nameSetters(badPod, containers)} must not set runAsUser=0`,
    violations: () => [
      ...(badPod ? [podViolation(PATH, 0, ALLOWED)] : []),
      ...containers.map((container) => containerViolation(container, PATH, 0, ALLOWED)),
    ],
  };
}
