import type { Finding, NamespaceReport, Report } from './report.ts';

/** What `pss-gate labels` tells: the namespaces of a repository, and what to do about their labels. Plain JSON. */
export interface LabelsReport
  extends Pick<Report, 'schemaVersion' | 'tool' | 'repository' | 'verdict' | 'reason' | 'notes'> {
  readonly namespaces: readonly NamespaceLabels[];
  /** About labels, and about targets that could not be evaluated. */
  readonly findings: readonly Finding[];
  readonly whatIf: readonly WhatIf[];
}

export interface NamespaceLabels extends NamespaceReport {
  /** Pod Security labels as they will be after a sync. */
  readonly labels: Readonly<Record<string, string>>;
  /** `file:line` of every source that declares it. */
  readonly declaredIn: readonly string[];
  /** What keeps it from the level above `readiness.strictest`; absent when nothing does. */
  readonly blocked?: BlockedLevel;
  /** Labels that the label policy, or a policy that was given, assigns and that are missing in Git; absent when none is. */
  readonly missing?: MissingLabels;
  /** Labels that policies give it when it is created; absent when none is. */
  readonly assigned?: readonly AssignedLabelReport[];
}

export interface AssignedLabelReport {
  readonly label: string;
  readonly value: string;
  /** The value in Git that is replaced; null where there is none. */
  readonly found: string | null;
  /** `ClusterPolicy add-psa-labels` */
  readonly policy: string;
  /** `file:line` */
  readonly origin: string;
}

export interface BlockedLevel {
  readonly level: string;
  /** By number of workloads, most first. */
  readonly controls: readonly { readonly control: string; readonly workloads: readonly string[] }[];
}

export interface MissingLabels {
  readonly labels: Readonly<Record<string, string>>;
  /** File that `--write` adds them to, or has added them to; absent where none can be edited. */
  readonly file?: string;
  readonly isWritten: boolean;
  /** Why no file can be edited. */
  readonly refusal?: string;
  /** A Namespace with the labels, as YAML, where no file can be edited. */
  readonly manifest?: string;
}

/** What would happen to the workloads of a namespace at another level. */
export interface WhatIf {
  readonly cluster: string;
  readonly namespace: string;
  /** `restricted:latest`. */
  readonly standard: string;
  /** In the words of Pod Security Admission. */
  readonly warnings: readonly string[];
  readonly refused: readonly { readonly workload: string; readonly target: string; readonly detail: string }[];
}
