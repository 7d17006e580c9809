import { compareUtf8 } from '../pss/text.ts';

/**
 * JSON text of a value as Go writes it: keys in byte order, no spaces, and the characters escaped that could end a script
 * element. Upstream turns YAML into this before it decodes, and quotes it in messages.
 *
 * Source: encoding/json, Marshal
 */
export function writeJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .sort(([a], [b]) => compareUtf8(a, b))
      .map(([key, member]) => `${writeString(key)}:${writeJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return typeof value === 'string' ? writeString(value) : String(value ?? null);
}

const ESCAPED = /[<>&\u2028\u2029]/g;

function writeString(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll(
    ESCAPED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
