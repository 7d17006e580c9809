import { CelError } from '../types.ts';
import { compareNumbers, isNumeric } from './numbers.ts';
import { Duration, Timestamp } from './time.ts';

/**
 * Negative, zero or positive, as the first is less than, equal to or greater than the second.
 *
 * @throws CelError when they have no order
 */
export function compare(a: unknown, b: unknown): number {
  if (isNumeric(a) && isNumeric(b)) return compareNumerics(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (a instanceof Duration && b instanceof Duration) return compareBigInts(a.nanoseconds, b.nanoseconds);
  if (a instanceof Timestamp && b instanceof Timestamp) return compareBigInts(a.nanoseconds, b.nanoseconds);
  throw new CelError('no such overload');
}

function compareNumerics(a: Parameters<typeof compareNumbers>[0], b: Parameters<typeof compareNumbers>[1]): number {
  const order = compareNumbers(a, b);
  if (Number.isNaN(order)) throw new CelError('NaN values cannot be ordered');
  return order;
}

/** By code points, which is by UTF-8 bytes as Go compares, and not by UTF-16 as JavaScript does. */
function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    // Halves of characters beyond U+FFFF come after everything else.
    if (left !== right) return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareBigInts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
