import { isRecord } from '../../model/manifest.ts';
import { parseQuantity, type Quantity } from '../../model/values/quantity.ts';

/**
 * Which of Go's types whole numbers have. Resources are read as `float64` by Kyverno's CLI; patterns as `int64`, but for
 * those of anyPattern.
 */
export type NumberType = 'int64' | 'float64';

/** Text with white space cut off at both ends, as by Go's strings.TrimSpace. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charAt(start))) start++;
  while (end > start && isSpace(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Unlike JavaScript, Go counts U+0085 as white space, and U+FEFF not. */
function isSpace(character: string): boolean {
  return character === '\u0085' || (character !== '\ufeff' && character.trim() === '');
}

/** Name of the type that Go gives a JSON value: `map[string]interface {}`, `<nil>`. */
export function typeName(value: unknown, numbers: NumberType): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return isInt64(value, numbers) ? 'int64' : 'float64';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** Whether Go holds a number as int64. */
export function isInt64(value: number, numbers: NumberType): boolean {
  return numbers === 'int64' && Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
}

/** A JSON value as Go prints it with `%v`: `map[a:[1 2]]`, `<nil>`, `1e+06`. */
export function print(value: unknown, numbers: NumberType): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return isInt64(value, numbers) ? BigInt(value).toString() : shortest(value);
  if (Array.isArray(value)) return `[${value.map((item) => print(item, numbers)).join(' ')}]`;
  if (!isRecord(value)) return String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${print(value[key], numbers)}`).join(' ')}]`;
}

/** Go's `%g`, with the fewest digits that tell a float64 from others. */
function shortest(value: number): string {
  const exponent = Number(value.toExponential().split('e')[1]);
  return exponent < -4 || exponent >= 6 ? exponentForm(value).replace('E', 'e') : String(value);
}

/** Go's `%E` with the fewest digits: `8.08E+03`. */
export function exponentForm(value: number): string {
  const [mantissa = '', exponent = '+0'] = value.toExponential().split('e');
  const digits = exponent.replace(/^[+-]/, '').padStart(2, '0');
  return `${mantissa}E${exponent.startsWith('-') ? '-' : '+'}${digits}`;
}

/** The quantity that Kyverno makes of a number: its text has six decimals. */
export function numberToQuantity(value: number): Quantity | undefined {
  if (Number.isInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  return parseQuantity(fixed(value));
}

/** Go's `%f`, which rounds halves to even, as JavaScript does not. */
function fixed(value: number): string {
  const text = value.toFixed(6);
  // Only multiples of 1/128 can lie halfway, and seven decimals are all that these have.
  if (!Number.isInteger(value * 128)) return text;
  const exact = value.toFixed(7);
  return /[02468]5$/.test(exact) ? exact.slice(0, -1) : text;
}

const MAX_INT64 = 2n ** 63n - 1n;
const INTEGER = /^[+-]?\d{1,40}$/;
const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Underscores may stand between digits. */
const SEPARATOR = /(?<=\d)_(?=\d)/g;

/** Go's ParseInt with base 10 and 64 bits. */
export function parseInt64(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value > MAX_INT64 || value < -MAX_INT64 - 1n ? undefined : value;
}

/** Go's ParseFloat with 64 bits, but for hexadecimal numbers and what is not finite. */
export function parseFloat64(text: string): number | undefined {
  const plain = text.replaceAll(SEPARATOR, '');
  const value = FLOAT.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
