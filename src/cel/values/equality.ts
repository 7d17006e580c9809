import type { Budget } from '../budget.ts';
import { find, isMap, keysOf, type MapValue, sizeOfMap } from './map-value.ts';
import { NamedValue } from './named-value.ts';
import { compareNumbers, isNumeric } from './numbers.ts';
import { ObjectValue } from './object-value.ts';
import { Optional } from './optional.ts';
import { Duration, Timestamp } from './time.ts';
import { TypeValue } from './type-value.ts';

/** Whether two values are the same. Numbers of different types may be; otherwise different types never are. */
export function equals(a: unknown, b: unknown, budget: Budget): boolean {
  if (typeof a === 'string') return typeof b === 'string' && equalStrings(a, b, budget);
  if (typeof a === 'boolean' || a === null) return a === b;
  if (isNumeric(a)) return isNumeric(b) && compareNumbers(a, b) === 0;
  budget.spend(1);
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b, budget);
  if (isMap(a)) return isMap(b) && equalMaps(a, b, budget);
  if (a instanceof Optional) return b instanceof Optional && equalOptionals(a, b, budget);
  if (a instanceof ObjectValue) return b instanceof ObjectValue && equalObjects(a, b, budget);
  return equalLeaves(a, b, budget);
}

function equalLeaves(a: unknown, b: unknown, budget: Budget): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array && equalBytes(a, b, budget);
  if (a instanceof Duration) return b instanceof Duration && a.nanoseconds === b.nanoseconds;
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanoseconds === b.nanoseconds;
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name;
  if (a instanceof NamedValue) return b instanceof NamedValue && a.typeName === b.typeName && a.isSameAs(b);
  return false;
}

function equalStrings(a: string, b: string, budget: Budget): boolean {
  if (a.length !== b.length) return false;
  budget.spend(a.length >> 6);
  return a === b;
}

function equalLists(a: readonly unknown[], b: readonly unknown[], budget: Budget): boolean {
  if (a.length !== b.length) return false;
  budget.spendOnElements(a.length);
  return a.every((item, index) => equals(item, b[index], budget));
}

function equalMaps(a: MapValue, b: MapValue, budget: Budget): boolean {
  if (sizeOfMap(a) !== sizeOfMap(b)) return false;
  budget.spend(sizeOfMap(a) >> 1);
  return keysOf(a).every((key) => {
    const other = find(b, key);
    return other !== undefined && equals(find(a, key), other, budget);
  });
}

function equalOptionals(a: Optional, b: Optional, budget: Budget): boolean {
  return a.hasValue && b.hasValue ? equals(a.value, b.value, budget) : a.hasValue === b.hasValue;
}

function equalObjects(a: ObjectValue, b: ObjectValue, budget: Budget): boolean {
  if (a.type.name !== b.type.name || a.fields.size !== b.fields.size) return false;
  return [...a.fields].every(([name, value]) => {
    const other = b.fields.get(name);
    return other !== undefined && equals(value, other, budget);
  });
}

function equalBytes(a: Uint8Array, b: Uint8Array, budget: Budget): boolean {
  budget.spend(a.length >> 4);
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
