import { z } from 'zod';
import { suggest } from '../model/suggest.ts';

type RawIssue = z.core.$ZodRawIssue;

/** Longer texts are cut in messages. */
const MAX_SHOWN = 60;

/** A value as messages show it, never a long one. */
export function show(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function came(value: unknown): string {
  return value === undefined || value === '' ? '' : `got ${show(value)}, `;
}

/** What came and what is allowed: `got 5, expected a list`; only the latter where nothing came. */
export function expected(what: string): { error: (issue: RawIssue) => string } {
  return { error: ({ input }) => `${came(input)}expected ${what}` };
}

/** What came and which words are allowed: `got "strict", allowed: privileged, baseline, restricted`. */
export function allowed(words: string): { error: (issue: RawIssue) => string } {
  return { error: ({ input }) => `${came(input)}allowed: ${words}` };
}

/** One of some words. */
export function word<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, allowed(words.join(', ')));
}

/** As `expected`, for text. YAML makes numbers and booleans of some words, so those get a hint. */
export function expectedText(what: string): { error: (issue: RawIssue) => string } {
  const { error } = expected(what);
  const isScalar = (value: unknown) => typeof value === 'number' || typeof value === 'boolean';
  return { error: (issue) => `${error(issue)}${isScalar(issue.input) ? '; quotes make text of it' : ''}` };
}

/** Text that is not empty. */
export function text(what: string) {
  return z.string(expectedText(what)).min(1, expectedText(what));
}

/** A list with at least one item. */
export function list<Item extends z.ZodType>(what: string, item: Item) {
  return z.array(item, expected(what)).min(1, { error: `expected ${what}, with one item at least` });
}

/**
 * An object of these fields and no other. For keys that are unknown the message has a line for each, in their order.
 *
 * @param error for what is no object, when the names of the fields are not the best thing to say
 */
export function object<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  { error } = expected(`an object with ${Object.keys(shape).join(', ')}`),
) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key: string) => unknownSetting(key, known)).join('\n')
        : error(issue),
  });
}

function unknownSetting(key: string, known: readonly string[]): string {
  const close = suggest(key.slice(0, MAX_SHOWN), known);
  return `unknown setting; ${close === undefined ? `allowed: ${known.join(', ')}` : `did you mean ${close}?`}`;
}

/** An object whose fields all have defaults; nothing at all, as when all lines below it are comments, means them, too. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape, errors?: ReturnType<typeof expected>) {
  return z
    .preprocess((value) => (value === null ? {} : value), object(shape, errors))
    .prefault({})
    .meta({ nullable: true });
}

/** A list that may be empty, absent or null. */
export function optionalList<Item extends z.ZodType>(what: string, item: Item) {
  return z
    .preprocess((value) => (value === null ? [] : value), z.array(item, expected(what)))
    .prefault([])
    .meta({ nullable: true });
}

/**
 * Lets a check of several fields run although others are wrong, so that everything is named at once; it does not run when
 * one of its own fields, or the object as a whole, is wrong.
 */
export function whenSound(...fields: readonly string[]) {
  return {
    when: ({ issues }: z.core.ParsePayload) =>
      issues.every(({ code, path = [] }) =>
        path.length === 0 ? code === 'unrecognized_keys' : !fields.includes(String(path[0])),
      ),
  };
}

/** Refuses an item whose text in a field an earlier item has. Items may be of any type: other checks refuse those. */
export function refuseRepeated(items: readonly unknown[], field: string, context: z.core.$RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const value = (item as Readonly<Record<string, unknown>> | null | undefined)?.[field];
    if (typeof value !== 'string') continue;
    if (seen.has(value))
      context.addIssue({
        code: 'custom',
        path: [index, field],
        message: `got ${show(value)} again, expected another one`,
      });
    seen.add(value);
  }
}
