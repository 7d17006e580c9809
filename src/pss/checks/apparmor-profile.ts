import { containerViolation, defineCheck, type Forbidden, podViolation, type Violation } from '../check.ts';
import { containersWhere, nameContainers } from '../offenders.ts';
import type { Optional, Pod, Profile } from '../pod.ts';
import { goQuote, joinQuote, pluralize, sortedSet } from '../text.ts';

/**
 * appArmorProfile (baseline): pods run under the runtime's default AppArmor profile or a local one.
 *
 * Restricted fields  metadata.annotations["container.apparmor.security.beta.kubernetes.io/*"]
 *                    spec.securityContext.appArmorProfile.type
 *                    spec.{containers,initContainers,ephemeralContainers}[*].securityContext.appArmorProfile.type
 * Allowed values     type: unset profile, RuntimeDefault, Localhost
 *                    annotation: unset, "", runtime/default, localhost/*
 * Versions           v1.0. Annotations count for any suffix, whether or not a container has that name.
 * Source             k8s.io/pod-security-admission/policy/check_appArmorProfile.go
 */
export const appArmorProfile = defineCheck({
  id: 'appArmorProfile',
  level: 'baseline',
  control: 'AppArmor',
  summary: 'Pods do not switch AppArmor off or name a profile that is not on the allowed list.',
  fields: [
    'metadata.annotations["container.apparmor.security.beta.kubernetes.io/*"]',
    'spec.securityContext.appArmorProfile.type',
    'spec.containers[*].securityContext.appArmorProfile.type',
    'spec.initContainers[*].securityContext.appArmorProfile.type',
    'spec.ephemeralContainers[*].securityContext.appArmorProfile.type',
  ],
  allowed: 'type: unset, RuntimeDefault or Localhost; annotation: unset, runtime/default or localhost/*',
  remediation: 'Remove the AppArmor profile, or set its type to RuntimeDefault or Localhost.',
  versions: [{ since: 'v1.0', evaluate: forbidOtherProfiles }],
});

const ANNOTATION_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const ALLOWED_TYPE = 'unset, RuntimeDefault or Localhost';
const PATH = ['securityContext', 'appArmorProfile', 'type'];

function forbidOtherProfiles(pod: Pod): Forbidden | undefined {
  const podProfile = pod.spec.securityContext?.appArmorProfile;
  const badPod = isForbidden(podProfile);
  const containers = containersWhere(pod, ({ container }) => isForbidden(container.securityContext?.appArmorProfile));
  const annotations = forbiddenAnnotations(pod);
  if (!badPod && containers.length === 0 && annotations.length === 0) return undefined;

  const setters: string[] = [];
  if (badPod) setters.push('pod');
  if (containers.length > 0) setters.push(nameContainers(containers));
  if (annotations.length > 0) setters.push(pluralize('annotation', 'annotations', annotations.length));
  const types = containers.map(({ container }) => container.securityContext?.appArmorProfile?.type ?? '');
  if (badPod) types.push(podProfile?.type ?? '');
  const quoted = annotations.map(([key, value]) => `${key}=${goQuote(value)}`);
  const values = [...sortedSet(types), ...sortedSet(quoted)];

  return {
    reason: pluralize('forbidden AppArmor profile', 'forbidden AppArmor profiles', values.length),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${joinQuote(values)}`,
    violations: () => [
      ...(badPod ? [podViolation(PATH, podProfile?.type, ALLOWED_TYPE)] : []),
      ...containers.map((container) =>
        containerViolation(container, PATH, container.container.securityContext?.appArmorProfile?.type, ALLOWED_TYPE),
      ),
      ...annotations.map(annotationViolation),
    ],
  };
}

function isForbidden(profile: Optional<Profile>): boolean {
  return profile != null && profile.type !== 'RuntimeDefault' && profile.type !== 'Localhost';
}

function forbiddenAnnotations(pod: Pod): [key: string, value: string][] {
  const forbidden: [string, string][] = [];
  for (const key in pod.annotations) {
    if (!key.startsWith(ANNOTATION_PREFIX)) continue;
    const value = pod.annotations[key] ?? '';
    if (value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/')) forbidden.push([key, value]);
  }
  return forbidden;
}

function annotationViolation([key, found]: [string, string]): Violation {
  return { path: ['metadata', 'annotations', key], found, allowed: 'unset, runtime/default or localhost/*' };
}
