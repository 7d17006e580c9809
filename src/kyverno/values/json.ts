import { VariableError } from '../variables/errors.ts';
import { sortedKeys } from './order.ts';
import { TextBuilder } from './text-builder.ts';

/** Deepest nesting of a value that is read from a text or printed. */
export const MAX_VALUE_DEPTH = 1000;

export type JsonDialect = 'encoding/json' | 'jsoniter';

/** Characters that Go escapes in JSON so that it may stand in HTML. */
const HTML = /[<>&\u2028\u2029]/g;

/**
 * JSON as Go writes it: keys sorted, `<`, `>` and `&` escaped.
 *
 * Source: go encoding/json/encode.go
 *
 * @param dialect of the library; jsoniter, with which Kyverno fills in variables, writes exponents of two digits, and `\u0008`
 * @throws VariableError for numbers that JSON does not have
 * @throws NotEvaluatedError when the text becomes too long
 */
export function toJson(value: unknown, dialect: JsonDialect = 'encoding/json'): string {
  const text = new TextBuilder();
  new JsonWriter(text, dialect).write(value);
  return text.toString();
}

class JsonWriter {
  readonly #text: TextBuilder;
  readonly #isJsoniter: boolean;

  constructor(text: TextBuilder, dialect: JsonDialect) {
    this.#text = text;
    this.#isJsoniter = dialect === 'jsoniter';
  }

  write(value: unknown): void {
    if (Array.isArray(value)) this.#writeList(value);
    else if (typeof value === 'object' && value !== null) this.#writeMap(value as Readonly<Record<string, unknown>>);
    else this.#text.add(this.#scalar(value));
  }

  #scalar(value: unknown): string {
    if (typeof value === 'string') return this.#quote(value);
    if (typeof value === 'number') return this.#number(value);
    return value === undefined ? 'null' : String(value);
  }

  #quote(text: string): string {
    const quoted = JSON.stringify(text.toWellFormed()).replace(
      HTML,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    return this.#isJsoniter ? quoted.replace(/\\./g, (sequence) => SHORT_ESCAPES.get(sequence) ?? sequence) : quoted;
  }

  #number(value: number): string {
    if (!Number.isFinite(value)) {
      const shown = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
      throw new VariableError(`json: unsupported value: ${shown}`);
    }
    if (Object.is(value, -0)) return '-0';
    const [mantissa = '', exponent] = String(value).split('e');
    if (exponent === undefined) return mantissa;
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(this.#isJsoniter ? 2 : 1, '0')}`;
  }

  #writeList(list: readonly unknown[]): void {
    this.#text.add('[');
    for (const [index, element] of list.entries()) {
      if (index > 0) this.#text.add(',');
      this.write(element);
    }
    this.#text.add(']');
  }

  #writeMap(map: Readonly<Record<string, unknown>>): void {
    this.#text.add('{');
    for (const [index, key] of sortedKeys(map).entries()) {
      this.#text.add(`${index > 0 ? ',' : ''}${this.#quote(key)}:`);
      this.write(map[key]);
    }
    this.#text.add('}');
  }
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\b', '\\u0008'],
  ['\\f', '\\u000c'],
]);

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
