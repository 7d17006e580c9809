import { numberOf, WholeDouble } from '../../src/cel/values/double.ts';
import { isInt } from '../../src/cel/values/integer.ts';
import { find, isMap, keysOf } from '../../src/cel/values/map-value.ts';
import { NamedValue } from '../../src/cel/values/named-value.ts';
import { ObjectValue } from '../../src/cel/values/object-value.ts';
import { Optional } from '../../src/cel/values/optional.ts';
import { Duration, Timestamp } from '../../src/cel/values/time.ts';
import { formatTimestamp } from '../../src/cel/values/time-text.ts';
import { TypeValue } from '../../src/cel/values/type-value.ts';
import { Uint } from '../../src/cel/values/uint.ts';

/** A value as vectors have it: `1`, `1u`, `1.0`, `"a"`, `[1, 2]`, `{"a": 1}`, `optional.of(1)`, `type int` … */
export function show(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (isInt(value)) return String(BigInt(value));
  if (typeof value === 'number' || value instanceof WholeDouble) return showDouble(numberOf(value));
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (isMap(value)) {
    const entries = keysOf(value).map((key) => `${show(key)}: ${show(find(value, key))}`);
    return `{${entries.sort().join(', ')}}`;
  }
  return showObject(value);
}

function showDouble(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

function showObject(value: unknown): string {
  if (value instanceof Uint) return `${value.value}u`;
  if (value instanceof Optional) return value.hasValue ? `optional.of(${show(value.value)})` : 'optional.none()';
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('base64')}`;
  if (value instanceof Duration) return `duration ${value.nanoseconds}ns`;
  if (value instanceof Timestamp) return `timestamp ${formatTimestamp(new Timestamp(value.nanoseconds))}`;
  if (value instanceof TypeValue) return `type ${value.name}`;
  if (value instanceof NamedValue) return value.typeName;
  return value instanceof ObjectValue ? value.type.name : `unknown ${typeof value}`;
}
