import { matchesWildcard } from '../../model/wildcard.ts';
import { NotEvaluatedError } from '../variables/errors.ts';

/** Most that comparing a text with a pattern may cost, as the product of their lengths. */
const MAX_COST = 500_000_000;

/**
 * Whether a text matches a pattern with `*` and `?`. Both may come from policies and from what they judge.
 *
 * @throws NotEvaluatedError when both are so long that it would take seconds
 */
export function matchesPattern(pattern: string, text: string): boolean {
  if (pattern.length * text.length > MAX_COST && /[*?]/.test(pattern))
    throw new NotEvaluatedError('pattern and text are too long to be compared');
  return matchesWildcard(pattern, text);
}
