import { defineCheck, type EvaluatePod, type Forbidden, podViolation } from '../check.ts';
import type { Pod } from '../pod.ts';

/** Names by the version that first allows them. */
const ALLOW_LIST: readonly { readonly since: string; readonly names: readonly string[] }[] = [
  {
    since: 'v1.0',
    names: [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  },
  { since: 'v1.27', names: ['net.ipv4.ip_local_reserved_ports'] },
  {
    since: 'v1.29',
    names: [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  },
  { since: 'v1.32', names: ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'] },
  { since: 'v1.37', names: ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'] },
];

/**
 * sysctls (baseline): pods set only kernel parameters that stay within their own namespaces.
 *
 * Restricted fields  spec.securityContext.sysctls[*].name
 * Allowed values     the names of {@link ALLOW_LIST} up to the version; spelt with dots, compared exactly
 * Versions           v1.0, v1.27, v1.29, v1.32, v1.37: each adds names
 * Source             k8s.io/pod-security-admission/policy/check_sysctls.go
 */
export const sysctls = defineCheck({
  id: 'sysctls',
  level: 'baseline',
  control: 'Sysctls',
  summary: 'Pods set only sysctls that are isolated between pods.',
  fields: ['spec.securityContext.sysctls[*].name'],
  allowed: `unset, ${ALLOW_LIST.map(({ since, names }) => names.join(', ') + (since === 'v1.0' ? '' : ` (from ${since})`)).join(', ')}`,
  remediation: 'Remove the sysctl, or have it set on the nodes.',
  versions: ALLOW_LIST.map(({ since, names }, index) => ({
    since,
    ...(index === 0 ? {} : { change: `${names.join(', ')} allowed as well` }),
    evaluate: forbidOtherSysctls(new Set(ALLOW_LIST.slice(0, index + 1).flatMap((step) => step.names))),
  })),
});

function forbidOtherSysctls(allowed: ReadonlySet<string>): EvaluatePod {
  return function forbidSysctls({ spec }: Pod): Forbidden | undefined {
    const list = spec.securityContext?.sysctls;
    if (list == null) return undefined;
    const forbidden = list
      .map((sysctl, index) => ({ name: sysctl?.name ?? '', index }))
      .filter(({ name }) => !allowed.has(name));
    if (forbidden.length === 0) return undefined;
    return {
      reason: 'forbidden sysctls',
      // In the order of the manifest, repeated, unquoted.
      detail: forbidden.map(({ name }) => name).join(', '),
      violations: () =>
        forbidden.map(({ name, index }) =>
          podViolation(['securityContext', 'sysctls', index, 'name'], name, 'a sysctl of the allowed list'),
        ),
    };
  };
}
