/** A text as errors about times and durations quote it: bytes that are not ASCII in hexadecimal. Source: go time/format.go */
export function quoteTime(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(/[^ -\u007f]/gu, (character) =>
      [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
    );
  return `"${escaped}"`;
}
