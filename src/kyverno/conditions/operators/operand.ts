import { parseDuration } from '../../../model/values/duration.ts';
import { truncateToInt64 } from '../../../model/values/number.ts';
import { isMap, setField } from '../../variables/jmespath/evaluation.ts';

/**
 * Whether a condition holds for a key and a value, both with their variables filled in.
 *
 * Numbers are float64. Whole numbers in lists and maps that are written in the policy are int64, bigints here: Kyverno prints
 * large ones otherwise, and never finds them equal to numbers of resources in other lists and maps.
 *
 * @throws VariableError where Kyverno would panic
 */
export type Operator = (key: unknown, value: unknown) => boolean;

/** A value of a policy as Kyverno reads it, with int64 in lists and maps. */
export function toOperand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withInteger);
  if (!isMap(value)) return value ?? null;
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) setField(result, key, withInteger(child));
  return result;
}

function withInteger(value: unknown): unknown {
  return typeof value === 'number' && isInt64(value) ? BigInt(value) : toOperand(value);
}

function isInt64(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63;
}

const SECOND = 1_000_000_000n;

/** A whole number of seconds as nanoseconds, which may overflow as in Go. */
export function secondsToDuration(value: number | bigint): bigint {
  return BigInt.asIntN(64, (typeof value === 'bigint' ? value : truncateToInt64(value)) * SECOND);
}

/**
 * Key and value as durations, when at least one is a duration with a unit. Numbers are seconds.
 *
 * Source: kyverno pkg/engine/variables/operator/operator.go, parseDuration
 *
 * @returns nothing when they are not to be compared so
 */
export function asDurations(key: unknown, value: unknown): readonly [key: bigint, value: bigint] | undefined {
  const keyText = durationText(key);
  const valueText = durationText(value);
  if (keyText === undefined && valueText === undefined) return undefined;
  const left = keyText ?? numberDuration(key);
  const right = valueText ?? numberDuration(value);
  return left === undefined || right === undefined ? undefined : [left, right];
}

function durationText(value: unknown): bigint | undefined {
  return typeof value === 'string' && value !== '0' ? parseDuration(value) : undefined;
}

function numberDuration(value: unknown): bigint | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? secondsToDuration(value) : undefined;
}
