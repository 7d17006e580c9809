import { printValue } from '../../values/print.ts';
import { matchesPattern } from '../../values/wildcard.ts';
import { VariableError } from '../../variables/errors.ts';
import type { Operator } from './operand.ts';
import { parseStringList } from './string-list.ts';

/** `In`. Source: kyverno pkg/engine/variables/operator/in.go */
export const isIn: Operator = (key, value) =>
  Array.isArray(key)
    ? isListIn(key, value, (keys, values) => keys.every((element) => values.has(element)))
    : isTextIn(key, value) === true;

/** `NotIn`: some element is not in the value. Source: operator/notin.go */
export const isNotIn: Operator = (key, value) =>
  Array.isArray(key)
    ? isListIn(key, value, (keys, values) => keys.some((element) => !values.has(element)))
    : isTextIn(key, value) === false;

/** @returns nothing when either cannot be compared */
function isTextIn(key: unknown, value: unknown): boolean | undefined {
  if (!['string', 'number', 'bigint', 'boolean'].includes(typeof key)) return undefined;
  const text = printValue(key);
  if (Array.isArray(value))
    return value.map(printValue).some((element) => matchesPattern(element, text) || matchesPattern(text, element));
  if (typeof value !== 'string') return undefined;
  if (matchesPattern(value, text)) return true;
  const list = parseStringList(value);
  return list === 'notJson' ? undefined : list?.includes(text);
}

function isListIn(
  key: readonly unknown[],
  value: unknown,
  test: (keys: readonly string[], values: ReadonlySet<string>) => boolean,
): boolean {
  if (!key.every((element): element is string => typeof element === 'string'))
    throw new VariableError('interface conversion: elements of the key of In and NotIn have to be strings');
  if (typeof value === 'string' && key.length === 1 && key[0] === value) return true;
  const values = typeof value === 'string' ? parseStringList(value) : value;
  const isList = Array.isArray(values) && values.every((element) => typeof element === 'string');
  return isList && test(key, new Set<string>(values));
}
