/** A reference in a text, `$(./../name)`, with the character before it, which is part of the match. */
export interface FoundReference {
  readonly text: string;
  /** Empty at the beginning of the text. */
  readonly before: string;
}

/**
 * The references of a text that no backslash precedes. Each goes on to the last closing bracket before a blank.
 *
 * Source: kyverno pkg/engine/variables/regex/vars.go, RegexReferences: `^\$\(.[^\ ]*\)|[^\\]\$\(.[^\ ]*\)`. A scanner instead
 * of an expression, which backtracks.
 */
export function findReferences(text: string): readonly FoundReference[] {
  const found: FoundReference[] = [];
  let least = 0;
  for (let open = text.indexOf('$('); open !== -1; open = text.indexOf('$(', open + 1)) {
    const isFree = open === 0 || (open > least && text[open - 1] !== '\\');
    if (!isFree) continue;
    const end = endOfReference(text, open);
    if (end === -1) continue;
    found.push({ text: text.slice(open, end), before: open === 0 ? '' : (text[open - 1] ?? '') });
    least = end;
    open = end - 1;
  }
  return found;
}

/** Index behind the last closing bracket before the next blank, or -1. The first character may be a blank, and no line feed. */
function endOfReference(text: string, open: number): number {
  const first = open + 2;
  if (first >= text.length || text[first] === '\n') return -1;
  const blank = text.indexOf(' ', first + 1);
  const last = text.lastIndexOf(')', blank === -1 ? text.length : blank);
  return last > first ? last + 1 : -1;
}
