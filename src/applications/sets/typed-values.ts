import { isRecord } from '../../model/manifest.ts';
import { type Fields, setField } from './fields.ts';

/**
 * Values whose Go type is not that of JSON, which templates, selectors and merges notice.
 */

/** `map[string]string`: labels, annotations and `values`. A template that indexes a key that is not there gets an empty text. */
export class TextMap {
  [key: string]: string;
}

export function textMap(texts: Readonly<Record<string, string>>): TextMap {
  const map = new TextMap();
  for (const [key, text] of Object.entries(texts)) setField(map, key, text);
  return map;
}

/** `[]string`, `[]map[string]any`: flattening leaves it in one piece, unlike a list of JSON. */
export class TypedList<Item> extends Array<Item> {}

export function typedList<Item>(items: readonly Item[]): TypedList<Item> {
  const list = new TypedList<Item>();
  for (const item of items) list.push(item);
  return list;
}

/** They stand near the root: `clusters[0].metadata.labels` is the deepest. */
const MAX_DEPTH = 5;

/** Where the maps of texts in parameters are. */
export function findTextMaps(params: Fields): readonly (readonly (string | number)[])[] {
  const found: (readonly (string | number)[])[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (value instanceof TextMap) found.push(path);
    else if (path.length >= MAX_DEPTH) return;
    else if (value instanceof TypedList) for (const [index, item] of value.entries()) visit(item, [...path, index]);
    else if (isRecord(value)) for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
  };
  visit(params, []);
  return found;
}
