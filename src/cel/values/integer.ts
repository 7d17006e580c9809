import { CelError } from '../types.ts';

/** A CEL int: a number where that is exact, else a bigint. Numbers in JSON that are whole and fit are ints too. */
export type Int = number | bigint;

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** Whole numbers in JSON from here on are doubles. */
const BOUND = 2 ** 63;

export function isInt(value: unknown): value is Int {
  return (
    (typeof value === 'number' && Number.isInteger(value) && value < BOUND && value >= -BOUND) ||
    typeof value === 'bigint'
  );
}

/** @throws CelError when it does not fit into 64 bits */
export function intOf(value: bigint): Int {
  if (value > MAX || value < MIN) throw new CelError('integer overflow');
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

export function addInts(a: Int, b: Int): Int {
  const sum = Number(a) + Number(b);
  return Number.isSafeInteger(sum) && isExact(a, b) ? sum : intOf(BigInt(a) + BigInt(b));
}

export function subtractInts(a: Int, b: Int): Int {
  const difference = Number(a) - Number(b);
  return Number.isSafeInteger(difference) && isExact(a, b) ? difference : intOf(BigInt(a) - BigInt(b));
}

export function multiplyInts(a: Int, b: Int): Int {
  const product = Number(a) * Number(b);
  // A zero times what is negative is -0, which is no int.
  return Number.isSafeInteger(product) && isExact(a, b) ? product + 0 : intOf(BigInt(a) * BigInt(b));
}

export function divideInts(a: Int, b: Int): Int {
  if (isZero(b)) throw new CelError('division by zero');
  return intOf(BigInt(a) / BigInt(b));
}

export function remainderOfInts(a: Int, b: Int): Int {
  if (isZero(b)) throw new CelError('modulus by zero');
  // The quotient of the smallest int and -1 does not fit, which cel-go holds against the remainder too.
  intOf(BigInt(a) / BigInt(b));
  return intOf(BigInt(a) % BigInt(b));
}

export function negateInt(value: Int): Int {
  return intOf(-BigInt(value));
}

export function compareInts(a: Int, b: Int): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isExact(a: Int, b: Int): boolean {
  return Number.isSafeInteger(a) && Number.isSafeInteger(b);
}

function isZero(value: Int): boolean {
  return Number(value) === 0;
}
