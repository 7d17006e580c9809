import type { Budget } from '../budget.ts';
import { CelError } from '../types.ts';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  INT,
  listOf,
  mapOf,
  type ParameterType,
  STRING,
  TIMESTAMP,
  UINT,
} from '../typing/cel-type.ts';
import { globalFunction, meteredFunction, type Overload, sharing } from '../typing/overload.ts';
import { add, divide, multiply, negate, remainder, subtract } from '../values/arithmetic.ts';
import { equals } from '../values/equality.ts';
import { find, isMap } from '../values/map-value.ts';
import { NamedValue } from '../values/named-value.ts';
import { compare } from '../values/order.ts';

const A: ParameterType = { kind: 'parameter', name: 'A' };
const B: ParameterType = { kind: 'parameter', name: 'B' };

type Binary = (a: unknown, b: unknown) => unknown;

/**
 * The operators of the language, except for those that do not look at all of their operands.
 *
 * Source: cel-go common/stdlib/standard.go
 */
export const OPERATORS: readonly Overload[] = [
  globalFunction('!_', [BOOL], BOOL, (value: boolean) => !value),
  ...sharing([INT, DOUBLE].map((type) => globalFunction('-_', [type], type, negate))),
  meteredFunction('_==_', [A, A], BOOL, isEqual),
  meteredFunction('_!=_', [A, A], BOOL, (budget, a, b) => !equals(a, b, budget)),
  meteredFunction('@in', [A, listOf(A)], BOOL, isIn),
  meteredFunction('@in', [A, mapOf(A, B)], BOOL, isIn),
  ...comparisons('_<_', (a, b) => compare(a, b) < 0),
  ...comparisons('_<=_', (a, b) => compare(a, b) <= 0),
  ...comparisons('_>_', (a, b) => compare(a, b) > 0),
  ...comparisons('_>=_', (a, b) => compare(a, b) >= 0),
  ...binaries('_+_', add, [
    ...same(INT, UINT, DOUBLE, STRING, BYTES, DURATION, listOf(A)),
    [TIMESTAMP, DURATION, TIMESTAMP],
    [DURATION, TIMESTAMP, TIMESTAMP],
  ]),
  ...binaries('_-_', subtract, [
    ...same(INT, UINT, DOUBLE, DURATION),
    [TIMESTAMP, DURATION, TIMESTAMP],
    [TIMESTAMP, TIMESTAMP, DURATION],
  ]),
  ...binaries('_*_', multiply, same(INT, UINT, DOUBLE)),
  ...binaries('_/_', divide, same(INT, UINT, DOUBLE)),
  ...binaries('_%_', remainder, same(INT, UINT)),
];

type Signature = readonly [left: CelType, right: CelType, result: CelType];

/** All of them are one function, which looks at the values itself. */
function binaries(name: string, body: Binary, signatures: readonly Signature[]): Overload[] {
  return sharing(signatures.map(([left, right, result]) => globalFunction(name, [left, right], result, body)));
}

function same(...types: readonly CelType[]): Signature[] {
  return types.map((type) => [type, type, type]);
}

function comparisons(name: string, body: Binary): Overload[] {
  const alike = [BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION].map(
    (type): Signature => [type, type, BOOL],
  );
  const numbers = [INT, UINT, DOUBLE];
  const mixed = numbers.flatMap((a) => numbers.filter((b) => b !== a).map((b): Signature => [a, b, BOOL]));
  return binaries(name, body, [...alike, ...mixed]);
}

/** Quantities and their like are not compared with anything else, though they may be different from it. */
function isEqual(budget: Budget, a: unknown, b: unknown): boolean {
  const isOdd = a instanceof NamedValue && b !== null && !(b instanceof NamedValue && a.typeName === b.typeName);
  if (isOdd) throw new CelError('no such overload');
  return equals(a, b, budget);
}

function isIn(budget: Budget, value: unknown, container: unknown): boolean {
  if (Array.isArray(container)) {
    budget.spendOnElements(container.length);
    return container.some((item) => equals(item, value, budget));
  }
  if (isMap(container)) return find(container, value) !== undefined;
  throw new CelError('no such overload');
}
