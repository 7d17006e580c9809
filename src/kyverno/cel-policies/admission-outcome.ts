import type { AdmissionResult } from './admission-validator.ts';
import type { Answer } from './answer.ts';

/** What an object gets for what was found of it. */
export type Outcome = Pick<Answer, 'status' | 'message'>;

/** The first validation that does not admit decides. Source: kyverno pkg/admissionpolicy/validate.go */
export function decideAsKyverno(result: AdmissionResult): Outcome {
  if (result.type === 'no match') return UNMATCHED;
  const decision = result.decisions.find(({ evaluation }) => evaluation !== 'admit');
  if (decision === undefined) return { status: 'pass', message: '' };
  return { status: decision.evaluation === 'error' ? 'error' : 'fail', message: decision.message };
}

/** Where errors are to be ignored they admit; that is said, unless something else denies. */
export function decideAsKubernetes(result: AdmissionResult, ignoresErrors: boolean): Outcome {
  if (result.type === 'no match' || !ignoresErrors) return withAnnotationErrors(result, decideAsKyverno(result));
  const denied = result.decisions.find(({ evaluation }) => evaluation === 'deny');
  if (denied !== undefined) return { status: 'fail', message: denied.message };
  const failed = result.decisions.find(({ evaluation }) => evaluation === 'error');
  return failed === undefined ? { status: 'pass', message: '' } : { status: 'skip', message: failed.message };
}

/** Audit annotations that cannot be computed deny, too. */
function withAnnotationErrors(result: AdmissionResult, outcome: Outcome): Outcome {
  if (result.type === 'no match' || outcome.status !== 'pass') return outcome;
  const failed = result.annotations.find(({ error }) => error !== undefined);
  return failed?.error === undefined ? outcome : { status: 'error', message: failed.error };
}

const UNMATCHED: Outcome = { status: 'skip', message: "match conditions aren't met" };

export function annotationsOf(policy: string, result: AdmissionResult): Readonly<Record<string, string>> {
  if (result.type === 'no match') return {};
  return Object.fromEntries(
    result.annotations.filter(({ value }) => value !== '').map(({ key, value }) => [`${policy}/${key}`, value]),
  );
}
