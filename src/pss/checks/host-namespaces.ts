import { defineCheck, type Forbidden, podViolation } from '../check.ts';
import type { Pod } from '../pod.ts';

/**
 * hostNamespaces (baseline): pods do not share the namespaces of their node.
 *
 * Restricted fields  spec.hostNetwork, spec.hostPID, spec.hostIPC
 * Allowed values     unset, false
 * Versions           v1.0
 * Source             k8s.io/pod-security-admission/policy/check_hostNamespaces.go
 */
export const hostNamespaces = defineCheck({
  id: 'hostNamespaces',
  level: 'baseline',
  control: 'Host Namespaces',
  summary: 'Pods do not share the network, process or IPC namespace of their node.',
  fields: ['spec.hostNetwork', 'spec.hostPID', 'spec.hostIPC'],
  allowed: 'unset or false',
  remediation: 'Remove hostNetwork, hostPID and hostIPC, or move the workload to a privileged namespace.',
  versions: [{ since: 'v1.0', evaluate: forbidHostNamespaces }],
});

const FIELDS = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

function forbidHostNamespaces({ spec }: Pod): Forbidden | undefined {
  if (!spec.hostNetwork && !spec.hostPID && !spec.hostIPC) return undefined;
  const shared = FIELDS.filter((field) => spec[field]);
  return {
    reason: 'host namespaces',
    detail: shared.map((field) => `${field}=true`).join(', '),
    violations: () => shared.map((field) => podViolation([field], true, 'unset or false')),
  };
}
