import { CelError } from '../types.ts';
import { BOOL, BYTES, type CelType, DOUBLE, INT, NULL, STRING, UINT } from '../typing/cel-type.ts';
import { doubleOf } from '../values/double.ts';
import { intOf } from '../values/integer.ts';
import { Uint } from '../values/uint.ts';

interface Literal {
  readonly value: unknown;
  readonly type: CelType;
}

/**
 * @param value as the parser has it
 * @param text of the literal
 * @throws CelError for a number that does not fit
 */
export function literal(value: unknown, text: string): Literal {
  switch (typeof value) {
    case 'string':
      return { value, type: STRING };
    case 'boolean':
      return { value, type: BOOL };
    case 'number':
      return { value: doubleOf(value), type: DOUBLE };
    case 'bigint':
      return integer(value);
    default:
      return value === null ? { value, type: NULL } : objectLiteral(value, text);
  }
}

/** A number with its sign. Nothing for what is no number. */
export function negated(value: unknown): Literal | undefined {
  if (typeof value === 'bigint') return integer(-value);
  return typeof value === 'number' ? { value: doubleOf(-value), type: DOUBLE } : undefined;
}

function integer(value: bigint): Literal {
  try {
    return { value: intOf(value), type: INT };
  } catch {
    throw new CelError('invalid int literal');
  }
}

function objectLiteral(value: unknown, text: string): Literal {
  if (value instanceof Uint8Array) return { value: bytes(value, text), type: BYTES };
  if (typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'bigint') {
    return { value: new Uint(value.value), type: UINT };
  }
  throw new CelError('Syntax error: unknown literal');
}

/** The parser takes characters for bytes. CEL has UTF-8. */
function bytes(value: Uint8Array, text: string): Uint8Array {
  if (value.length === 0 || isAscii(text)) return value;
  if (text.includes('\\')) throw new CelError('bytes literals may not mix escapes and other characters');
  const quotes = /^[bB](?:"""|'''|"|')/.exec(text)?.[0] ?? '';
  return new TextEncoder().encode(text.slice(quotes.length, text.length - quotes.length + 1));
}

function isAscii(text: string): boolean {
  return !/[^\0-\u007f]/.test(text);
}
