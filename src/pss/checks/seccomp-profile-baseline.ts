import { containerViolation, defineCheck, type Forbidden, podViolation } from '../check.ts';
import { containersWhere, nameSetters } from '../offenders.ts';
import type { Optional, Pod, Profile } from '../pod.ts';
import { goQuote, joinQuote, pluralize, sortedSet } from '../text.ts';

/**
 * seccompProfile_baseline (baseline): pods do not switch seccomp off.
 *
 * Restricted fields  until v1.18: metadata.annotations["seccomp.security.alpha.kubernetes.io/pod"] and, for containers
 *                    that exist, metadata.annotations["container.seccomp.security.alpha.kubernetes.io/<name>"]
 *                    from v1.19: spec.securityContext.seccompProfile.type and
 *                    spec.{containers,initContainers,ephemeralContainers}[*].securityContext.seccompProfile.type
 * Allowed values     annotation: unset, runtime/default, docker/default, localhost/*
 *                    type: unset profile, RuntimeDefault, Localhost
 * Versions           v1.0 reads annotations; v1.19 reads fields instead. At the restricted level
 *                    seccompProfile_restricted takes its place from v1.19 on.
 * Source             k8s.io/pod-security-admission/policy/check_seccompProfile_baseline.go
 */
export const seccompProfileBaseline = defineCheck({
  id: 'seccompProfile_baseline',
  level: 'baseline',
  control: 'Seccomp',
  summary: 'Pods do not switch seccomp off.',
  fields: [
    'spec.securityContext.seccompProfile.type',
    'spec.containers[*].securityContext.seccompProfile.type',
    'spec.initContainers[*].securityContext.seccompProfile.type',
    'spec.ephemeralContainers[*].securityContext.seccompProfile.type',
    'before v1.19: metadata.annotations["seccomp.security.alpha.kubernetes.io/pod"]',
    'before v1.19: metadata.annotations["container.seccomp.security.alpha.kubernetes.io/*"]',
  ],
  allowed: 'unset, RuntimeDefault or Localhost',
  remediation: 'Set seccompProfile.type to RuntimeDefault or Localhost, or remove the profile.',
  versions: [
    { since: 'v1.0', evaluate: forbidOtherAnnotations },
    { since: 'v1.19', change: 'fields are read instead of annotations', evaluate: forbidOtherTypes },
  ],
});

const POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER_ANNOTATION_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';
const ALLOWED_TYPE = 'unset, RuntimeDefault or Localhost';
const PATH = ['securityContext', 'seccompProfile', 'type'];

function forbidOtherAnnotations(pod: Pod): Forbidden | undefined {
  const keys = [POD_ANNOTATION, ...pod.containers.map(({ name }) => CONTAINER_ANNOTATION_PREFIX + name)];
  const forbidden = [...new Set(keys)].filter((key) => isForbiddenAnnotation(pod, key));
  if (forbidden.length === 0) return undefined;
  const quoted = sortedSet(forbidden.map((key) => `${key}=${goQuote(pod.annotations[key] ?? '')}`));
  return {
    reason: 'seccompProfile',
    detail: `forbidden ${pluralize('annotation', 'annotations', quoted.length)} ${quoted.join(', ')}`,
    violations: () =>
      forbidden.map((key) => ({
        path: ['metadata', 'annotations', key],
        found: pod.annotations[key] ?? '',
        allowed: 'unset, runtime/default or localhost/*',
      })),
  };
}

function isForbiddenAnnotation({ annotations }: Pod, key: string): boolean {
  if (!Object.hasOwn(annotations, key)) return false;
  const value = annotations[key] ?? '';
  return value !== 'runtime/default' && value !== 'docker/default' && !value.startsWith('localhost/');
}

function forbidOtherTypes(pod: Pod): Forbidden | undefined {
  const podProfile = pod.spec.securityContext?.seccompProfile;
  const badPod = isForbiddenProfile(podProfile);
  const containers = containersWhere(pod, ({ container }) =>
    isForbiddenProfile(container.securityContext?.seccompProfile),
  );
  if (!badPod && containers.length === 0) return undefined;
  const types = containers.map(({ container }) => container.securityContext?.seccompProfile?.type ?? '');
  if (badPod) types.push(podProfile?.type ?? '');
  return {
    reason: 'seccompProfile',
    detail: `${nameSetters(badPod, containers)} must not set securityContext.seccompProfile.type to ${joinQuote(sortedSet(types))}`,
    violations: () => [
      ...(badPod ? [podViolation(PATH, podProfile?.type, ALLOWED_TYPE)] : []),
      ...containers.map((container) =>
        containerViolation(container, PATH, container.container.securityContext?.seccompProfile?.type, ALLOWED_TYPE),
      ),
    ],
  };
}

/** Whether a profile is present and of a type that neither level allows. */
export function isForbiddenProfile(profile: Optional<Profile>): boolean {
  return profile != null && profile.type !== 'RuntimeDefault' && profile.type !== 'Localhost';
}
