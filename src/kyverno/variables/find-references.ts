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
 * of an expression, which takes quadratic time.
 */
export function findReferences(text: string): readonly FoundReference[] {
  const found: FoundReference[] = [];
  const lastBracket = lastBracketFinder(text);
  let least = 0;
  for (let open = text.indexOf('$('); open !== -1; open = text.indexOf('$(', open + 1)) {
    const isFree = open === 0 || (open > least && text[open - 1] !== '\\');
    const end = isFree && isInLine(text, open + 2) ? lastBracket(open + 3) + 1 : 0;
    if (end === 0) continue;
    found.push({ text: text.slice(open, end), before: open === 0 ? '' : (text[open - 1] ?? '') });
    least = end;
    open = end - 1;
  }
  return found;
}

/**
 * A text whose escaped references `\$(…)` have lost their backslash.
 *
 * Source: RegexEscpReferences: `\\\$\(.[^\ \)]*\)`
 */
export function unescapeReferences(text: string): string {
  const nextEnd = nextEndFinder(text);
  let result = '';
  let position = 0;
  for (let open = text.indexOf('\\$('); open !== -1; open = text.indexOf('\\$(', open + 1)) {
    const end = isInLine(text, open + 3) ? nextEnd(open + 4) : -1;
    if (end === -1 || text[end] !== ')') continue;
    result += text.slice(position, open);
    position = open + 1;
    open = end;
  }
  return result + text.slice(position);
}

/** Whether there is a character that is no line feed. */
function isInLine(text: string, index: number): boolean {
  return index < text.length && text[index] !== '\n';
}

/** Index of the last closing bracket from a position to the next blank, or -1. Positions have to grow. */
function lastBracketFinder(text: string): (from: number) => number {
  let blank = -1;
  let bracket = -1;
  return (from) => {
    if (blank < from) {
      blank = text.indexOf(' ', from);
      if (blank === -1) blank = text.length;
      bracket = text.lastIndexOf(')', blank);
    }
    return bracket >= from ? bracket : -1;
  };
}

/** Index of the next closing bracket or blank from a position, or -1. Positions have to grow. */
function nextEndFinder(text: string): (from: number) => number {
  const end = /[ )]/g;
  let next = -1;
  return (from) => {
    if (next >= from || next === text.length) return next === text.length ? -1 : next;
    end.lastIndex = from;
    next = end.exec(text)?.index ?? text.length;
    return next === text.length ? -1 : next;
  };
}
