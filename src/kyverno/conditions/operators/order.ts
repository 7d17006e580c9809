import { parseDuration, toSeconds } from '../../../model/values/duration.ts';
import { parseFloat64 } from '../../../model/values/number.ts';
import { compareQuantities, parseQuantity } from '../../../model/values/quantity.ts';
import { compareVersions, parseVersion } from '../../values/semver.ts';
import { asDurations, type Operator, secondsToDuration } from './operand.ts';

/** What a comparison makes of the difference; of none, false. */
export type Order = (left: number, right: number) => boolean;

/**
 * `GreaterThan` and its like: durations, quantities, numbers, then versions.
 *
 * Source: kyverno pkg/engine/variables/operator/numeric.go
 */
export function compareBy(order: Order): Operator {
  return (key, value) => {
    const pair = typeof key === 'string' ? textPair(key, value) : numberPair(toNumber(key), value);
    return pair !== undefined && order(...pair);
  };
}

/** `DurationGreaterThan` and its like; numbers are seconds. Source: operator/duration.go */
export function compareDurationsBy(order: Order): Operator {
  return (key, value) => {
    const left = durationOf(key);
    const right = durationOf(value);
    return left !== undefined && right !== undefined && order(Number(left > right) - Number(left < right), 0);
  };
}

/** Two numbers whose order is that of key and value. */
type Pair = readonly [left: number, right: number];

function textPair(key: string, value: unknown): Pair | undefined {
  const durations = durationPair(key, value);
  if (durations !== undefined) return durations;
  const quantities = typeof value === 'string' ? quantityPair(key, value) : undefined;
  if (quantities !== undefined) return quantities;
  const number = parseFloat64(key);
  if (number !== undefined) return numberPair(number, value);
  return typeof value === 'string' ? versionPair(key, value) : undefined;
}

function durationPair(key: unknown, value: unknown): Pair | undefined {
  const durations = asDurations(key, value);
  return durations && [toSeconds(durations[0]), toSeconds(durations[1])];
}

function quantityPair(key: string, value: string): Pair | undefined {
  const left = parseQuantity(key);
  const right = parseQuantity(value);
  return left && right && [compareQuantities(left, right), 0];
}

function versionPair(key: string, value: string): Pair | undefined {
  const left = parseVersion(key);
  const right = parseVersion(value);
  return left && right && [compareVersions(left, right), 0];
}

function numberPair(key: number | undefined, value: unknown): Pair | undefined {
  if (key === undefined) return undefined;
  if (typeof value !== 'string') return withNumber(key, toNumber(value));
  return durationPair(key, value) ?? withNumber(key, parseFloat64(value));
}

function withNumber(key: number, value: number | undefined): Pair | undefined {
  return value === undefined ? undefined : [key, value];
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

function durationOf(value: unknown): bigint | undefined {
  if (typeof value === 'string') return parseDuration(value);
  return typeof value === 'number' || typeof value === 'bigint' ? secondsToDuration(value) : undefined;
}
