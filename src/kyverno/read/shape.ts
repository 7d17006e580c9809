import { isRecord } from '../../model/manifest.ts';
import { suggest } from '../../model/suggest.ts';
import { child, type FieldProblem } from './problem.ts';

/**
 * What JSON has to look like, in as far as Kyverno's custom resource definitions say so. Fields that a definition does not
 * name are a problem, as they are for the Kyverno CLI and for `kubectl apply`, unless the definition preserves them.
 */
export type Shape =
  | { readonly type: 'any' }
  | { readonly type: 'boolean' }
  | { readonly type: 'integer'; readonly from: number; readonly to: number }
  | { readonly type: 'text'; readonly longest?: number | undefined; readonly oneOf?: readonly string[] | undefined }
  | { readonly type: 'list'; readonly item: Shape }
  | { readonly type: 'map'; readonly item: Shape }
  | ObjectShape;

export interface ObjectShape {
  readonly type: 'object';
  /** Called when needed, so that shapes may contain themselves. */
  readonly fields: () => Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
  /** Whether fields that are not named are kept without a word. */
  readonly isOpen: boolean;
}

export const ANY: Shape = { type: 'any' };
export const BOOLEAN: Shape = { type: 'boolean' };
export const TEXT: Shape = { type: 'text' };
export const TEXTS: Shape = { type: 'list', item: TEXT };
export const TEXT_MAP: Shape = { type: 'map', item: TEXT };

export function oneOf(...values: readonly string[]): Shape {
  return { type: 'text', oneOf: values };
}

export function listOf(item: Shape): Shape {
  return { type: 'list', item };
}

export function object(fields: Readonly<Record<string, Shape>>, required: readonly string[] = []): ObjectShape {
  return { type: 'object', fields: () => fields, required, isOpen: false };
}

/** An object of which only some fields matter. */
export function openObject(fields: Readonly<Record<string, Shape>>, required: readonly string[] = []): ObjectShape {
  return { type: 'object', fields: () => fields, required, isOpen: true };
}

/**
 * The value as its shape says, without the fields that are null, which mean the same as absent ones.
 *
 * @param problems to which everything is added that does not fit; what is returned may then be of any shape
 */
export function decode(value: unknown, shape: Shape, path: string, problems: FieldProblem[]): unknown {
  switch (shape.type) {
    case 'any':
      return value;
    case 'boolean':
      return expect(value, typeof value === 'boolean', 'true or false', path, problems);
    case 'integer':
      return decodeInteger(value, shape.from, shape.to, path, problems);
    case 'text':
      return decodeText(value, shape, path, problems);
    case 'list':
      if (!Array.isArray(value)) return expect(value, false, 'a list', path, problems);
      return value.map((item, index) => decode(item, shape.item, `${path}[${index}]`, problems));
    case 'map':
      if (!isRecord(value)) return expect(value, false, 'a map', path, problems);
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, decode(item, shape.item, child(path, key), problems)]),
      );
    case 'object':
      if (!isRecord(value)) return expect(value, false, 'an object', path, problems);
      return decodeObject(value, shape, path, problems);
  }
}

function decodeInteger(value: unknown, from: number, to: number, path: string, problems: FieldProblem[]): unknown {
  const fits = Number.isInteger(value) && Number(value) >= from && Number(value) <= to;
  return expect(value, fits, `a whole number from ${from} to ${to}`, path, problems);
}

function decodeText(
  value: unknown,
  { longest, oneOf: values }: Extract<Shape, { type: 'text' }>,
  path: string,
  problems: FieldProblem[],
): unknown {
  if (typeof value !== 'string') return expect(value, false, 'text', path, problems);
  if (values !== undefined && !values.includes(value))
    problems.push({ path, message: `must be one of ${values.join(', ')}, not "${value}"` });
  if (longest !== undefined && value.length > longest)
    problems.push({ path, message: `may have at most ${longest} characters` });
  return value;
}

function decodeObject(
  value: Readonly<Record<string, unknown>>,
  shape: ObjectShape,
  path: string,
  problems: FieldProblem[],
): Readonly<Record<string, unknown>> {
  const fields = shape.fields();
  const decoded: [string, unknown][] = [];
  for (const [field, content] of Object.entries(value)) {
    const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (known === undefined) {
      if (shape.isOpen) decoded.push([field, content]);
      else problems.push({ path: child(path, field), message: unknownField(field, Object.keys(fields)) });
    } else if (content !== null) decoded.push([field, decode(content, known, child(path, field), problems)]);
  }
  for (const field of shape.required)
    if (value[field] === undefined || value[field] === null)
      problems.push({ path: child(path, field), message: 'is required' });
  return Object.fromEntries(decoded);
}

function unknownField(field: string, known: readonly string[]): string {
  const similar = field.length > 64 ? undefined : suggest(field, known);
  return similar === undefined
    ? `unknown field; allowed are ${known.toSorted().join(', ')}`
    : `unknown field; did you mean ${similar}?`;
}

function expect(value: unknown, fits: boolean, what: string, path: string, problems: FieldProblem[]): unknown {
  if (value === undefined) problems.push({ path, message: 'is required' });
  else if (!fits) problems.push({ path, message: `must be ${what}, not ${describe(value)}` });
  return value;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'an object';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return `the number ${value}`;
  return String(value);
}
