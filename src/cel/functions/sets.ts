import type { Budget } from '../budget.ts';
import { BOOL, listOf, type ParameterType } from '../typing/cel-type.ts';
import { meteredFunction, type Overload } from '../typing/overload.ts';
import { equals } from '../values/equality.ts';

const T: ParameterType = { kind: 'parameter', name: 'T' };

type List = readonly unknown[];

/**
 * Lists as sets.
 *
 * Source: cel-go ext/sets.go
 */
export const SETS: readonly Overload[] = [
  meteredFunction('sets.contains', [listOf(T), listOf(T)], BOOL, contains),
  meteredFunction(
    'sets.equivalent',
    [listOf(T), listOf(T)],
    BOOL,
    (budget, a: List, b: List) => contains(budget, a, b) && contains(budget, b, a),
  ),
  meteredFunction('sets.intersects', [listOf(T), listOf(T)], BOOL, (budget, a: List, b: List) =>
    b.some((item) => isIn(budget, a, item)),
  ),
];

function contains(budget: Budget, list: List, part: List): boolean {
  return part.every((item) => isIn(budget, list, item));
}

function isIn(budget: Budget, list: List, value: unknown): boolean {
  budget.spendOnElements(list.length);
  return list.some((item) => equals(item, value, budget));
}
