import type { Budget } from '../budget.ts';
import { CelError } from '../types.ts';
import { DYN, listOf, STRING } from '../typing/cel-type.ts';
import { meteredMethod, type Overload } from '../typing/overload.ts';
import { isDouble, numberOf } from '../values/double.ts';
import { isInt } from '../values/integer.ts';
import { typeNameOf } from '../values/type-of.ts';
import { Uint } from '../values/uint.ts';
import { formatFixed, formatScientific } from './formats/numbers.ts';
import { formatValue } from './formats/values.ts';

/**
 * `"%s: %d".format([…])`
 *
 * Source: cel-go ext/formatting.go
 */
export const FORMATTING: readonly Overload[] = [meteredMethod('format', [STRING, listOf(DYN)], STRING, format)];

/** Digits after the point beyond which nobody wants to read on. */
const MAX_PRECISION = 1000;

const CLAUSE = /%(?:(%)|(?:\.(\d*))?([\s\S]?))/g;

function format(budget: Budget, text: string, values: readonly unknown[]): string {
  let next = 0;
  return text.replace(CLAUSE, (clause: string, percent?: string, precision?: string, verb = '') => {
    if (percent !== undefined) return '%';
    if (next >= values.length) throw new CelError(`index ${next} out of range`);
    if (clause === '%') throw new CelError('unexpected end of string');
    const formatted = formatClause(budget, values[next], verb, precision);
    budget.spendOnResult(formatted);
    next += 1;
    return formatted;
  });
}

function formatClause(budget: Budget, value: unknown, verb: string, precision: string | undefined): string {
  const digits = precisionOf(precision);
  switch (verb) {
    case 's':
      return explain(() => formatValue(budget, value));
    case 'd':
      return formatInteger(value, 10, 'decimal clause can only be used on integers');
    case 'o':
      return formatInteger(value, 8, 'octal clause can only be used on integers');
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0';
      return formatInteger(value, 2, 'only integers and bools can be formatted as binary');
    case 'x':
      return formatHex(value);
    case 'X':
      return formatHex(value).toUpperCase();
    case 'f':
      return formatFixed(doubleFor(value, 'fixed-point'), digits);
    case 'e':
      return formatScientific(doubleFor(value, 'scientific'));
    default:
      throw new CelError(`could not parse formatting clause: unrecognized formatting clause "${verb}"`);
  }
}

function precisionOf(precision: string | undefined): number {
  if (precision === undefined) return 6;
  const digits = precision === '' ? Number.NaN : Number(precision);
  if (digits <= MAX_PRECISION) return digits;
  throw new CelError('could not parse formatting clause: error while parsing precision');
}

function explain(work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (error instanceof CelError && error.constructor === CelError) {
      throw new CelError(`error during formatting: ${error.message}`);
    }
    throw error;
  }
}

function refuse(rule: string, value: unknown): CelError {
  return new CelError(`error during formatting: ${rule}, was given ${typeNameOf(value)}`);
}

function formatInteger(value: unknown, base: number, rule: string): string {
  if (value instanceof Uint) return value.value.toString(base);
  if (isInt(value)) return BigInt(value).toString(base);
  throw refuse(rule, value);
}

function formatHex(value: unknown): string {
  if (typeof value === 'string') return Buffer.from(value).toString('hex');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return formatInteger(value, 16, 'only integers, byte buffers, and strings can be formatted as hex');
}

/** Also of the words for what is no number. */
function doubleFor(value: unknown, clause: string): number {
  if (isDouble(value)) return numberOf(value);
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  throw refuse(`${clause} clause can only be used on doubles`, value);
}
