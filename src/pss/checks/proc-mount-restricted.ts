import { defineCheck } from '../check.ts';
import { forbidOtherProcMounts, procMount } from './proc-mount.ts';

/**
 * procMount_restricted (restricted): the /proc rule without the exception for user namespaces.
 *
 * Restricted fields  as procMount
 * Allowed values     unset, Default
 * Versions           v1.35 first, when procMount became more lenient; it overrides that check.
 * Source             k8s.io/pod-security-admission/policy/check_procMount_restricted.go
 */
export const procMountRestricted = defineCheck({
  id: 'procMount_restricted',
  level: 'restricted',
  control: '/proc Mount Type',
  summary: 'Containers use the default /proc mount, also in a user namespace.',
  fields: procMount.fields,
  allowed: procMount.allowed,
  remediation: procMount.remediation,
  versions: [{ since: 'v1.35', evaluate: forbidOtherProcMounts, overrides: ['procMount'] }],
});
