import { WholeDouble } from './double.ts';
import { Uint } from './uint.ts';

/** An int, uint or double. */
export type Numeric = number | bigint | WholeDouble | Uint;

export function isNumeric(value: unknown): value is Numeric {
  return (
    typeof value === 'number' || typeof value === 'bigint' || value instanceof WholeDouble || value instanceof Uint
  );
}

/** Negative, zero or positive, whatever the types; NaN when one of them is no number. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const left = plain(a);
  const right = plain(b);
  if (typeof left === typeof right) return order(left, right);
  // A double next to a bigint: cel-go rounds the whole number, so that what is beyond 2^53 may be equal to its neighbour.
  return order(Number(left), Number(right));
}

function order(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
}

function plain(value: Numeric): number | bigint {
  if (value instanceof WholeDouble) return value.value;
  if (value instanceof Uint) return value.value <= Number.MAX_SAFE_INTEGER ? Number(value.value) : value.value;
  return value;
}
