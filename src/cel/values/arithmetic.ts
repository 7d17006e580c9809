import { CelError } from '../types.ts';
import { type Double, doubleOf, isDouble, numberOf } from './double.ts';
import {
  addInts,
  divideInts,
  type Int,
  isInt,
  multiplyInts,
  negateInt,
  remainderOfInts,
  subtractInts,
} from './integer.ts';
import { Duration, Timestamp } from './time.ts';
import { Uint } from './uint.ts';

/** What an operator does with two numbers of one type. */
interface Arithmetic {
  ints(a: Int, b: Int): Int;
  uints(a: bigint, b: bigint): bigint;
  /** Undefined where doubles have no such operator. */
  readonly doubles: ((a: number, b: number) => number) | undefined;
}

const ADD: Arithmetic = { ints: addInts, uints: (a, b) => a + b, doubles: (a, b) => a + b };
const SUBTRACT: Arithmetic = { ints: subtractInts, uints: (a, b) => a - b, doubles: (a, b) => a - b };
const MULTIPLY: Arithmetic = { ints: multiplyInts, uints: (a, b) => a * b, doubles: (a, b) => a * b };
const DIVIDE: Arithmetic = {
  ints: divideInts,
  uints: (a, b) => a / nonZero(b, 'division by zero'),
  doubles: (a, b) => a / b,
};
const REMAINDER: Arithmetic = {
  ints: remainderOfInts,
  uints: (a, b) => a % nonZero(b, 'modulus by zero'),
  doubles: undefined,
};

/** @throws CelError, as all here do, for values of types that do not go together, and for results that do not fit */
export function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return a.concat(b);
  return calculate(ADD, a, b) ?? addTimes(a, b) ?? addBytes(a, b) ?? noSuchOverload();
}

export function subtract(a: unknown, b: unknown): unknown {
  return calculate(SUBTRACT, a, b) ?? subtractTimes(a, b) ?? noSuchOverload();
}

export function multiply(a: unknown, b: unknown): unknown {
  return calculate(MULTIPLY, a, b) ?? noSuchOverload();
}

export function divide(a: unknown, b: unknown): unknown {
  return calculate(DIVIDE, a, b) ?? noSuchOverload();
}

export function remainder(a: unknown, b: unknown): unknown {
  return calculate(REMAINDER, a, b) ?? noSuchOverload();
}

export function negate(value: unknown): unknown {
  if (isInt(value)) return negateInt(value);
  if (isDouble(value)) return doubleOf(-numberOf(value));
  if (value instanceof Duration) return new Duration(-value.nanoseconds);
  return noSuchOverload();
}

/** Nothing when these are no two numbers of one type. */
function calculate(operator: Arithmetic, a: unknown, b: unknown): Int | Uint | Double | undefined {
  if (isInt(a)) return isInt(b) ? operator.ints(a, b) : undefined;
  if (a instanceof Uint) return b instanceof Uint ? new Uint(operator.uints(a.value, b.value)) : undefined;
  const isPair = operator.doubles !== undefined && isDouble(a) && isDouble(b);
  return isPair ? doubleOf(operator.doubles(numberOf(a), numberOf(b))) : undefined;
}

function addTimes(a: unknown, b: unknown): Duration | Timestamp | undefined {
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanoseconds + b.nanoseconds);
  if (a instanceof Duration && b instanceof Timestamp) return new Timestamp(a.nanoseconds + b.nanoseconds, b.offset);
  if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanoseconds + b.nanoseconds, a.offset);
  return undefined;
}

function subtractTimes(a: unknown, b: unknown): Duration | Timestamp | undefined {
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanoseconds - b.nanoseconds);
  if (a instanceof Timestamp && b instanceof Timestamp) return new Duration(a.nanoseconds - b.nanoseconds);
  if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanoseconds - b.nanoseconds, a.offset);
  return undefined;
}

function addBytes(a: unknown, b: unknown): Uint8Array | undefined {
  if (!(a instanceof Uint8Array && b instanceof Uint8Array)) return undefined;
  const sum = new Uint8Array(a.length + b.length);
  sum.set(a);
  sum.set(b, a.length);
  return sum;
}

function nonZero(value: bigint, message: string): bigint {
  if (value === 0n) throw new CelError(message);
  return value;
}

function noSuchOverload(): never {
  throw new CelError('no such overload');
}
