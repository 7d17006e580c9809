import { type Fields, setField } from './fields.ts';
import { goPrint } from './go-print.ts';
import { TypedList } from './typed-values.ts';

/**
 * Texts by dotted path: parameters without `goTemplate`, and what a selector sees. Lists count their items, empty lists and
 * mappings leave nothing.
 *
 * Source: github.com/jeremywohl/flatten, DotStyle
 */
export function flatten(fields: Fields): Record<string, string> {
  const flat: Record<string, string> = {};
  addFlat(flat, fields, '');
  return flat;
}

function addFlat(flat: Record<string, string>, value: object, prefix: string): void {
  for (const [key, item] of Object.entries(value)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof item === 'object' && item !== null && !(item instanceof TypedList)) addFlat(flat, item, name);
    else setField(flat, name, goPrint(item));
  }
}
