import { isDouble, numberOf } from './double.ts';
import { isInt } from './integer.ts';
import { isMap, sizeOfMap } from './map-value.ts';
import { ObjectValue } from './object-value.ts';
import { Duration } from './time.ts';
import { Uint } from './uint.ts';

/** Whether a value is the one that its type begins with: zero, or empty. */
export function isZero(value: unknown): boolean {
  if (value === null || value === false || value === '') return true;
  if (isInt(value)) return Number(value) === 0;
  if (isDouble(value)) return numberOf(value) === 0;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
  if (isMap(value)) return sizeOfMap(value) === 0;
  return isZeroObject(value);
}

function isZeroObject(value: unknown): boolean {
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration) return value.nanoseconds === 0n;
  return value instanceof ObjectValue && value.fields.size === 0;
}
