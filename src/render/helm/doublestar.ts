import { expandBraces, splitOutsideBraces } from './braces.ts';

/** A part of a pattern between two slashes: any directories, or the alternatives of a name. */
export type Segment = '**' | readonly Name[];

type Name = readonly Token[];

type Token =
  | { readonly kind: 'star' | 'any' }
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'class'; readonly isNegated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/**
 * Reads a pattern: `*`, `?`, `[a-z]`, `[!a]`, alternatives in braces, `**` for any directories, and a backslash before what
 * stands for itself.
 *
 * Source: github.com/bmatcuk/doublestar v4, match.go and validate.go
 * @returns one list of segments, or several when there are alternatives of more than a name
 * @throws SyntaxError
 */
export function parsePattern(pattern: string): readonly (readonly Segment[])[] {
  const segments = splitOutsideBraces(pattern).map(expandBraces);
  const isSimple = segments.every(
    (names) => names.length === 1 || !names.some((name) => name === '**' || name.includes('/')),
  );
  if (isSimple) return [segments.map(parseSegment)];
  return expandBraces(pattern).map((text) => text.split('/').map((name) => parseSegment([name])));
}

/** Whether a name without slashes matches; in time bounded by the product of both lengths. */
export function matchesSegment(segment: Exclude<Segment, '**'>, name: string): boolean {
  const characters = [...name];
  return segment.some((tokens) => matchesName(tokens, characters));
}

/** Whether a pattern could match something below a directory. What is no pattern could not. */
export function reachesBelow(pattern: string, directory: string): boolean {
  const names = directory.split('/');
  try {
    return parsePattern(pattern).some((segments) => {
      const deep = segments.indexOf('**');
      const leading = segments.slice(0, deep === -1 ? names.length : Math.min(deep, names.length));
      const isLong = deep !== -1 || segments.length > names.length;
      return isLong && leading.every((segment, at) => segment !== '**' && matchesSegment(segment, names[at] ?? ''));
    });
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function matchesName(tokens: Name, characters: readonly string[]): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < characters.length) {
    const token = tokens[at];
    if (token?.kind === 'star') {
      star = at++;
      resume = position;
    } else if (token !== undefined && matchesCharacter(token, characters[position] ?? '')) {
      at++;
      position++;
    } else if (star !== -1) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  return tokens.slice(at).every(({ kind }) => kind === 'star');
}

function matchesCharacter(token: Token, character: string): boolean {
  if (token.kind === 'char') return token.char === character;
  if (token.kind !== 'class') return true;
  const code = codeOf(character);
  return token.ranges.some(([low, high]) => codeOf(low) <= code && code <= codeOf(high)) !== token.isNegated;
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

const TOKEN = /\*+|\?|\[[!^]?(?:\\.|[^\]\\])+\]|\\.|[^\\[]/suy;

function parseSegment(names: readonly string[]): Segment {
  return names[0] === '**' ? '**' : names.map(parseName);
}

function parseName(name: string): Name {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < name.length) {
    const text = TOKEN.exec(name)?.[0];
    if (text === undefined) throw new SyntaxError('a class without its end, or a backslash before nothing');
    tokens.push(toToken(text));
  }
  return tokens;
}

function toToken(text: string): Token {
  if (text.startsWith('*')) return { kind: 'star' };
  if (text === '?') return { kind: 'any' };
  if (text.startsWith('[')) return toClass(text.slice(1, -1));
  return { kind: 'char', char: text.startsWith('\\') ? text.slice(1) : text };
}

function toClass(text: string): Token {
  const isNegated = /^[!^]/.test(text);
  const body = isNegated ? text.slice(1) : text;
  const ranges = [...body.matchAll(/\\?(.)(?:-\\?(.))?/gsu)].map(([, low = '', high = low]) => [low, high] as const);
  return { kind: 'class', isNegated, ranges };
}
