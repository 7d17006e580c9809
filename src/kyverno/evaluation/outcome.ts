import type { RuleResponse } from '../types.ts';
import { NotEvaluatedError, VariableError } from '../variables/errors.ts';

/** What one rule makes of one request, before it is a response. */
export type RuleOutcome = Pick<RuleResponse, 'status' | 'message'> &
  Partial<Pick<RuleResponse, 'properties' | 'brokenChecks' | 'failedPath' | 'unsupported' | 'exceptions'>>;

export function pass(message: string): RuleOutcome {
  return { status: 'pass', message };
}

export function fail(message: string): RuleOutcome {
  return { status: 'fail', message };
}

export function skip(message: string): RuleOutcome {
  return { status: 'skip', message };
}

export function error(message: string): RuleOutcome {
  return { status: 'error', message };
}

/** @param feature what cannot be had here: `verifyImages`, `configMap` … */
export function unsupported(feature: string): RuleOutcome {
  return { status: 'error', message: unsupportedText(feature), unsupported: feature };
}

export function unsupportedText(feature: string): string {
  return `${feature} is not supported`;
}

/** What evaluation returns, or an error with a text and the reason, where a variable has no value. */
export function orError<T>(complaint: string, evaluate: () => T): T | RuleOutcome {
  try {
    return evaluate();
  } catch (thrown) {
    if (thrown instanceof VariableError) return variableError(complaint, thrown);
    throw thrown;
  }
}

export function variableError(complaint: string, thrown: VariableError): RuleOutcome {
  const outcome = error(`${complaint}: ${thrown.message}`);
  return thrown instanceof NotEvaluatedError ? { ...outcome, unsupported: featureIn(thrown.message) } : outcome;
}

const FEATURE = /(JMESPath function '\w+'|\w+) is not supported/;

/** What an error says that is not supported; all of it where it says something else. */
function featureIn(message: string): string {
  return FEATURE.exec(message)?.[1] ?? message;
}

/** Texts that are not empty, with `; ` between them. */
export function joinTexts(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('; ');
}
