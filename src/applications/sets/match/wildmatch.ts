import { MANY, type Test } from './wildcards.ts';

/**
 * Tests for a pattern of git's wildmatch without WM_PATHNAME.
 *
 * @param pattern one character for each byte
 * @returns undefined for a pattern that matches nothing: a class or an escape without end
 */
export function parseWildmatch(pattern: string): (Test | typeof MANY)[] | undefined {
  const tests: (Test | typeof MANY)[] = [];
  for (let at = 0; at < pattern.length; ) {
    if (pattern[at] === '*') {
      if (tests.at(-1) !== MANY) tests.push(MANY);
      at++;
      continue;
    }
    const found = parseOne(pattern, at);
    if (found === undefined) return undefined;
    tests.push(found.test);
    at = found.end;
  }
  return tests;
}

interface Parsed {
  readonly test: Test;
  /** Behind what was read. */
  readonly end: number;
}

/** What stands for one byte. */
function parseOne(pattern: string, at: number): Parsed | undefined {
  if (pattern[at] === '?') return { test: () => true, end: at + 1 };
  if (pattern[at] === '[') return parseClass(pattern, at + 1);
  const literal = parseCharacter(pattern, at);
  return literal && { test: (item) => item === literal.character, end: literal.end };
}

const NAMED_CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class of control characters
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

function parseClass(pattern: string, start: number): Parsed | undefined {
  const negated = pattern[start] === '!' || pattern[start] === '^';
  const tests: Test[] = [];
  let at = negated ? start + 1 : start;
  // A closing bracket in the first place is a member.
  for (let isFirst = true; isFirst || pattern[at] !== ']'; isFirst = false) {
    const member = pattern.startsWith('[:', at) ? parseNamed(pattern, at) : parseRange(pattern, at);
    if (member === undefined) return undefined;
    tests.push(member.test);
    at = member.end;
  }
  return { test: (item) => tests.some((test) => test(item)) !== negated, end: at + 1 };
}

/** `[:alpha:]`; without the second colon the bracket is a member like any other. */
function parseNamed(pattern: string, at: number): Parsed | undefined {
  const close = pattern.indexOf(']', at + 2);
  if (close === -1) return undefined;
  if (pattern[close - 1] !== ':' || close - 1 < at + 2) return parseRange(pattern, at);
  const name = pattern.slice(at + 2, close - 1);
  const set = Object.hasOwn(NAMED_CLASSES, name) ? NAMED_CLASSES[name] : undefined;
  return set && { test: (item) => set.test(item), end: close + 1 };
}

/** A character, or two with a dash between them. */
function parseRange(pattern: string, at: number): Parsed | undefined {
  const low = parseCharacter(pattern, at);
  if (low === undefined) return undefined;
  const isRange = pattern[low.end] === '-' && low.end + 1 < pattern.length && pattern[low.end + 1] !== ']';
  if (!isRange) return { test: (item) => item === low.character, end: low.end };
  const high = parseCharacter(pattern, low.end + 1);
  return high && { test: (item) => low.character <= item && item <= high.character, end: high.end };
}

function parseCharacter(pattern: string, at: number) {
  const position = pattern[at] === '\\' ? at + 1 : at;
  const character = pattern[position];
  return character === undefined ? undefined : { character, end: position + 1 };
}
