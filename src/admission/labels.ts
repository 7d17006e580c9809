import type { Mode } from '../model/report.ts';

/** What the labels of Pod Security Admission begin with; also the prefix of its audit annotations. */
export const LABEL_PREFIX = 'pod-security.kubernetes.io/';

/** The three modes in upstream's order, in which errors and warnings name them. */
export const MODES: readonly Mode[] = ['enforce', 'audit', 'warn'];

/** Key of the label that says how strict a mode is: `pod-security.kubernetes.io/enforce`. */
export function levelLabel(mode: Mode): string {
  return `${LABEL_PREFIX}${mode}`;
}

/** Key of the label that pins the version of a mode: `pod-security.kubernetes.io/enforce-version`. */
export function versionLabel(mode: Mode): string {
  return `${LABEL_PREFIX}${mode}-version`;
}

/**
 * All keys that Pod Security Admission reads, in the order in which it reports errors of them. Others with the same
 * prefix mean nothing.
 *
 * Source: k8s.io/pod-security-admission/api/constants.go
 */
export const LABEL_KEYS: readonly string[] = MODES.flatMap((mode) => [levelLabel(mode), versionLabel(mode)]);
