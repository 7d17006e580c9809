import { ANY, listOf, object, oneOf, type Shape, TEXT } from './shape.ts';

const CONDITION: Shape = object({
  key: ANY,
  operator: oneOf(
    ...['Equals', 'NotEquals', 'AnyIn', 'AllIn', 'AnyNotIn', 'AllNotIn'],
    ...['GreaterThanOrEquals', 'GreaterThan', 'LessThanOrEquals', 'LessThan'],
    ...['DurationGreaterThanOrEquals', 'DurationGreaterThan', 'DurationLessThanOrEquals', 'DurationLessThan'],
  ),
  value: ANY,
  message: TEXT,
});

/** Conditions of later versions, without the operators that are deprecated. Those of v1 have no shape, or one that is open. */
export const CONDITIONS: Shape = object({ any: listOf(CONDITION), all: listOf(CONDITION) });
