import { parseFloat64 } from '../../../../model/values/number.ts';
import { toJson } from '../../../values/json.ts';
import { charactersOf, compareTexts, countCharacters } from '../../../values/order.ts';
import { checkTextLength } from '../../../values/text-builder.ts';
import { VariableError } from '../../errors.ts';
import { type Evaluation, isEqual, isMap, setField } from '../evaluation.ts';
import type { FunctionTable } from './signature.ts';

/** Functions of the JMESPath specification that take values only. Source: github.com/kyverno/go-jmespath/functions.go */
export const STANDARD_FUNCTIONS: FunctionTable = {
  abs: { parameters: [['number']], call: ([value]) => Math.abs(value as number) },
  avg: { parameters: [['array[number]']], call: ([list]) => average(list as readonly number[]) },
  ceil: { parameters: [['number']], call: ([value]) => Math.ceil(value as number) },
  contains: {
    parameters: [['array', 'string'], ['any']],
    call: ([search, element], evaluation) => contains(search, element, evaluation),
  },
  ends_with: {
    parameters: [['string'], ['string']],
    call: ([text, suffix]) => (text as string).endsWith(suffix as string),
  },
  floor: { parameters: [['number']], call: ([value]) => Math.floor(value as number) },
  join: {
    parameters: [['string'], ['array[string]']],
    call: ([separator, list]) => join(separator as string, list as readonly string[]),
  },
  keys: { parameters: [['object']], call: ([map]) => Object.keys(map as object) },
  length: { parameters: [['string', 'array', 'object']], call: ([value], evaluation) => lengthOf(value, evaluation) },
  max: {
    parameters: [['array[number]', 'array[string]']],
    call: ([list], evaluation) => extreme(payFor(list as readonly Scalar[], evaluation), 1),
  },
  merge: { parameters: [['object']], isVariadic: true, call: merge },
  min: {
    parameters: [['array[number]', 'array[string]']],
    call: ([list], evaluation) => extreme(payFor(list as readonly Scalar[], evaluation), -1),
  },
  not_null: {
    parameters: [['any']],
    isVariadic: true,
    call: (values) => values.find((value) => value !== null) ?? null,
  },
  reverse: { parameters: [['array', 'string']], call: ([value]) => reverse(value as string | readonly unknown[]) },
  sort: {
    parameters: [['array[string]', 'array[number]']],
    call: ([list], evaluation) => [...payFor(list as readonly Scalar[], evaluation)].sort(compareScalars),
  },
  starts_with: {
    parameters: [['string'], ['string']],
    call: ([text, prefix]) => (text as string).startsWith(prefix as string),
  },
  to_array: { parameters: [['any']], call: ([value]) => (Array.isArray(value) ? value : [value]) },
  to_number: { parameters: [['any']], call: ([value]) => toNumber(value) },
  to_string: { parameters: [['any']], call: ([value]) => (typeof value === 'string' ? value : toJson(value)) },
  type: { parameters: [['any']], call: ([value]) => typeOf(value) },
  values: { parameters: [['object']], call: ([map]) => Object.values(map as object) },
};

export type Scalar = number | string;

/** Of two numbers or two texts. */
export function compareScalars(a: Scalar, b: Scalar): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b));
}

/** Characters of a text that are compared in the time of one step. */
const COMPARED_IN_STEP = 100;

/** The same list, after the time that it takes to put it in order has been counted. */
export function payFor<T extends readonly Scalar[]>(list: T, evaluation: Evaluation): T {
  for (const value of list)
    if (typeof value === 'string') evaluation.spend(Math.floor(value.length / COMPARED_IN_STEP));
  return list;
}

function average(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length;
}

function contains(search: unknown, element: unknown, evaluation: Evaluation): boolean {
  if (typeof search === 'string') return typeof element === 'string' && search.includes(element);
  const list = search as readonly unknown[];
  if (typeof element !== 'object' || element === null) return list.some((item) => isEqual(item, element, evaluation));
  // Upstream cannot compare these, and panics.
  if (list.some((item) => Array.isArray(item) === Array.isArray(element) && isMap(item) === isMap(element)))
    throw new VariableError('runtime error: comparing uncomparable type');
  return false;
}

function join(separator: string, list: readonly string[]): string {
  checkTextLength(list.reduce((length, text) => length + text.length + separator.length, 0));
  return list.join(separator);
}

function lengthOf(value: unknown, evaluation: Evaluation): number {
  if (typeof value === 'string') return countCharacters(value);
  if (Array.isArray(value)) return value.length;
  const { length } = Object.keys(value as object);
  evaluation.spend(length);
  return length;
}

function extreme(list: readonly Scalar[], direction: number): Scalar | null {
  let best = list[0] ?? null;
  for (const value of list) if (best !== null && compareScalars(value, best) * direction > 0) best = value;
  return best;
}

function merge(maps: readonly unknown[], evaluation: Evaluation): unknown {
  const merged: Record<string, unknown> = {};
  for (const map of maps) {
    if (!isMap(map)) throw new VariableError('interface conversion: interface {} is not map[string]interface {}');
    const pairs = Object.entries(map);
    evaluation.spend(pairs.length);
    for (const [key, value] of pairs) setField(merged, key, value);
  }
  return merged;
}

function reverse(value: string | readonly unknown[]): unknown {
  return typeof value === 'string' ? [...charactersOf(value)].reverse().join('') : value.toReversed();
}

function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') throw new VariableError('unknown type');
  return typeof value === 'string' ? (parseFloat64(value) ?? null) : null;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isMap(value)) return 'object';
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return typeof value;
  throw new VariableError('unknown type');
}
