/** A token with the blanks and comments before it. */
export interface Token {
  readonly kind: 'name' | 'quoted' | 'number' | 'string' | 'mark';
  readonly text: string;
  /** Where it starts, in UTF-16 units. */
  readonly at: number;
}

const BLANK = /(?:\s|\/\/[^\n]*)*/y;
const STRING =
  /[rRbB]{0,2}(?:"""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')/y;
/** A field whose name is no name otherwise. */
const QUOTED = /`[A-Za-z0-9_.\-/ ]+`/y;
const NAME = /[A-Za-z_]\w*/y;
const NUMBER = /\d+(?:\.\d+)?\w*|\.\d+\w*/y;

/**
 * The tokens of an expression, as far as brackets, names and strings can be told apart by them. What is no token at all is a mark of
 * one character.
 */
export function* tokensOf(text: string): Generator<Token> {
  let at = end(BLANK, text, 0) ?? 0;
  while (at < text.length) {
    const [kind, next] = classify(text, at);
    yield { kind, text: text.slice(at, next), at };
    at = end(BLANK, text, next) ?? next;
  }
}

function classify(text: string, at: number): [Token['kind'], number] {
  const string = end(STRING, text, at);
  if (string !== undefined) return ['string', string];
  const name = end(NAME, text, at);
  if (name !== undefined) return ['name', name];
  const quoted = end(QUOTED, text, at);
  if (quoted !== undefined) return ['quoted', quoted];
  const number = end(NUMBER, text, at);
  return number === undefined ? ['mark', at + 1] : ['number', number];
}

function end(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
