import { type FieldPath, formatPath } from '../../model/field-path.ts';
import { isRecord } from '../../model/manifest.ts';
import type { Shape } from './shape.ts';

/** A value that does not have its type; the message names the field. */
export class ShapeError extends Error {
  override name = 'ShapeError';
}

/**
 * Decodes JSON over a value that is there, as Go's encoding/json fills a struct that is not empty: what the JSON lacks or
 * has as null keeps its old value, an item of a list keeps the fields of the item that stood in its place, names of fields
 * are found without regard to case, and unknown ones are dropped.
 *
 * Source: encoding/json decode.go, object and array
 *
 * @throws ShapeError
 */
export function decodeOver(existing: unknown, json: unknown, shape: Shape, path: FieldPath = []): unknown {
  if (json === null || json === undefined) return existing;
  if (shape === 'any') return json;
  if (typeof shape === 'string') return decodeScalar(json, shape, path);
  if ('list' in shape) return decodeList(existing, json, shape.list, path);
  if (!isRecord(json)) throw mismatch('an object', json, path);
  return 'map' in shape ? decodeMap(existing, json, shape.map, path) : decodeFields(existing, json, shape.fields, path);
}

function decodeScalar(json: unknown, shape: 'string' | 'boolean' | 'integer or string', path: FieldPath): unknown {
  const isRight =
    shape === 'integer or string' ? typeof json === 'string' || Number.isInteger(json) : typeof json === shape;
  if (!isRight) throw mismatch(shape === 'boolean' ? 'true or false' : `a ${shape}`, json, path);
  return json;
}

function decodeList(existing: unknown, json: unknown, shape: Shape, path: FieldPath): unknown {
  if (!Array.isArray(json)) throw mismatch('a list', json, path);
  const old: readonly unknown[] = Array.isArray(existing) ? existing : [];
  return json.map((item, index) => decodeOver(old[index] ?? zeroOf(shape), item, shape, [...path, index]));
}

/** What a null becomes that has a place of its own. */
function zeroOf(shape: Shape): unknown {
  if (typeof shape !== 'string') return 'list' in shape ? [] : {};
  return { string: '', boolean: false, 'integer or string': 0, any: undefined }[shape];
}

function decodeMap(existing: unknown, json: Fields, shape: Shape, path: FieldPath): unknown {
  const decoded = new Map(isRecord(existing) ? Object.entries(existing) : []);
  for (const [key, value] of Object.entries(json)) {
    decoded.set(key, decodeOver(zeroOf(shape), value, shape, [...path, key]));
  }
  return Object.fromEntries(decoded);
}

/** Keys in byte order, which is how the merged object is printed before it is read again. */
function decodeFields(
  existing: unknown,
  json: Fields,
  fields: Readonly<Record<string, Shape>>,
  path: FieldPath,
): unknown {
  const decoded: Record<string, unknown> = isRecord(existing) ? { ...existing } : {};
  for (const key of Object.keys(json).sort()) {
    const name = findField(fields, key);
    const shape = name === undefined ? undefined : fields[name];
    if (name === undefined || shape === undefined) continue;
    const value = decodeOver(decoded[name], json[key], shape, [...path, name]);
    if (value !== undefined) decoded[name] = value;
  }
  return decoded;
}

type Fields = Readonly<Record<string, unknown>>;

function findField(fields: Readonly<Record<string, Shape>>, key: string): string | undefined {
  if (Object.hasOwn(fields, key)) return key;
  const folded = fold(key);
  return Object.keys(fields).find((name) => fold(name) === folded);
}

/** Go's simple case folding as far as it concerns ASCII: the Kelvin sign is a k, the long s an s. */
function fold(name: string): string {
  return name
    .replaceAll('\u212a', 'k')
    .replaceAll('\u017f', 's')
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function mismatch(expected: string, found: unknown, path: FieldPath): ShapeError {
  const type = Array.isArray(found) ? 'a list' : typeof found === 'object' ? 'an object' : `a ${typeof found}`;
  return new ShapeError(`${formatPath(path) || 'the document'} must be ${expected}, not ${type}`);
}
