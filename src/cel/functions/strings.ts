import type { Budget } from '../budget.ts';
import { CelError } from '../types.ts';
import { BOOL, INT, listOf, STRING } from '../typing/cel-type.ts';
import { globalFunction, meteredMethod, method, type Overload } from '../typing/overload.ts';
import type { Int } from '../values/integer.ts';
import { isSimple, lengthOf } from '../values/text.ts';
import { typeNameOf } from '../values/type-of.ts';

/**
 * Functions on strings. Positions count characters, not UTF-16 units.
 *
 * Source: cel-go common/stdlib/standard.go; ext/strings.go, version 2
 */
export const STRINGS: readonly Overload[] = [
  method('contains', [STRING, STRING], BOOL, (text: string, part: string) => text.includes(part)),
  method('startsWith', [STRING, STRING], BOOL, (text: string, part: string) => text.startsWith(part)),
  method('endsWith', [STRING, STRING], BOOL, (text: string, part: string) => text.endsWith(part)),
  method('charAt', [STRING, INT], STRING, charAt),
  method('indexOf', [STRING, STRING], INT, (text: string, part: string) => indexOf(text, part, 0)),
  method('indexOf', [STRING, STRING, INT], INT, (text: string, part: string, from: Int) => indexOf(text, part, from)),
  method('lastIndexOf', [STRING, STRING], INT, (text: string, part: string) => lastIndexOf(text, part, undefined)),
  method('lastIndexOf', [STRING, STRING, INT], INT, lastIndexOf),
  method('lowerAscii', [STRING], STRING, (text: string) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase())),
  method('upperAscii', [STRING], STRING, (text: string) => text.replace(/[a-z]+/g, (part) => part.toUpperCase())),
  meteredMethod('replace', [STRING, STRING, STRING], STRING, replace),
  meteredMethod('replace', [STRING, STRING, STRING, INT], STRING, replace),
  method('split', [STRING, STRING], listOf(STRING), split),
  method('split', [STRING, STRING, INT], listOf(STRING), split),
  method('substring', [STRING, INT], STRING, substring),
  method('substring', [STRING, INT, INT], STRING, substring),
  method('trim', [STRING], STRING, trim),
  meteredMethod('join', [listOf(STRING)], STRING, join),
  meteredMethod('join', [listOf(STRING), STRING], STRING, join),
  globalFunction('strings.quote', [STRING], STRING, quote),
];

/** Characters by position, whatever the units. */
function characters(text: string): string | readonly string[] {
  return isSimple(text) ? text : [...text];
}

function charAt(text: string, position: Int): string {
  const all = characters(text);
  const at = Number(position);
  if (at < 0 || at > all.length) throw outOfRange(position);
  return all[at] ?? '';
}

/** The position of a UTF-16 unit, in characters. */
function position(text: string, unit: number): number {
  return unit < 0 ? -1 : lengthOf(text.slice(0, unit));
}

/** The UTF-16 unit at a position. */
function unitAt(text: string, at: number): number {
  return isSimple(text) ? at : [...text].slice(0, at).join('').length;
}

function indexOf(text: string, part: string, from: Int): number {
  const start = Number(from);
  if (start < 0) throw outOfRange(from);
  const length = lengthOf(text);
  if (part === '') return Math.min(start, length);
  return start >= length ? -1 : position(text, text.indexOf(part, unitAt(text, start)));
}

function lastIndexOf(text: string, part: string, from: Int | undefined): number {
  const length = lengthOf(text);
  if (from !== undefined && Number(from) < 0) throw outOfRange(from);
  const start = from === undefined ? length : Number(from);
  if (part === '') return Math.min(start, length);
  if (from !== undefined && start >= length) return -1;
  return position(text, text.lastIndexOf(part, unitAt(text, start)));
}

function substring(text: string, from: Int, to?: Int): string {
  const all = characters(text);
  const start = Number(from);
  const end = to === undefined ? all.length : Number(to);
  if (to !== undefined && start > end) {
    throw new CelError(`invalid substring range. start: ${from}, end: ${to}`);
  }
  if (start < 0 || start > all.length) throw outOfRange(start);
  if (end < 0 || end > all.length) throw outOfRange(end);
  const part = all.slice(start, end);
  return typeof part === 'string' ? part : part.join('');
}

function replace(budget: Budget, text: string, old: string, replacement: string, limit?: Int): string {
  const parts = split(text, old, limit === undefined || limit < 0 ? undefined : Number(limit) + 1);
  // Nothing matches before each character and at the end.
  const pieces = old === '' ? surroundings(text, parts, limit) : parts;
  budget.spend((pieces.length * (8 + replacement.length)) >> 5);
  return pieces.join(replacement);
}

function surroundings(text: string, parts: readonly string[], limit: Int | undefined): string[] {
  if (limit === undefined || limit < 0 || limit > lengthOf(text)) return ['', ...parts, ''];
  return limit === 0 ? [text] : ['', ...split(text, '', limit)];
}

function split(text: string, separator: string, limit?: Int): string[] {
  const parts = separator === '' ? [...text] : text.split(separator);
  if (limit === undefined || limit < 0 || limit >= parts.length) return parts;
  const count = Number(limit);
  return count === 0 ? [] : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

/** White space as Go has it, which is not quite what JavaScript has. */
const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const START = new RegExp(`^${SPACE}+`);
const IS_SPACE = new RegExp(SPACE);

function trim(text: string): string {
  const rest = text.replace(START, '');
  let end = rest.length;
  while (end > 0 && IS_SPACE.test(rest.charAt(end - 1))) end -= 1;
  return rest.slice(0, end);
}

function join(budget: Budget, texts: readonly unknown[], separator = ''): string {
  budget.spend((texts.length * (8 + separator.length)) >> 5);
  for (const text of texts) {
    if (typeof text !== 'string') throw new CelError(`join: invalid input: ${typeNameOf(text)}`);
    budget.spendOnResult(text);
  }
  return texts.join(separator);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...(['\x07a', '\bb', '\ff', '\nn', '\rr', '\tt', '\vv', '\\\\', '""'] as const).map(
    (pair) => [pair.charAt(0), `\\${pair.charAt(1)}`] as const,
  ),
]);

function quote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
  return `"${text.toWellFormed().replace(/[\x07-\r\\"]/g, (character) => ESCAPES.get(character) ?? character)}"`;
}

function outOfRange(index: Int): CelError {
  return new CelError(`index out of range: ${index}`);
}
