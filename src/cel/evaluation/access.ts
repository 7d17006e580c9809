import { CelError } from '../types.ts';
import { isDouble, numberOf } from '../values/double.ts';
import { isInt } from '../values/integer.ts';
import { find, isMap } from '../values/map-value.ts';
import { ObjectValue } from '../values/object-value.ts';
import { NONE, Optional } from '../values/optional.ts';
import { formatDouble } from '../values/text.ts';
import { typeNameOf } from '../values/type-of.ts';
import { Uint } from '../values/uint.ts';

/**
 * What is in a value under a key or at an index. Nothing when there is no such thing, also in what holds nothing at all.
 *
 * Source: cel-go interpreter/attributes.go, refQualify
 *
 * @throws CelError for a key that no list can have
 */
function lookUp(value: unknown, key: unknown): unknown {
  if (isMap(value)) return find(value, key);
  if (Array.isArray(value)) return value[indexOf(key)];
  return value instanceof ObjectValue && typeof key === 'string' ? fieldOfObject(value, key) : undefined;
}

/** `value.key`, `value[key]` @throws CelError when there is no such thing */
export function get(value: unknown, key: unknown): unknown {
  if (value instanceof Optional) return getOptional(value, key);
  const found = lookUp(value, key);
  if (found !== undefined) return found;
  throw new CelError(Array.isArray(value) ? `index out of bounds: ${describe(key)}` : `no such key: ${describe(key)}`);
}

/** `value.name` of data, which is nearly all that expressions do. */
export function getField(value: unknown, name: string): unknown {
  if (isMap(value)) {
    const found = find(value, name);
    if (found !== undefined) return found;
  }
  return get(value, name);
}

/** `value.?key`, `value[?key]` */
export function getOptional(value: unknown, key: unknown): Optional {
  const container = value instanceof Optional ? value.value : value;
  const found = container === undefined ? undefined : lookUp(container, key);
  return found === undefined ? NONE : new Optional(found);
}

/** `has(value.name)` */
export function has(value: unknown, name: string): boolean {
  const container = value instanceof Optional ? value.value : value;
  if (container instanceof ObjectValue) return container.fields.has(name);
  return container !== undefined && lookUp(container, name) !== undefined;
}

/** Fields that are not set are null, or empty where they are texts. */
function fieldOfObject(value: ObjectValue, name: string): unknown {
  const found = value.fields.get(name);
  return found ?? (value.type.field(name)?.kind === 'string' ? '' : null);
}

function indexOf(key: unknown): number {
  if (isInt(key)) return Number(key);
  if (key instanceof Uint) return Number(key.value);
  if (!isDouble(key)) throw new CelError(`unsupported index type '${typeNameOf(key)}' in list`);
  if (Number.isInteger(numberOf(key))) return numberOf(key) + 0;
  throw new CelError(`unsupported index value ${formatDouble(key)} in list`);
}

function describe(key: unknown): string {
  if (key instanceof Uint) return String(key.value);
  if (isDouble(key)) return formatDouble(key);
  return typeof key === 'object' && key !== null ? typeNameOf(key) : String(key);
}
