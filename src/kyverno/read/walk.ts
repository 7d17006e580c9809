import { isRecord } from '../../model/manifest.ts';

/** A text in a value, key or content, and where it stands. */
export interface FoundText {
  readonly text: string;
  readonly path: readonly (string | number)[];
}

/** Every text of a value, keys included. The depth of the value has to be bounded. */
export function* textsOf(value: unknown, path: readonly (string | number)[] = []): Generator<FoundText> {
  if (typeof value === 'string') yield { text: value, path };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsOf(item, [...path, index]);
  else if (isRecord(value))
    for (const [key, item] of Object.entries(value)) {
      yield { text: key, path };
      yield* textsOf(item, [...path, key]);
    }
}

/** Whether lists and objects stand in each other at most so many times. Bounded itself, whatever the value. */
export function isAtMostDeep(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return false;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return true;
}
