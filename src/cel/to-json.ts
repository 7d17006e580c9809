import { CelError } from './types.ts';
import { conversionError } from './values/conversion-error.ts';
import { isDouble, numberOf } from './values/double.ts';
import { find, isMap, keysOf, type MapValue } from './values/map-value.ts';
import { ObjectValue } from './values/object-value.ts';
import { Optional } from './values/optional.ts';
import { Duration, Timestamp } from './values/time.ts';
import { formatDuration, formatTimestamp } from './values/time-text.ts';
import { typeNameOf } from './values/type-of.ts';
import { Uint } from './values/uint.ts';

/** A result of no more than this many parts is written out. */
const MAX_PARTS = 1_000_000;

/**
 * The result of an expression as JSON, from which other programs read. Whole numbers beyond 2^53 lose their last digits.
 *
 * @throws CelError for what JSON cannot say, and what is too large
 */
export function toJson(value: unknown): unknown {
  let parts = 0;
  const convert = (inner: unknown): unknown => {
    parts += 1;
    if (parts > MAX_PARTS) throw new CelError('result is too large');
    return convertPart(inner, convert);
  };
  try {
    return convert(value);
  } catch (error) {
    if (error instanceof RangeError) throw new CelError('result is nested too deeply');
    throw error;
  }
}

type Convert = (value: unknown) => unknown;

function convertPart(value: unknown, convert: Convert): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint) return Number(value.value);
  if (typeof value === 'number' || isDouble(value)) return finite(numberOf(value));
  if (Array.isArray(value)) return value.map(convert);
  if (isMap(value)) return convertMap(value, convert);
  return convertObject(value, convert);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new CelError(`unsupported value: ${value}`);
}

function convertMap(map: MapValue, convert: Convert): Record<string, unknown> {
  const entries = keysOf(map).map((key): [string, unknown] => {
    const name = typeof key === 'string' ? key : String(convert(key));
    return [name, convert(find(map, key))];
  });
  return fromEntries(entries);
}

/** Keys such as `__proto__` are keys like all others. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

function convertObject(value: unknown, convert: Convert): unknown {
  if (value instanceof ObjectValue) {
    return fromEntries([...value.fields].map(([name, inner]) => [name, convert(inner)]));
  }
  if (value instanceof Optional && value.hasValue) return convert(value.value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Timestamp) return formatTimestamp(value);
  if (value instanceof Duration) return formatDuration(value.nanoseconds);
  throw conversionError(typeNameOf(value), 'JSON');
}
