/** What a single character becomes by a mapping of one to one, which is the only one that Go has. */
const SINGLE: ReadonlyMap<string, string> = new Map([['İ', 'i']]);

/** Source: go strings/strings.go, ToLower and ToUpper */
export function changeCase(text: string, method: 'toLowerCase' | 'toUpperCase'): string {
  if (/^[ -\u007f]*$/.test(text)) return text[method]();
  return Array.from(text, (character) => changeCharacter(character, method)).join('');
}

function changeCharacter(character: string, method: 'toLowerCase' | 'toUpperCase'): string {
  const changed = character[method]();
  if (changed.length === String.fromCodePoint(changed.codePointAt(0) ?? 0).length) return changed;
  return method === 'toLowerCase' ? (SINGLE.get(character) ?? character) : character;
}

/** Whether two texts differ in the case of letters at most. Source: go strings/strings.go, EqualFold */
export function equalFold(a: string, b: string): boolean {
  if (a === b) return true;
  const left = Array.from(a);
  const right = Array.from(b);
  return left.length === right.length && left.every((letter, index) => isSameLetter(letter, right[index] ?? ''));
}

/** Pairs of letters that have been compared; there are some thousand that are the same. */
const compared = new Map<string, boolean>();
const MAX_COMPARED = 10_000;

/** By the simple case folding of Unicode, which expressions of ECMAScript use. */
function isSameLetter(a: string, b: string): boolean {
  if (a === b) return true;
  let isSame = compared.get(a + b);
  if (isSame === undefined) {
    isSame = new RegExp(`^\\u{${(a.codePointAt(0) ?? 0).toString(16)}}$`, 'iu').test(b);
    if (compared.size >= MAX_COMPARED) compared.clear();
    compared.set(a + b, isSame);
  }
  return isSame;
}
