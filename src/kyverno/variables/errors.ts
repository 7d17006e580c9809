/**
 * Why a variable, an expression or a condition has no value. The message is what Kyverno prints after `failed to substitute
 * variables in …` or `failed to evaluate …`.
 */
export class VariableError extends Error {
  override name = 'VariableError';
}

/** A variable that names something which does not exist. */
export class UnknownKeyError extends VariableError {
  override name = 'UnknownKeyError';
}

/**
 * An expression whose value cannot be known here, whatever Kyverno would make of it: it asks the clock, chance or the
 * network, or needs more time or memory than we give. Never taken for an absent value.
 */
export class NotEvaluatedError extends VariableError {
  override name = 'NotEvaluatedError';
}

/**
 * Puts a text before and behind the message of an error that was just thrown. The same error: making others takes longer than
 * evaluating most policies.
 */
export function prefixError(error: VariableError, prefix: string, suffix = ''): VariableError {
  error.message = `${prefix}${error.message}${suffix}`;
  return error;
}
