import type { Budget } from '../../budget.ts';
import { CelError } from '../../types.ts';
import { isDouble, numberOf } from '../../values/double.ts';
import { isInt } from '../../values/integer.ts';
import { find, isMap, keysOf, type MapValue } from '../../values/map-value.ts';
import { formatDouble } from '../../values/text.ts';
import { Duration, Timestamp } from '../../values/time.ts';
import { formatDuration, formatTimestamp } from '../../values/time-text.ts';
import { typeNameOf } from '../../values/type-of.ts';
import { TypeValue } from '../../values/type-value.ts';
import { Uint } from '../../values/uint.ts';
import { utf8Text } from '../../values/utf8.ts';
import { goQuote } from './go-quote.ts';
import { decimal } from './numbers.ts';

/**
 * A value as `%s` has it: texts plain, and quoted within lists and maps.
 *
 * @throws CelError for what cannot be formatted
 */
export function formatValue(budget: Budget, value: unknown): string {
  if (typeof value === 'string') return value;
  if (isDouble(value)) return formatDouble(value);
  if (value instanceof Uint8Array) return utf8Text(value);
  if (value instanceof Timestamp) return formatTimestamp(value);
  if (value instanceof Duration) return formatDuration(value.nanoseconds);
  if (value instanceof TypeValue) return value.name;
  return (
    formatPlain(value) ??
    formatContainer(budget, value) ??
    refuse(
      'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given',
      value,
    )
  );
}

function formatPlain(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value);
  if (isInt(value)) return String(BigInt(value));
  return value instanceof Uint ? String(value.value) : undefined;
}

function formatContainer(budget: Budget, value: unknown): string | undefined {
  if (Array.isArray(value)) return `[${value.map((item) => formatMember(budget, item)).join(', ')}]`;
  return isMap(value) ? formatMap(budget, value) : undefined;
}

function formatMap(budget: Budget, map: MapValue): string {
  const entries = keysOf(map).map((key): readonly [string, string] => [
    typeof key === 'string'
      ? goQuote(key)
      : (formatPlain(key) ?? refuse('no formatting function for map key of type', key)),
    formatMember(budget, find(map, key)),
  ]);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, value]) => `${key}:${value}`).join(', ')}}`;
}

/** A value within a list or a map, as a literal of CEL. */
function formatMember(budget: Budget, value: unknown): string {
  const text = formatLiteral(value) ?? formatPlain(value) ?? formatContainer(budget, value);
  if (text === undefined) return refuse('no formatting function for', value);
  budget.spend(1 + (text.length >> 4));
  return text;
}

function formatLiteral(value: unknown): string | undefined {
  if (typeof value === 'string') return goQuote(value);
  if (isDouble(value)) return formatMemberDouble(numberOf(value));
  if (value instanceof Uint8Array) return `b${goQuote(utf8Text(value))}`;
  if (value instanceof Timestamp) return `timestamp("${formatTimestamp(value)}")`;
  if (value instanceof Duration) return `duration("${formatDuration(value.nanoseconds)}")`;
  return value instanceof TypeValue ? value.name : undefined;
}

function formatMemberDouble(value: number): string {
  return Number.isFinite(value) ? decimal(value, 6) : goQuote(formatDouble(value));
}

function refuse(rule: string, value: unknown): never {
  throw new CelError(`${rule} ${typeNameOf(value)}`);
}
