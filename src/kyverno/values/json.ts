import { VariableError } from '../variables/errors.ts';
import { sortedKeys } from './order.ts';
import { TextBuilder } from './text-builder.ts';

/** Deepest nesting of a value that is read from a text or printed. */
export const MAX_VALUE_DEPTH = 1000;

/** Characters that Go escapes in JSON so that it may stand in HTML. */
const HTML = /[<>&\u2028\u2029]/g;

/**
 * JSON as Go writes it: keys sorted, `<`, `>` and `&` escaped.
 *
 * Source: go encoding/json/encode.go
 *
 * @throws VariableError for numbers that JSON does not have
 * @throws NotEvaluatedError when the text becomes too long
 */
export function toJson(value: unknown): string {
  const text = new TextBuilder();
  write(value, text);
  return text.toString();
}

function write(value: unknown, text: TextBuilder): void {
  if (Array.isArray(value)) writeList(value, text);
  else if (typeof value === 'object' && value !== null) writeMap(value as Readonly<Record<string, unknown>>, text);
  else text.add(writeScalar(value));
}

function writeScalar(value: unknown): string {
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') return writeNumber(value);
  return value === undefined ? 'null' : String(value);
}

function writeText(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    HTML,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) {
    const shown = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
    throw new VariableError(`json: unsupported value: ${shown}`);
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

function writeList(list: readonly unknown[], text: TextBuilder): void {
  text.add('[');
  for (const [index, element] of list.entries()) {
    if (index > 0) text.add(',');
    write(element, text);
  }
  text.add(']');
}

function writeMap(map: Readonly<Record<string, unknown>>, text: TextBuilder): void {
  text.add('{');
  for (const [index, key] of sortedKeys(map).entries()) {
    text.add(`${index > 0 ? ',' : ''}${writeText(key)}:`);
    write(map[key], text);
  }
  text.add('}');
}

/**
 * The value of a JSON text.
 *
 * @throws VariableError for what is no JSON, or nested too deeply
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new VariableError(text.trim() === '' ? 'unexpected end of JSON input' : 'invalid JSON');
  }
  if (isDeeperThan(value, MAX_VALUE_DEPTH)) throw new VariableError('exceeded max depth');
  return value;
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((child) => isDeeperThan(child, depth - 1));
}
