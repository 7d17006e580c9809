/**
 * Text of a repository's making, fit for a terminal: control and formatting characters, which could move the cursor, hide
 * or reorder text, are shown as what they are.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
