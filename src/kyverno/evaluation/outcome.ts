import type { RuleResponse } from '../types.ts';
import { NotEvaluatedError, VariableError } from '../variables/errors.ts';

/** What one rule makes of one request, before it is a response. */
export type RuleOutcome = Pick<RuleResponse, 'status' | 'message'> &
  Partial<Pick<RuleResponse, 'properties' | 'brokenChecks' | 'exceptions'>> & {
    /** Whether it is an error only because something cannot be evaluated here. */
    readonly isUnsupported?: boolean;
  };

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

/** @param feature what would have to be evaluated, in words */
export function unsupported(feature: string): RuleOutcome {
  return { status: 'error', message: `not evaluated: ${feature}`, isUnsupported: true };
}

/** What evaluation returns, or an error with a text and the reason, where a variable has no value. */
export function orError<T>(prefix: string, evaluate: () => T): T | RuleOutcome {
  try {
    return evaluate();
  } catch (thrown) {
    if (!(thrown instanceof VariableError)) throw thrown;
    const outcome = error(`${prefix}: ${thrown.message}`);
    return thrown instanceof NotEvaluatedError ? { ...outcome, isUnsupported: true } : outcome;
  }
}

/** Texts that are not empty, with `; ` between them. */
export function joinTexts(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('; ');
}
