import type { CallExpression } from '../syntax/expression.ts';
import { CheckError } from './checking.ts';

/**
 * Whether a format that is written out has as many clauses as it has arguments.
 *
 * Source: cel-go ext/formatting.go, stringFormatValidator
 *
 * @throws CheckError if not
 */
export function checkFormat({ receiver, arguments: values, at }: CallExpression): void {
  const [list] = values;
  if (receiver?.kind !== 'literal' || typeof receiver.value !== 'string' || list?.kind !== 'list') return;
  const clauses = receiver.value.match(/%(?:%|[^%]|$)/g) ?? [];
  const wanted = clauses.filter((clause) => clause !== '%%').length;
  const given = list.elements.length;
  if (wanted > given) throw new CheckError(`index ${given} out of range`, at);
  if (wanted < given) {
    throw new CheckError(`too many arguments supplied to string.format (expected ${wanted}, got ${given})`, at);
  }
}
