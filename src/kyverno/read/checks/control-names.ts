import { type FieldProblem, problemIf } from './check.ts';

/**
 * Source: kyverno api/kyverno/v1/common_types.go, PodSecurityStandard. The last one is ours: the check of Kubernetes 1.34 by the
 * name that its documentation has for it, which Kyverno has none for.
 */
const CONTROL_NAMES: readonly string[] = [
  ...['HostProcess', 'Host Namespaces', 'Privileged Containers', 'Capabilities', 'HostPath Volumes', 'Host Ports'],
  ...['AppArmor', 'SELinux', '/proc Mount Type', 'Seccomp', 'Sysctls', 'Volume Types', 'Privilege Escalation'],
  ...['Running as Non-root', 'Running as Non-root user', 'Host Probes / Lifecycle Hooks'],
];

/** Names of controls that nobody knows, which would exclude nothing. */
export function checkControlNames(
  exclusions: readonly { readonly controlName: string }[],
  path: string,
): FieldProblem[] {
  return exclusions.flatMap(({ controlName }, index) =>
    problemIf(
      !CONTROL_NAMES.includes(controlName),
      `${path}[${index}].controlName`,
      `must be one of ${CONTROL_NAMES.join(', ')}, not "${controlName}"`,
    ),
  );
}
