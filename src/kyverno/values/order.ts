/** Whether a text has characters that UTF-16 writes in two units. */
const SURROGATE = /[\ud800-\udfff]/;

/** Negative, zero or positive, by the order of UTF-8 bytes, in which Go compares strings. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The characters of a text as Go counts them: one for each code point. */
export function charactersOf(text: string): readonly string[] {
  return SURROGATE.test(text) ? Array.from(text) : text.split('');
}

/** How many code points a text has. */
export function countCharacters(text: string): number {
  return SURROGATE.test(text) ? charactersOf(text).length : text.length;
}

/** The keys of a map in the order in which Go prints them. */
export function sortedKeys(map: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(map).sort(compareTexts);
}
