import { isIn, isNotIn } from './deprecated-membership.ts';
import { equals, notEquals } from './equality.ts';
import { allIn, allNotIn, anyIn, anyNotIn } from './membership.ts';
import type { Operator } from './operand.ts';
import { compareBy, compareDurationsBy } from './order.ts';

/** By name, as policies have to write it. Source: kyverno api/kyverno/v1/common_types.go, ConditionOperators */
const OPERATORS: Readonly<Record<string, Operator>> = {
  Equal: equals,
  Equals: equals,
  NotEqual: notEquals,
  NotEquals: notEquals,
  AnyIn: anyIn,
  AllIn: allIn,
  AnyNotIn: anyNotIn,
  AllNotIn: allNotIn,
  In: isIn,
  NotIn: isNotIn,
  GreaterThan: compareBy((left, right) => left > right),
  GreaterThanOrEquals: compareBy((left, right) => left >= right),
  LessThan: compareBy((left, right) => left < right),
  LessThanOrEquals: compareBy((left, right) => left <= right),
  DurationGreaterThan: compareDurationsBy((left, right) => left > right),
  DurationGreaterThanOrEquals: compareDurationsBy((left, right) => left >= right),
  DurationLessThan: compareDurationsBy((left, right) => left < right),
  DurationLessThanOrEquals: compareDurationsBy((left, right) => left <= right),
};

export const OPERATOR_NAMES: readonly string[] = Object.keys(OPERATORS).sort();

const BY_LOWER_CASE: ReadonlyMap<string, Operator> = new Map(
  Object.entries(OPERATORS).map(([name, operator]) => [name.toLowerCase(), operator]),
);

/** In other than this case, comparisons of Kyverno find their operator, and then do not know it: they are false. */
const EXACT = /than/i;

/** @returns nothing for a name that no operator has, in whatever case */
export function findOperator(name: string): Operator | undefined {
  const operator = BY_LOWER_CASE.get(name.toLowerCase());
  return operator !== undefined && EXACT.test(name) && !Object.hasOwn(OPERATORS, name) ? () => false : operator;
}
