import { compileRegex } from '../functions/regular-expressions.ts';
import { CelError } from '../types.ts';
import { constant, constantOf, fold, foldNow } from './constant.ts';
import type { Evaluate } from './frame.ts';

/**
 * Conversions of constants are made before anything runs: a policy in which they fail is not valid.
 *
 * Source: cel-go interpreter/decorators.go, cel/validator.go
 */
const CONVERSIONS: ReadonlySet<string> = new Set([
  ...['bool', 'bytes', 'double', 'duration', 'int', 'string', 'timestamp', 'uint'],
]);

/** Other functions that always give the same for the same text. */
const PARSERS: ReadonlySet<string> = new Set(['dyn', 'quantity', 'ip', 'cidr', 'semver', 'url', 'type']);

/** Functions whose second argument is a regular expression. */
const MATCHERS: ReadonlySet<string> = new Set(['matches', 'find', 'findAll']);

/** @throws CelError when a conversion of a constant, or a constant regular expression, is not valid */
export function foldCall(name: string, call: Evaluate, values: readonly Evaluate[]): Evaluate {
  const [first, second] = values;
  if (first === undefined) return call;
  if (name === '@in' && second !== undefined && isEmptyList(second)) return constant(false);
  if (MATCHERS.has(name) && second !== undefined) requireRegex(name, second);
  if (PARSERS.has(name)) return fold(call, values);
  const isConversion = CONVERSIONS.has(name) && values.length === 1 && constantOf(first) !== undefined;
  return isConversion ? constant(convert(name, call, first)) : call;
}

/** In which nothing is, whatever it is and whether it can be evaluated. */
function isEmptyList(evaluate: Evaluate): boolean {
  const known = constantOf(evaluate);
  return Array.isArray(known?.value) && known.value.length === 0;
}

function convert(name: string, call: Evaluate, operand: Evaluate): unknown {
  try {
    return foldNow(call);
  } catch (error) {
    const isLiteral = typeof constantOf(operand)?.value === 'string' && (name === 'duration' || name === 'timestamp');
    if (error instanceof CelError && isLiteral) throw new CelError(`invalid ${name} argument`);
    throw error;
  }
}

function requireRegex(name: string, pattern: Evaluate): void {
  const known = constantOf(pattern);
  if (typeof known?.value !== 'string') return;
  try {
    compileRegex(known.value);
  } catch (error) {
    if (error instanceof CelError) throw new CelError(`invalid ${name} argument`);
    throw error;
  }
}
