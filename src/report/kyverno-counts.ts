import type { PolicyResults, PolicyResultsEntry, PolicyResultsRule } from '../model/policy-results.ts';
import type { Result } from '../model/report.ts';

export type ResultCounts = Record<Result, number>;

/**
 * The numbers in the last line of `kyverno apply`. A failure is a warning when its policy is not scored, or when the policy does not enforce
 * and that is asked for; both hold for policies of `kyverno.io` only.
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/processor/result.go
 */
export function countResults(
  { entries, skippedPolicies, invalidPolicies }: PolicyResults,
  auditWarn: boolean,
): ResultCounts {
  const counts: ResultCounts = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 };
  counts.error += skippedPolicies.length + invalidPolicies.length;
  for (const entry of entries) {
    for (const response of entry.responses) {
      const result = resultOf(response, entry, auditWarn);
      if (result !== undefined) counts[result]++;
    }
  }
  return counts;
}

/** Undefined for what is not counted: warnings of policies in CEL, and what Kubernetes' own policies skip. */
function resultOf(response: PolicyResultsRule, entry: PolicyResultsEntry, auditWarn: boolean): Result | undefined {
  const { type, status } = response;
  if (isClassic(entry)) {
    if (type === 'mutate' && status === 'warn') return undefined;
    return status === 'fail' && isWarning(response, entry, auditWarn) ? 'warn' : status;
  }
  const isLeftOut = status === 'warn' || (status === 'skip' && entry.policyKind === 'ValidatingAdmissionPolicy');
  return isLeftOut ? undefined : status;
}

function isWarning(
  { type }: PolicyResultsRule,
  { annotations, action }: PolicyResultsEntry,
  auditWarn: boolean,
): boolean {
  if (type !== 'validate' && type !== 'verifyImages') return false;
  return annotations['policies.kyverno.io/scored'] === 'false' || (auditWarn && action !== 'enforce');
}

/** Whether it is a policy of `kyverno.io`. */
export function isClassic({ policyKind }: PolicyResultsEntry): boolean {
  return policyKind === 'ClusterPolicy' || policyKind === 'Policy';
}
