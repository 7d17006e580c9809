/**
 * JSON in which equal values have equal texts and unequal ones never do: properties are sorted, and what JSON would drop or
 * turn into something else is refused. A property that is undefined counts as absent.
 *
 * @throws TypeError for what is no plain JSON: a Map, a Date, NaN, a function
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join()}]`;
  if (isPlainObject(value)) return `{${propertiesOf(value).join()}}`;
  throw new TypeError(`is no plain JSON: ${Object.prototype.toString.call(value)}`);
}

function propertiesOf(value: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
