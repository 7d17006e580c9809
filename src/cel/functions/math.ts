import { CelError } from '../types.ts';
import { BOOL, type CelType, DOUBLE, DYN, INT, listOf, UINT } from '../typing/cel-type.ts';
import { globalFunction, meteredFunction, type Overload } from '../typing/overload.ts';
import { negate } from '../values/arithmetic.ts';
import { type Double, doubleOf, numberOf } from '../values/double.ts';
import { type Int, intOf } from '../values/integer.ts';
import { compare } from '../values/order.ts';
import { Uint } from '../values/uint.ts';

/**
 * Arithmetic. Kubernetes has none of it, Kyverno all.
 *
 * Source: cel-go ext/math.go
 */
export const MATH: readonly Overload[] = [
  ...extremes('math.@max', (a, b) => (compare(a, b) < 0 ? b : a)),
  ...extremes('math.@min', (a, b) => (compare(a, b) > 0 ? b : a)),
  ...doubles('math.ceil', Math.ceil),
  ...doubles('math.floor', Math.floor),
  ...doubles('math.round', roundHalfAway),
  ...doubles('math.trunc', Math.trunc),
  globalFunction('math.isFinite', [DOUBLE], BOOL, (value: Double) => Number.isFinite(numberOf(value))),
  globalFunction('math.isInf', [DOUBLE], BOOL, (value: Double) => Math.abs(numberOf(value)) === Infinity),
  globalFunction('math.isNaN', [DOUBLE], BOOL, (value: Double) => Number.isNaN(numberOf(value))),
  globalFunction('math.abs', [DOUBLE], DOUBLE, (value: Double) => doubleOf(Math.abs(numberOf(value)))),
  globalFunction('math.abs', [INT], INT, (value: Int) => (value < 0 ? negate(value) : value)),
  globalFunction('math.abs', [UINT], UINT, (value: Uint) => value),
  globalFunction('math.sign', [DOUBLE], DOUBLE, (value: Double) => doubleOf(Math.sign(numberOf(value)))),
  globalFunction('math.sign', [INT], INT, (value: Int) => Math.sign(Number(value))),
  globalFunction('math.sign', [UINT], UINT, (value: Uint) => new Uint(value.value === 0n ? 0n : 1n)),
  globalFunction('math.sqrt', [DOUBLE], DOUBLE, (value: Double) => doubleOf(Math.sqrt(numberOf(value)))),
  globalFunction('math.sqrt', [INT], DOUBLE, (value: Int) => doubleOf(Math.sqrt(Number(value)))),
  globalFunction('math.sqrt', [UINT], DOUBLE, (value: Uint) => doubleOf(Math.sqrt(Number(value.value)))),
  ...bits('math.bitAnd', (a, b) => a & b),
  ...bits('math.bitOr', (a, b) => a | b),
  ...bits('math.bitXor', (a, b) => a ^ b),
  globalFunction('math.bitNot', [INT], INT, (value: Int) => intOf(~BigInt(value))),
  globalFunction('math.bitNot', [UINT], UINT, (value: Uint) => new Uint(BigInt.asUintN(64, ~value.value))),
  ...shifts('math.bitShiftLeft', (value, by) => value << by),
  ...shifts('math.bitShiftRight', (value, by) => value >> by),
];

type Choice = (a: unknown, b: unknown) => unknown;

function extremes(name: string, choose: Choice): Overload[] {
  const numbers = [INT, UINT, DOUBLE];
  const pairs = numbers.flatMap((a) => numbers.map((b) => [a, b] as const));
  return [
    ...numbers.map((type) => globalFunction(name, [type], type, (value: unknown) => value)),
    ...pairs.map(([a, b]) => globalFunction(name, [a, b], a === b ? a : DYN, choose)),
    ...numbers.map((type) =>
      meteredFunction(name, [listOf(type)], type, (budget, list: readonly unknown[]) => {
        budget.spendOnElements(list.length);
        return extremeOf(list, name, choose);
      }),
    ),
  ];
}

function extremeOf(list: readonly unknown[], name: string, choose: Choice): unknown {
  if (list.length === 0) throw new CelError(`${name}(list) argument must not be empty`);
  return list.reduce(choose);
}

function doubles(name: string, work: (value: number) => number): Overload[] {
  return [globalFunction(name, [DOUBLE], DOUBLE, (value: Double) => doubleOf(work(numberOf(value))))];
}

/** As Go rounds, and not as JavaScript does, for which -1.5 is next to -1. */
export function roundHalfAway(value: number): number {
  const magnitude = Math.abs(value);
  const floor = Math.floor(magnitude);
  return Math.sign(value) * (magnitude - floor >= 0.5 ? floor + 1 : floor);
}

function bits(name: string, work: (a: bigint, b: bigint) => bigint): Overload[] {
  return [
    globalFunction(name, [INT, INT], INT, (a: Int, b: Int) => intOf(work(BigInt(a), BigInt(b)))),
    globalFunction(name, [UINT, UINT], UINT, (a: Uint, b: Uint) => new Uint(work(a.value, b.value))),
  ];
}

/** Bits beyond 64 are lost; whole words of them leave zero. A right shift fills up with zeros. */
function shifts(name: string, work: (value: bigint, by: bigint) => bigint): Overload[] {
  const shift = (value: bigint, by: Int): bigint => {
    if (by < 0) throw new CelError(`${name}() negative offset: ${by}`);
    return by >= 64 ? 0n : BigInt.asUintN(64, work(BigInt.asUintN(64, value), BigInt(by)));
  };
  const overload = (type: CelType, body: (value: never, by: Int) => unknown): Overload =>
    globalFunction(name, [type, INT], type, body);
  return [
    overload(INT, (value: Int, by: Int) => intOf(BigInt.asIntN(64, shift(BigInt(value), by)))),
    overload(UINT, (value: Uint, by: Int) => new Uint(shift(value.value, by))),
  ];
}
