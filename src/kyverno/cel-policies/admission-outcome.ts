import type { AdmissionResult } from './admission-validator.ts';
import type { Answer } from './answer.ts';
import { unsupportedIn } from './unsupported.ts';

/** What an object gets for what was found of it. */
export interface Outcome extends Pick<Answer, 'status' | 'message'> {
  /** What made it an error. */
  readonly errors?: readonly unknown[];
}

const UNMATCHED: Outcome = { status: 'skip', message: "match conditions aren't met" };
const PASSED: Outcome = { status: 'pass', message: '' };

/** The first validation that does not admit decides. Source: kyverno pkg/admissionpolicy/validate.go */
export function decideAsKyverno(result: AdmissionResult): Outcome {
  if (result.type === 'no match') return UNMATCHED;
  const [decision] = result.decisions;
  if (decision === undefined) return PASSED;
  const { evaluation, message, errors } = decision;
  return { status: evaluation === 'error' ? 'error' : 'fail', message, errors };
}

/** Where errors are to be ignored they admit; that is said, unless something else denies. */
export function decideAsKubernetes(result: AdmissionResult, ignoresErrors: boolean): Outcome {
  if (result.type === 'no match' || !ignoresErrors) return withAnnotationErrors(result, decideAsKyverno(result));
  const denied = result.decisions.find(({ evaluation }) => evaluation === 'deny');
  if (denied !== undefined) return { status: 'fail', message: denied.message };
  const [failed] = result.decisions;
  if (failed === undefined) return PASSED;
  // What cannot be told here is no error that a cluster would ignore.
  const untold = result.decisions.find(({ errors }) => errors.some((error) => unsupportedIn(error) !== undefined));
  return untold === undefined
    ? { status: 'skip', message: failed.message }
    : { status: 'error', message: untold.message, errors: untold.errors };
}

/** Audit annotations that cannot be computed deny, too. */
function withAnnotationErrors(result: AdmissionResult, outcome: Outcome): Outcome {
  if (result.type === 'no match' || outcome.status !== 'pass') return outcome;
  const failed = result.annotations.find(({ error }) => error !== undefined);
  if (failed === undefined) return outcome;
  return { status: 'error', message: failed.message, errors: [failed.error] };
}

export function annotationsOf(policy: string, result: AdmissionResult): Readonly<Record<string, string>> {
  if (result.type === 'no match') return {};
  return Object.fromEntries(
    result.annotations.filter(({ value }) => value !== '').map(({ key, value }) => [`${policy}/${key}`, value]),
  );
}
