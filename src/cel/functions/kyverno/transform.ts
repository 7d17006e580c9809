import type { Budget } from '../../budget.ts';
import { CelError } from '../../types.ts';
import { DYN, listOf, mapOf, STRING } from '../../typing/cel-type.ts';
import { meteredFunction, type Overload } from '../../typing/overload.ts';
import { find, isMap, type MapValue } from '../../values/map-value.ts';

/** Source: github.com/kyverno/sdk/extensions/cel/libs/transform */
export const TRANSFORM: readonly Overload[] = ['listObjToMap', 'transform.listObjToMap'].map((name) =>
  meteredFunction(name, [listOf(DYN), listOf(DYN), STRING, STRING], mapOf(DYN, DYN), listToMap),
);

type List = readonly unknown[];

/** Keys from the objects of one list, values from those of the other. What is not there is null. */
function listToMap(
  budget: Budget,
  keys: List,
  values: List,
  keyName: string,
  valueName: string,
): Record<string, unknown> {
  budget.spendOnElements(2 * keys.length);
  if (keys.length !== values.length) {
    const lengths = `list1: ${keys.length}, list2: ${values.length}`;
    throw new CelError(`listObjToMap must take lists of equal length. ${lengths}`);
  }
  return Object.fromEntries(
    keys.map((item, index): [string, unknown] => {
      const key = find(object(item), keyName);
      if (typeof key !== 'string') {
        throw new CelError('the passed key name cannot be handled as a string in the key object list');
      }
      return [key, find(object(values[index]), valueName) ?? null];
    }),
  );
}

function object(value: unknown): MapValue {
  if (isMap(value)) return value;
  throw new CelError('object cannot be handled as a map string to any in the value object list');
}
