import { isDeepStrictEqual } from 'node:util';

type Schema = boolean | { readonly [keyword: string]: unknown };
type Fields = Readonly<Record<string, unknown>>;

const ANNOTATIONS = [
  '$schema',
  '$id',
  '$defs',
  'title',
  'description',
  'default',
  'then',
  'else',
  'additionalProperties',
];

/**
 * Whether a value fits a JSON Schema (2020-12), as far as ours goes: no other validator is among the dependencies.
 *
 * @throws for a keyword that it does not know
 */
export function fits(value: unknown, schema: Schema, root: Schema = schema): boolean {
  if (typeof schema === 'boolean') return schema;
  return Object.entries(schema).every(([keyword, argument]) => {
    if (ANNOTATIONS.includes(keyword)) return keyword !== 'additionalProperties' || hasNoOther(value, schema, root);
    const rule = RULES[keyword];
    if (rule === undefined) throw new Error(`unknown keyword ${keyword}`);
    return rule(value, argument as never, root, schema);
  });
}

type Rule = (value: unknown, argument: never, root: Schema, schema: Fields) => boolean;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const members = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : []);
const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

const RULES: Readonly<Record<string, Rule>> = {
  $ref: (value, ref: string, root) => {
    const found = ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Fields)[key], root);
    return fits(value, found as Schema, root);
  },
  type: (value, types: string | string[]) => [types].flat().includes(typeOf(value)),
  enum: (value, values: unknown[]) => values.includes(value),
  const: (value, only: unknown) => value === only,
  anyOf: (value, schemas: Schema[], root) => schemas.some((each) => fits(value, each, root)),
  if: (value, condition: Schema, root, schema) =>
    fits(value, (fits(value, condition, root) ? schema.then : schema.else) as Schema, root),
  pattern: (value, pattern: string) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  minLength: (value, length: number) => typeof value !== 'string' || value.length >= length,
  minItems: (value, count: number) => !Array.isArray(value) || value.length >= count,
  uniqueItems: (value) =>
    !Array.isArray(value) || value.every((a, at) => value.findIndex((b) => isDeepStrictEqual(a, b)) === at),
  items: (value, item: Schema, root) => !Array.isArray(value) || value.every((each) => fits(each, item, root)),
  minProperties: (value, count: number) => !isObject(value) || Object.keys(value).length >= count,
  required: (value, keys: string[]) => !isObject(value) || keys.every((key) => Object.hasOwn(value, key)),
  propertyNames: (value, schema: Schema, root) => members(value).every(([key]) => fits(key, schema, root)),
  properties: (value, properties: Record<string, Schema>, root) =>
    members(value).every(([key, each]) => !Object.hasOwn(properties, key) || fits(each, properties[key] ?? true, root)),
};

function hasNoOther(value: unknown, { properties = {}, additionalProperties }: Fields, root: Schema): boolean {
  return members(value).every(
    ([key, each]) => Object.hasOwn(properties as object, key) || fits(each, additionalProperties as Schema, root),
  );
}
