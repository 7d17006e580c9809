import type { KyvernoMode } from '../types.ts';

/** A control of the Pod Security Standards as policies name it. */
export interface Control {
  /** Value of `controlName`. */
  readonly name: string;
  /** Ids of the checks that it stands for. */
  readonly checks: readonly string[];
  /** Whether its fields are the pod's, the containers', or of both. */
  readonly fields: 'pod' | 'container' | 'both';
  /** Whether only the restricted level asks for it. */
  readonly isRestrictedOnly: boolean;
}

/**
 * All controls. The last is none of Kyverno's, whose policies cannot exclude the check on probes and hooks; its name is
 * that of the Kubernetes documentation.
 *
 * Source: kyverno pkg/pss/utils/mapping.go, https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const CONTROLS: readonly Control[] = [
  baseline('HostProcess', 'both', 'windowsHostProcess'),
  baseline('Host Namespaces', 'pod', 'hostNamespaces'),
  baseline('Privileged Containers', 'container', 'privileged'),
  baseline('Capabilities', 'container', 'capabilities_baseline', 'capabilities_restricted'),
  baseline('HostPath Volumes', 'pod', 'hostPathVolumes'),
  baseline('Host Ports', 'container', 'hostPorts'),
  baseline('AppArmor', 'both', 'appArmorProfile'),
  baseline('SELinux', 'both', 'seLinuxOptions'),
  baseline('/proc Mount Type', 'container', 'procMount', 'procMount_restricted'),
  baseline('Seccomp', 'both', 'seccompProfile_baseline', 'seccompProfile_restricted'),
  baseline('Sysctls', 'pod', 'sysctls'),
  restricted('Volume Types', 'pod', 'restrictedVolumes'),
  restricted('Privilege Escalation', 'container', 'allowPrivilegeEscalation'),
  restricted('Running as Non-root', 'both', 'runAsNonRoot'),
  restricted('Running as Non-root user', 'both', 'runAsUser'),
  baseline('Host Probes / Lifecycle Hooks', 'container', 'hostProbesAndHostLifecycle'),
];

const BY_NAME: ReadonlyMap<string, Control> = new Map(CONTROLS.map((control) => [control.name, control]));
const BY_CHECK: ReadonlyMap<string, Control> = new Map(
  CONTROLS.flatMap((control) => control.checks.map((id) => [id, control])),
);

/** The control that a policy names; names are case-sensitive. */
export function findControl(name: string): Control | undefined {
  return BY_NAME.get(name);
}

/** How reports name the control of a check: empty where Kyverno has no name for it. */
export function controlNameOf(checkId: string, mode: KyvernoMode): string {
  if (mode === 'compat' && checkId === 'hostProbesAndHostLifecycle') return '';
  return BY_CHECK.get(checkId)?.name ?? '';
}

function baseline(name: string, fields: Control['fields'], ...checks: string[]): Control {
  return { name, checks, fields, isRestrictedOnly: false };
}

function restricted(name: string, fields: Control['fields'], ...checks: string[]): Control {
  return { name, checks, fields, isRestrictedOnly: true };
}
