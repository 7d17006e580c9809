import { doubleOf } from '../../values/double.ts';

/** Data as Go reads it into what has no type, where all numbers are doubles. */
export function fromGoJson(value: unknown): unknown {
  if (typeof value === 'number') return doubleOf(value);
  if (Array.isArray(value)) return value.map(fromGoJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromGoJson(inner)]));
}
