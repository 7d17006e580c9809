import { formatFloat64 } from '../../model/values/number.ts';
import { sortedKeys } from './order.ts';
import { MAX_TEXT, TextBuilder } from './text-builder.ts';

/**
 * A value as Go's `%v` prints it: `true`, `1e+06`, `<nil>`, `[a b]`, `map[key:value]`. Numbers are float64, bigints int64.
 * Conditions compare the elements of lists in this form.
 *
 * Source: go fmt/print.go
 *
 * @throws NotEvaluatedError when the text becomes too long
 */
export function printValue(value: unknown): string {
  return printUpTo(value, MAX_TEXT);
}

/** The same, of at most as many characters. @throws NotEvaluatedError when the text becomes longer */
export function printUpTo(value: unknown, limit: number): string {
  if (typeof value === 'string') return value;
  const text = new TextBuilder(limit);
  print(value, text);
  return text.toString();
}

function print(value: unknown, text: TextBuilder): void {
  if (Array.isArray(value)) printList(value, text);
  else if (typeof value === 'object' && value !== null) printMap(value as Readonly<Record<string, unknown>>, text);
  else text.add(printScalar(value));
}

function printScalar(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  return typeof value === 'number' ? formatFloat64(value) : String(value);
}

function printList(list: readonly unknown[], text: TextBuilder): void {
  text.add('[');
  for (const [index, element] of list.entries()) {
    if (index > 0) text.add(' ');
    print(element, text);
  }
  text.add(']');
}

function printMap(map: Readonly<Record<string, unknown>>, text: TextBuilder): void {
  text.add('map[');
  for (const [index, key] of sortedKeys(map).entries()) {
    text.add(`${index > 0 ? ' ' : ''}${key}:`);
    print(map[key], text);
  }
  text.add(']');
}
