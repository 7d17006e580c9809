/** Text helpers of k8s.io/pod-security-admission/policy, whose messages must be reproduced to the byte. */

/** `"a", "b"`; the items are not escaped. */
export function joinQuote(items: readonly string[]): string {
  return items.length === 0 ? '' : `"${items.join('", "')}"`;
}

/** `one` for exactly one, `many` for none or several. */
export function pluralize(one: string, many: string, count: number): string {
  return count === 1 ? one : many;
}

/** Distinct strings in ascending order of their UTF-8 bytes, as Go sorts. */
export function sortedSet(items: Iterable<string>): string[] {
  return [...new Set(items)].sort(compareUtf8);
}

/**
 * Orders by UTF-8 bytes, which is the order of code points. JavaScript's own order compares UTF-16 units and puts
 * characters beyond U+FFFF before U+E000.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Moves surrogates, which stand for code points above U+FFFF, behind all other UTF-16 units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** A double-quoted string as Go's `%q` prints it. */
export function goQuote(text: string): string {
  let quoted = '"';
  // Go's decoder replaces what is no Unicode before anyone sees it.
  for (const character of text.toWellFormed()) quoted += ESCAPES[character] ?? quoteRune(character);
  return `${quoted}"`;
}

function quoteRune(character: string): string {
  if (PRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
