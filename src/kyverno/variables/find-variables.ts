/** A variable in a text. */
export interface FoundVariable {
  /** With its braces: `{{ name }}`. */
  readonly text: string;
  /** The character before it, which is part of the match; empty at the beginning of the text. */
  readonly before: string;
}

/**
 * The variables of a text that have no others in them: `{{…}}` that no backslash precedes, with pairs of single braces inside.
 * One that directly follows another is left for the next time, since the character before it is taken.
 *
 * Source: kyverno pkg/engine/variables/regex/vars.go, RegexVariables. A scanner instead of an expression, which
 * backtracks.
 */
export function findVariables(text: string): readonly FoundVariable[] {
  const found: FoundVariable[] = [];
  let least = 0;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', open + 1)) {
    const isFree = open === 0 || (open > least && text[open - 1] !== '\\');
    const end = isFree ? endOfVariable(text, open) : -1;
    if (end === -1) continue;
    found.push({ text: text.slice(open, end), before: open === 0 ? '' : (text[open - 1] ?? '') });
    least = end;
    open = end - 1;
  }
  return found;
}

/** Index behind the `}}` that closes a variable, or -1. */
function endOfVariable(text: string, open: number): number {
  let position = open + 2;
  while (position < text.length) {
    const character = text[position];
    if (character === '}') return text[position + 1] === '}' ? position + 2 : -1;
    position = character === '{' ? endOfBraces(text, position) : position + 1;
    if (position === -1) return -1;
  }
  return -1;
}

/** Index behind the `}` of a pair of braces with none inside, or -1. */
function endOfBraces(text: string, open: number): number {
  for (let position = open + 1; position < text.length; position++) {
    if (text[position] === '{') return -1;
    if (text[position] === '}') return position + 1;
  }
  return -1;
}
