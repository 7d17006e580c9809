import { textsOf } from '../read/walk.ts';

/** Whether a text in a value, key or content, contains one of several others. */
export function hasTexts(value: unknown, parts: readonly string[]): boolean {
  for (const { text } of textsOf(value)) if (parts.some((part) => text.includes(part))) return true;
  return false;
}
