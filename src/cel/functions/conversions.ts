import { parseDuration } from '../../model/values/duration.ts';
import { CelError } from '../types.ts';
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  type ParameterType,
  STRING,
  TIMESTAMP,
  typeOfType,
  UINT,
} from '../typing/cel-type.ts';
import { globalFunction, type Overload } from '../typing/overload.ts';
import { conversionError } from '../values/conversion-error.ts';
import { type Double, doubleOf, numberOf } from '../values/double.ts';
import { type Int, intOf } from '../values/integer.ts';
import { formatDouble } from '../values/text.ts';
import { Duration, Timestamp } from '../values/time.ts';
import { formatDuration, formatTimestamp, parseTimestamp } from '../values/time-text.ts';
import { typeNameOf } from '../values/type-of.ts';
import { TypeValue } from '../values/type-value.ts';
import { Uint } from '../values/uint.ts';
import { utf8, utf8Text } from '../values/utf8.ts';

const A: ParameterType = { kind: 'parameter', name: 'A' };

/**
 * Conversions between the types of the language.
 *
 * Source: cel-go common/stdlib/standard.go, common/types
 */
export const CONVERSIONS: readonly Overload[] = [
  globalFunction('type', [A], typeOfType(A), (value: unknown) => new TypeValue(typeNameOf(value))),
  globalFunction('dyn', [A], DYN, (value: unknown) => value),

  globalFunction('bool', [BOOL], BOOL, (value: boolean) => value),
  globalFunction('bool', [STRING], BOOL, parseBool),

  globalFunction('bytes', [BYTES], BYTES, (value: Uint8Array) => value),
  globalFunction('bytes', [STRING], BYTES, utf8),

  globalFunction('double', [DOUBLE], DOUBLE, (value: Double) => value),
  globalFunction('double', [INT], DOUBLE, (value: Int) => doubleOf(Number(value))),
  globalFunction('double', [STRING], DOUBLE, parseDouble),
  globalFunction('double', [UINT], DOUBLE, (value: Uint) => doubleOf(Number(value.value))),

  globalFunction('int', [INT], INT, (value: Int) => value),
  globalFunction('int', [DOUBLE], INT, truncate),
  globalFunction('int', [DURATION], INT, (value: Duration) => intOf(value.nanoseconds)),
  globalFunction('int', [STRING], INT, parseInteger),
  globalFunction('int', [TIMESTAMP], INT, (value: Timestamp) => intOf(value.seconds)),
  globalFunction('int', [UINT], INT, (value: Uint) => intOf(value.value)),

  globalFunction('uint', [UINT], UINT, (value: Uint) => value),
  globalFunction('uint', [DOUBLE], UINT, truncateUnsigned),
  globalFunction('uint', [INT], UINT, (value: Int) => new Uint(BigInt(value))),
  globalFunction('uint', [STRING], UINT, parseUnsigned),

  globalFunction('string', [STRING], STRING, (value: string) => value),
  globalFunction('string', [BOOL], STRING, String),
  globalFunction('string', [BYTES], STRING, utf8Text),
  globalFunction('string', [DOUBLE], STRING, formatDouble),
  globalFunction('string', [DURATION], STRING, (value: Duration) => formatDuration(value.nanoseconds)),
  globalFunction('string', [INT], STRING, (value: Int) => String(BigInt(value))),
  globalFunction('string', [TIMESTAMP], STRING, formatTimestamp),
  globalFunction('string', [UINT], STRING, (value: Uint) => String(value.value)),

  globalFunction('duration', [DURATION], DURATION, (value: Duration) => value),
  globalFunction('duration', [STRING], DURATION, durationOf),
  globalFunction('timestamp', [TIMESTAMP], TIMESTAMP, (value: Timestamp) => value),
  globalFunction('timestamp', [INT], TIMESTAMP, (value: Int) => new Timestamp(BigInt(value) * 1_000_000_000n)),
  globalFunction('timestamp', [STRING], TIMESTAMP, timestampOf),
];

const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

function parseBool(text: string): boolean {
  return BOOLS.get(text) ?? refuse('bool');
}

function parseInteger(text: string): Int {
  if (!/^[+-]?\d{1,400}$/.test(text)) return refuse('int');
  try {
    return intOf(BigInt(text.replace(/^\+/, '')));
  } catch {
    return refuse('int');
  }
}

function parseUnsigned(text: string): Uint {
  if (!/^\d{1,400}$/.test(text)) return refuse('uint');
  try {
    return new Uint(BigInt(text));
  } catch {
    return refuse('uint');
  }
}

/** Source: go strconv/atof.go. Hexadecimal numbers are left out. */
function parseDouble(text: string): Double {
  const word = /^([+-]?)(?:inf|infinity|(nan))$/i.exec(text);
  if (word !== null && !(word[2] !== undefined && word[1] !== '')) {
    return word[2] === undefined ? (word[1] === '-' ? -Infinity : Infinity) : Number.NaN;
  }
  const value = /^[+-]?(?=\.?\d)(?:\d+(?:_\d+)*)?(?:\.(?:\d+(?:_\d+)*)?)?(?:e[+-]?\d+(?:_\d+)*)?$/i.test(text)
    ? Number(text.replaceAll('_', ''))
    : Infinity;
  return Number.isFinite(value) ? doubleOf(value) : refuse('double');
}

function truncate(value: Double): Int {
  const number = numberOf(value);
  if (!(number > -(2 ** 63) && number < 2 ** 63)) throw new CelError('integer overflow');
  return intOf(BigInt(Math.trunc(number)));
}

function truncateUnsigned(value: Double): Uint {
  const number = numberOf(value);
  if (!(number >= 0 && number < 2 ** 64)) throw new CelError('unsigned integer overflow');
  return new Uint(BigInt(Math.trunc(number)));
}

function durationOf(text: string): Duration {
  const nanoseconds = parseDuration(text);
  return nanoseconds === undefined ? refuse('google.protobuf.Duration') : new Duration(nanoseconds);
}

function timestampOf(text: string): Timestamp {
  const timestamp = parseTimestamp(text);
  if (timestamp === undefined) throw new CelError(`invalid RFC 3339 timestamp ${JSON.stringify(text)}`);
  return timestamp;
}

function refuse(type: string): never {
  throw conversionError('string', type);
}
