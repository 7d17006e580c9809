import type { Mode } from '../model/report.ts';

/** Modes of Pod Security Admission, in the order in which its documentation names them. */
export const MODES = ['enforce', 'audit', 'warn'] as const satisfies readonly Mode[];

/** How much a finding about labels counts; `off` does not make it. */
export const FINDING_MODES = ['enforce', 'warn', 'audit', 'off'] as const;
export type FindingMode = (typeof FINDING_MODES)[number];

/** What can be wrong with the labels of a namespace: how it counts when nobody says, and what it is. */
export const LABEL_FINDING_DEFAULTS = {
  unlabelled: ['warn', 'no label sets a level or a version'],
  'version-only': ['warn', 'labels set versions and no level'],
  invalid: ['enforce', 'a label has a value that the API server refuses'],
  misspelt: ['warn', 'a label or an annotation is meant to be a label of Pod Security, and is none'],
  useless: ['warn', 'a level of warn or audit is weaker than the enforced one, so that it never tells anything'],
  'unknown-version': ['warn', 'a label names a version that is newer than all that are known here'],
  weakened: ['enforce', 'labels are weaker than before the change'],
  deactivated: ['enforce', 'a change switches Pod Security off'],
  conflict: ['warn', 'managedNamespaceMetadata of an Application does nothing, or not what it says'],
  contested: ['warn', 'several sources give a namespace different labels'],
  undeclared: ['warn', 'workloads go to a namespace that nothing declares'],
  exempt: ['warn', 'a namespace has labels that do nothing, for the cluster exempts it'],
} as const satisfies Readonly<Record<string, readonly [mode: FindingMode, meaning: string]>>;

export type LabelFinding = keyof typeof LABEL_FINDING_DEFAULTS;

/** Names of all findings about labels. */
export const LABEL_FINDINGS = Object.keys(LABEL_FINDING_DEFAULTS) as readonly LabelFinding[];

/** Level of namespaces about which nothing is known. */
export const DEFAULT_UNKNOWN = 'restricted';

/** How podSecurity rules of Kyverno judge. */
export const KYVERNO_MODES = ['strict', 'compat'] as const;
