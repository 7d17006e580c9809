import { containerViolation, defineCheck, type EvaluatePod, type Forbidden, podViolation } from '../check.ts';
import { containersWhere, nameSetters } from '../offenders.ts';
import type { Optional, Pod, SeLinuxOptions } from '../pod.ts';
import { joinQuote, pluralize, sortedSet } from '../text.ts';

/**
 * seLinuxOptions (baseline): pods keep SELinux types that confine containers, and set no user or role.
 *
 * Restricted fields  spec.securityContext.seLinuxOptions.{type,user,role}
 *                    spec.{containers,initContainers,ephemeralContainers}[*].securityContext.seLinuxOptions.{…}
 * Allowed values     type: unset, container_t, container_init_t, container_kvm_t, container_engine_t (v1.31);
 *                    user and role: unset. level is free.
 * Versions           v1.0; v1.31 adds container_engine_t
 * Source             k8s.io/pod-security-admission/policy/check_seLinuxOptions.go
 */
export const seLinuxOptions = defineCheck({
  id: 'seLinuxOptions',
  level: 'baseline',
  control: 'SELinux',
  summary: 'Pods set only SELinux types that confine containers, and neither user nor role.',
  fields: [
    'spec.securityContext.seLinuxOptions.{type,user,role}',
    'spec.containers[*].securityContext.seLinuxOptions.{type,user,role}',
    'spec.initContainers[*].securityContext.seLinuxOptions.{type,user,role}',
    'spec.ephemeralContainers[*].securityContext.seLinuxOptions.{type,user,role}',
  ],
  allowed:
    'type: unset, container_t, container_init_t, container_kvm_t, container_engine_t (from v1.31); user and role: unset',
  remediation: 'Remove user and role, and use one of the allowed types or none.',
  versions: [
    { since: 'v1.0', evaluate: forbidOtherOptions('container_t', 'container_init_t', 'container_kvm_t') },
    {
      since: 'v1.31',
      change: 'container_engine_t is allowed as well',
      evaluate: forbidOtherOptions('container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'),
    },
  ],
});

const PATH = ['securityContext', 'seLinuxOptions'];

function forbidOtherOptions(...types: readonly string[]): EvaluatePod {
  const isForbiddenType = (type: Optional<string>) => !!type && !types.includes(type);
  const isForbidden = (options: Optional<SeLinuxOptions>) =>
    options != null && (isForbiddenType(options.type) || !!options.user || !!options.role);

  /** The fields of one set of options that break the rule. */
  function offences(options: Optional<SeLinuxOptions>): { field: string; found: string; allowed: string }[] {
    const found = [];
    if (options?.type && isForbiddenType(options.type))
      found.push({ field: 'type', found: options.type, allowed: `unset, ${types.join(', ')}` });
    if (options?.user) found.push({ field: 'user', found: options.user, allowed: 'unset' });
    if (options?.role) found.push({ field: 'role', found: options.role, allowed: 'unset' });
    return found;
  }

  return function forbidOptions(pod: Pod): Forbidden | undefined {
    const podOptions = pod.spec.securityContext?.seLinuxOptions;
    const badPod = isForbidden(podOptions);
    const containers = containersWhere(pod, ({ container }) => isForbidden(container.securityContext?.seLinuxOptions));
    if (!badPod && containers.length === 0) return undefined;

    const all = [podOptions, ...containers.map(({ container }) => container.securityContext?.seLinuxOptions)].flatMap(
      offences,
    );
    const badTypes = sortedSet(all.filter(({ field }) => field === 'type').map(({ found }) => found));
    const data: string[] = [];
    if (badTypes.length > 0) data.push(`${pluralize('type', 'types', badTypes.length)} ${joinQuote(badTypes)}`);
    if (all.some(({ field }) => field === 'user')) data.push('user may not be set');
    if (all.some(({ field }) => field === 'role')) data.push('role may not be set');

    return {
      reason: 'seLinuxOptions',
      detail: `${nameSetters(badPod, containers)} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
      violations: () => [
        ...offences(podOptions).map(({ field, found, allowed }) => podViolation([...PATH, field], found, allowed)),
        ...containers.flatMap((container) =>
          offences(container.container.securityContext?.seLinuxOptions).map(({ field, found, allowed }) =>
            containerViolation(container, [...PATH, field], found, allowed),
          ),
        ),
      ],
    };
  };
}
