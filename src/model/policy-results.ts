import type { Mode, Resource, Result } from './report.ts';

/** What policies answered in a run, as `kyverno apply` tells it. */
export interface PolicyResults {
  /** Rules of all policies with those that are generated; a policy in CEL counts as one. */
  readonly ruleCount: number;
  readonly resourceCount: number;
  readonly exceptionCount: number;
  /** In the order in which they are to be shown. */
  readonly entries: readonly PolicyResultsEntry[];
  /** Policies that were not asked, because something is wrong with them. */
  readonly skippedPolicies: readonly PolicyDiagnostic[];
  readonly invalidPolicies: readonly PolicyDiagnostic[];
}

/** What one policy answered about one resource. */
export interface PolicyResultsEntry {
  /** `name`, or `namespace/name`. */
  readonly policy: string;
  /** `ClusterPolicy`, `ValidatingPolicy` … */
  readonly policyKind: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly resource: Resource;
  /** Of the policy as a whole: Kyverno takes that of the first rule that has one. */
  readonly action: Mode;
  readonly responses: readonly PolicyResultsRule[];
}

export interface PolicyResultsRule {
  /** As it is after auto-generation; empty for policies in CEL. */
  readonly rule: string;
  readonly type: 'validate' | 'mutate' | 'verifyImages' | 'generate';
  readonly status: Result;
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface PolicyDiagnostic {
  readonly name: string;
  /** May be empty. */
  readonly reason: string;
}
