/** Characters between brackets, as ranges of code points, ends included. */
export interface CharacterClass {
  readonly negated: boolean;
  readonly ranges: readonly (readonly [low: number, high: number])[];
}

export interface ParsedClass {
  readonly characterClass: CharacterClass;
  /** Behind the closing bracket. */
  readonly end: number;
}

export function classMatches({ negated, ranges }: CharacterClass, character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(([low, high]) => low <= code && code <= high) !== negated;
}

/**
 * A class of Go's path.Match: not empty, `]` and `-` only escaped.
 *
 * @param start behind the opening bracket
 * @param negations characters that negate; Go knows `^` only
 * @returns undefined when it is malformed
 */
export function parseGoClass(pattern: readonly string[], start: number, negations = '^'): ParsedClass | undefined {
  const first = pattern[start];
  const negated = first !== undefined && negations.includes(first);
  const ranges: [number, number][] = [];
  let at = negated ? start + 1 : start;
  while (pattern[at] !== ']' || ranges.length === 0) {
    const low = classCharacter(pattern, at);
    if (low === undefined) return undefined;
    at = low.end;
    let high = low;
    if (pattern[at] === '-') {
      const found = classCharacter(pattern, at + 1);
      if (found === undefined) return undefined;
      high = found;
      at = found.end;
    }
    ranges.push([low.code, high.code]);
  }
  return { characterClass: { negated, ranges }, end: at + 1 };
}

function classCharacter(pattern: readonly string[], at: number) {
  const character = pattern[at];
  if (character === undefined || character === '-' || character === ']') return undefined;
  const literal = character === '\\' ? pattern[at + 1] : character;
  const end = character === '\\' ? at + 2 : at + 1;
  // A pattern cannot end inside a class.
  if (literal === undefined || end >= pattern.length) return undefined;
  return { code: literal.codePointAt(0) ?? 0, end };
}
