import type { Budget } from '../budget.ts';
import { CelError } from '../types.ts';
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  type ParameterType,
  STRING,
  TIMESTAMP,
  UINT,
} from '../typing/cel-type.ts';
import { meteredFunction, meteredMethod, type Overload, sharing } from '../typing/overload.ts';
import { add } from '../values/arithmetic.ts';
import { WholeDouble } from '../values/double.ts';
import { equals } from '../values/equality.ts';
import type { Int } from '../values/integer.ts';
import { compare } from '../values/order.ts';
import { Duration } from '../values/time.ts';
import { typeNameOf } from '../values/type-of.ts';
import { Uint } from '../values/uint.ts';

const T: ParameterType = { kind: 'parameter', name: 'T' };

type List = readonly unknown[];

/** In the order in which overloads are tried where types are not known. */
const COMPARABLE: readonly CelType[] = [INT, UINT, DOUBLE, BOOL, DURATION, TIMESTAMP, STRING, BYTES];

const SUMMABLE: readonly (readonly [CelType, unknown])[] = [
  [INT, 0],
  [UINT, new Uint(0n)],
  [DOUBLE, new WholeDouble(0)],
  [DURATION, new Duration(0n)],
];

/** Longest list that `lists.range` makes. */
const MAX_RANGE = 1_000_000;

/**
 * Functions on lists.
 *
 * Source: k8s.io/apiserver/pkg/cel/library/lists.go; cel-go ext/lists.go, version 3
 */
export const LISTS: readonly Overload[] = [
  ...sharing(COMPARABLE.map((type) => meteredMethod('isSorted', [listOf(type)], BOOL, isSorted))),
  ...sharing(COMPARABLE.map((type) => meteredMethod('min', [listOf(type)], type, min))),
  ...sharing(COMPARABLE.map((type) => meteredMethod('max', [listOf(type)], type, max))),
  ...SUMMABLE.map(([type, zero]) =>
    meteredMethod('sum', [listOf(type)], type, (budget, list: List) => sum(budget, list, zero)),
  ),
  meteredMethod('indexOf', [listOf(T), T], INT, indexOf),
  meteredMethod('lastIndexOf', [listOf(T), T], INT, lastIndexOf),
  meteredMethod('slice', [listOf(T), INT, INT], listOf(T), slice),
  meteredMethod('flatten', [listOf(listOf(T))], listOf(T), (budget, list: List) => flatten(budget, list, 1)),
  meteredMethod('flatten', [listOf(DYN), INT], listOf(DYN), flatten),
  meteredMethod('distinct', [listOf(T)], listOf(T), distinct),
  ...sharing(COMPARABLE.map((type) => meteredMethod('sort', [listOf(type)], listOf(type), sort))),
  meteredMethod('reverse', [listOf(T)], listOf(T), reverse),
  meteredFunction('lists.range', [INT], listOf(INT), range),
];

function isSorted(budget: Budget, list: List): boolean {
  requireList(budget, list);
  return list.every((item, index) => index === 0 || compare(list[index - 1], item) <= 0);
}

function min(budget: Budget, list: List): unknown {
  return extreme(budget, list, 'min', (order) => order > 0);
}

function max(budget: Budget, list: List): unknown {
  return extreme(budget, list, 'max', (order) => order < 0);
}

function extreme(budget: Budget, list: List, name: string, isBetter: (order: number) => boolean): unknown {
  requireList(budget, list);
  if (list.length === 0) throw new CelError(`${name} called on empty list`);
  return list.reduce((best, item) => (isBetter(compare(best, item)) ? item : best));
}

function sum(budget: Budget, list: List, zero: unknown): unknown {
  budget.spendOnElements(list.length);
  return list.reduce(add, zero);
}

function indexOf(budget: Budget, list: List, value: unknown): number {
  budget.spendOnElements(list.length);
  return list.findIndex((item) => equals(item, value, budget));
}

function lastIndexOf(budget: Budget, list: List, value: unknown): number {
  budget.spendOnElements(list.length);
  return list.findLastIndex((item) => equals(item, value, budget));
}

function slice(budget: Budget, list: List, from: Int, to: Int): List {
  if (from < 0 || to < 0) throw new CelError(`cannot slice(${from}, ${to}), negative indexes not supported`);
  if (from > to)
    throw new CelError(`cannot slice(${from}, ${to}), start index must be less than or equal to end index`);
  if (to > list.length) throw new CelError(`cannot slice(${from}, ${to}), list is length ${list.length}`);
  budget.spendOnElements(Number(to) - Number(from));
  return list.slice(Number(from), Number(to));
}

function flatten(budget: Budget, list: List, depth: Int): unknown[] {
  if (depth < 0) throw new CelError('level must be non-negative');
  budget.spendOnElements(list.length);
  if (Number(depth) === 0) return [...list];
  return list.flatMap((item) => (Array.isArray(item) ? flatten(budget, item, Number(depth) - 1) : [item]));
}

function distinct(budget: Budget, list: List): unknown[] {
  const seen: unknown[] = [];
  for (const item of list) {
    budget.spendOnElements(seen.length);
    if (!seen.some((other) => equals(other, item, budget))) seen.push(item);
  }
  return seen;
}

function sort(budget: Budget, list: List): List {
  return sortByKeys(budget, list, list);
}

/** @throws CelError when keys are of several types, or have no order */
export function sortByKeys(budget: Budget, list: List, keys: List): List {
  requireList(budget, keys);
  budget.spendOnElements(2 * keys.length * Math.ceil(Math.log2(keys.length + 1)));
  const [first] = keys;
  if (keys.length === 0) return list;
  const type = typeNameOf(first);
  if (!SORTABLE.has(type)) throw new CelError('list elements must be comparable');
  if (keys.some((key) => typeNameOf(key) !== type)) throw new CelError('list elements must have the same type');
  const order = keys.map((_, index) => index).sort((a, b) => compare(keys[a], keys[b]));
  return order.map((index) => list[index]);
}

const SORTABLE: ReadonlySet<string> = new Set([
  ...['int', 'uint', 'double', 'bool', 'string', 'bytes'],
  ...['google.protobuf.Duration', 'google.protobuf.Timestamp'],
]);

function reverse(budget: Budget, list: List): unknown[] {
  budget.spendOnElements(list.length);
  return list.toReversed();
}

function range(budget: Budget, count: Int): number[] {
  if (count > MAX_RANGE) throw new CelError('lists.range is too long');
  if (count < 0) throw new CelError(`lists.range: size must be non-negative, got ${count}`);
  const length = Number(count);
  budget.spendOnElements(length);
  return Array.from({ length }, (_, index) => index);
}

function requireList(budget: Budget, list: unknown): asserts list is List {
  if (!Array.isArray(list)) throw new CelError('no such overload');
  budget.spendOnElements(list.length);
}
