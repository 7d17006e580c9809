import { foldName } from '../../discover/field-name.ts';
import { RenderError } from '../../model/errors.ts';
import { isRecord } from '../../model/manifest.ts';

/** The fields of a kustomization, or of something in one. Values may be shared: they are never changed in place. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The same fields under the names that kustomize knows. It reads them with Go's JSON decoder, which takes `NamePrefix` for
 * `namePrefix`: what reads exact names only would overlook the other spelling. Unknown names stay, for kustomize to refuse.
 *
 * @throws RenderError for a field that is there twice, in two spellings
 */
export function withKnownNames(fields: Fields, names: readonly string[], place: string): Fields {
  const known = new Map(names.map((name) => [foldName(name), name]));
  const result = new Map<string, unknown>();
  for (const [key, value] of Object.entries(fields)) {
    const name = known.get(foldName(key)) ?? key;
    if (result.has(name)) throw new RenderError(`${place}: ${name} is there twice, once as ${key}`);
    result.set(name, value);
  }
  return Object.fromEntries(result);
}

/** Items of a list; nothing where it is not set. @throws RenderError for anything else */
export function itemsOf(fields: Fields, name: string, place: string): readonly unknown[] {
  const value = fields[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new RenderError(`${place}: ${name}: got ${describe(value)}, allowed: a list`);
  return value;
}

/** Items of a list that hold fields. @throws RenderError for anything else */
export function recordsOf(fields: Fields, name: string, place: string): readonly Fields[] {
  return itemsOf(fields, name, place).map((item, index) => {
    if (item === null) return {};
    if (!isRecord(item)) throw new RenderError(`${place}: ${name}[${index}]: got ${describe(item)}, allowed: a map`);
    return item;
  });
}

/** A map of texts; empty where it is not set. @throws RenderError for anything else */
export function textsOf(fields: Fields, name: string, place: string): Fields {
  const map = mapOf(fields, name, place);
  for (const key of Object.keys(map)) textOf(map, key, `${place}: ${name}`);
  return map;
}

/** A map; empty where it is not set. @throws RenderError for anything else */
export function mapOf(fields: Fields, name: string, place: string): Fields {
  const value = fields[name];
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw new RenderError(`${place}: ${name}: got ${describe(value)}, allowed: a map`);
  return value;
}

/** A text; empty where it is not set. @throws RenderError for anything else */
export function textOf(fields: Fields, name: string, place: string): string {
  const value = fields[name];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new RenderError(`${place}: ${name}: got ${describe(value)}, allowed: a string`);
  return value;
}

/** Without what Go leaves out when it writes: fields that are not set. */
export function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}

/** A value as an error message names it. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : JSON.stringify(value);
}
