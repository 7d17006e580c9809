import { toSeconds } from '../../../model/values/duration.ts';
import { parseFloat64, parseInt64, truncateToInt64 } from '../../../model/values/number.ts';
import { compareQuantities, parseQuantity } from '../../../model/values/quantity.ts';
import { matchesPattern } from '../../values/wildcard.ts';
import { Evaluation, isEqual, isMap } from '../../variables/jmespath/evaluation.ts';
import { asDurations, type Operator } from './operand.ts';

/** `Equals`. Source: kyverno pkg/engine/variables/operator/equal.go */
export const equals: Operator = (key, value) => areEqual(key, value) === true;

/** `NotEquals`, which is false as well for a key that cannot be compared. Source: operator/notequal.go */
export const notEquals: Operator = (key, value) => areEqual(key, value) === false;

/** @returns nothing for a key that cannot be compared, such as null */
function areEqual(key: unknown, value: unknown): boolean | undefined {
  switch (typeof key) {
    case 'boolean':
      return key === value;
    case 'bigint':
      return isSameInteger(key, value);
    case 'number':
      return isSameNumber(key, value);
    case 'string':
      return isSameText(key, value);
    default:
      return isSameStructure(key, value);
  }
}

function isSameInteger(key: bigint, value: unknown): boolean {
  if (typeof value === 'bigint') return key === value;
  if (typeof value === 'number') return Number.isInteger(value) && truncateToInt64(value) === key;
  return typeof value === 'string' && parseInt64(value) === key;
}

function isSameNumber(key: number, value: unknown): boolean {
  if (typeof value === 'bigint') return Number.isInteger(key) && truncateToInt64(key) === value;
  return key === (typeof value === 'string' ? parseFloat64(value) : value);
}

/** Durations, then quantities; else the value is a pattern with wildcards. */
function isSameText(key: string, value: unknown): boolean {
  const durations = asDurations(key, value);
  if (durations !== undefined) return toSeconds(durations[0]) === toSeconds(durations[1]);
  if (typeof value !== 'string') return false;
  const quantity = parseQuantity(key);
  if (quantity === undefined) return matchesPattern(value, key);
  const other = parseQuantity(value);
  return other !== undefined && compareQuantities(quantity, other) === 0;
}

function isSameStructure(key: unknown, value: unknown): boolean | undefined {
  if (Array.isArray(key)) return Array.isArray(value) && isEqual(key, value, new Evaluation());
  return isMap(key) ? isMap(value) && isEqual(key, value, new Evaluation()) : undefined;
}
