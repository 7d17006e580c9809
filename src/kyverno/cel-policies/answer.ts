import type { RuleResponse } from '../types.ts';
import { unsupportedIn } from './unsupported.ts';

type Properties = Readonly<Record<string, string>>;

/** What a policy answers, before it is told which policy that is. */
export interface Answer {
  readonly rule: string;
  readonly status: RuleResponse['status'];
  readonly message: string;
  readonly properties: Properties;
  readonly exceptions?: readonly string[] | undefined;
  readonly unsupported?: string | undefined;
}

const NONE: Properties = {};

export function answer(rule: string, status: Answer['status'], message: string, properties: Properties = NONE): Answer {
  return { rule, status, message, properties };
}

/**
 * Of an evaluation that failed. Where it came to something that is not supported, that is said, and may count as a skip.
 *
 * @param text what Kyverno says
 * @param errors that made it fail
 */
export function failedAnswer(
  rule: string,
  text: string,
  errors: readonly unknown[],
  ignoresUnsupported: boolean,
  properties: Properties = NONE,
): Answer {
  const unsupported = errors.map(unsupportedIn).find((found) => found !== undefined);
  if (unsupported === undefined) return answer(rule, 'error', text, properties);
  const status = ignoresUnsupported ? 'skip' : 'error';
  return { rule, status, message: unsupported.message, properties, unsupported: unsupported.feature };
}

/** What reports call the way in which a policy is evaluated. Source: kyverno pkg/utils/report/results.go, selectProcess */
export type Process = 'background scan' | 'admission review' | '';

const processOnly: Readonly<Record<Process, Properties>> = {
  'background scan': { process: 'background scan' },
  'admission review': { process: 'admission review' },
  '': { process: '' },
};

export function toRuleResponse(given: Answer, type: RuleResponse['type'], process: Process): RuleResponse {
  const { rule, status, message, exceptions, unsupported } = given;
  const properties = given.properties === NONE ? processOnly[process] : { ...given.properties, process };
  const response = { rule, type, status, message, properties };
  if (exceptions !== undefined) return { ...response, exceptions };
  return unsupported === undefined ? response : { ...response, unsupported };
}
