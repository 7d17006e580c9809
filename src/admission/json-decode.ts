import { goQuote } from '../pss/text.ts';
import { AdmissionConfigurationError } from './configuration-error.ts';
import { type JsonNode, textOf } from './json-node.ts';

/** A Go type that JSON is decoded into. */
export type Shape =
  | { readonly kind: 'string' }
  /** Kept as text, for someone else to decode. */
  | { readonly kind: 'raw' }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'struct'; readonly package: string; readonly name: string; readonly fields: Fields };

type Fields = Readonly<Record<string, Shape>>;

/** A decoded value: texts, lists and objects with the fields of their struct as far as they are given. */
export type Decoded = string | readonly Decoded[] | { readonly [field: string]: Decoded } | undefined;

/**
 * Decodes strictly: unknown and repeated fields are collected, the first value of a wrong type is thrown. null stands for
 * an absent value.
 *
 * Source: sigs.k8s.io/json, UnmarshalStrict
 * @throws AdmissionConfigurationError
 */
export function decodeStrictly(
  node: JsonNode,
  shape: Shape,
): { readonly value: Decoded; readonly strictErrors: readonly string[] } {
  const errors: Errors = { strict: new Set(), type: undefined };
  const value = decode(node, shape, { fields: [], owner: undefined, path: '' }, errors);
  if (errors.type !== undefined) throw new AdmissionConfigurationError(errors.type);
  return { value, strictErrors: [...errors.strict].slice(0, MAX_STRICT_ERRORS) };
}

const MAX_STRICT_ERRORS = 100;

/** Where a value stands. */
interface Place {
  /** Names of the fields above it, list indices left out. */
  readonly fields: readonly string[];
  /** Name of the struct that the last of them belongs to. */
  readonly owner: string | undefined;
  /** The same with indices: `plugins[0].name`. */
  readonly path: string;
}

interface Errors {
  readonly strict: Set<string>;
  type: string | undefined;
}

function decode(node: JsonNode, shape: Shape, place: Place, errors: Errors): Decoded {
  if (node.type === 'null') return undefined;
  if (shape.kind === 'raw') return node.text;
  if (shape.kind === 'string' && node.type === 'string') return textOf(node);
  if (shape.kind === 'list' && node.type === 'array') {
    // A null in a list stays there as an empty value.
    return node.items.map((item, index) =>
      decode(item, shape.item, { ...place, path: `${place.path}[${index}]` }, errors),
    );
  }
  if (shape.kind === 'struct' && node.type === 'object') return decodeStruct(node, shape, place, errors);
  errors.type ??= describeTypeError(node.type, typeName(shape), place);
  return undefined;
}

function decodeStruct(
  { members }: JsonNode & { type: 'object' },
  { name, fields }: Shape & { kind: 'struct' },
  place: Place,
  errors: Errors,
): Decoded {
  const decoded: Record<string, Decoded> = {};
  const seen = new Set<string>();
  for (const { key, value } of members) {
    const path = place.path === '' ? key : `${place.path}.${key}`;
    const shape = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (shape === undefined) errors.strict.add(`unknown field ${goQuote(path)}`);
    else {
      if (seen.has(key)) errors.strict.add(`duplicate field ${goQuote(path)}`);
      decoded[key] = decode(value, shape, { fields: [...place.fields, key], owner: name, path }, errors);
    }
    seen.add(key);
  }
  return decoded;
}

/** `json: cannot unmarshal number into Go struct field PodSecurityDefaults.defaults.enforce of type string` */
export function describeTypeError(found: string, type: string, { fields, owner }: Omit<Place, 'path'>): string {
  const target = owner === undefined ? 'value' : `struct field ${owner}.${fields.join('.')}`;
  return `json: cannot unmarshal ${found} into Go ${target} of type ${type}`;
}

function typeName(shape: Shape): string {
  if (shape.kind === 'list') return `[]${typeName(shape.item)}`;
  return shape.kind === 'struct' ? `${shape.package}.${shape.name}` : 'string';
}
