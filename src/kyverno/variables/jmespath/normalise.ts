import { isInt64 } from '../../../model/values/number.ts';
import { parseJson } from '../../values/json.ts';
import { VariableError } from '../errors.ts';

/** Expression for the parser, and what its literals stand for. */
export interface NormalisedExpression {
  /** Every literal is a number in backticks: its index in `literals`. */
  readonly text: string;
  readonly literals: readonly unknown[];
}

/** Tokens of longer expressions would nest too deeply. */
const MAX_TOKENS = 2000;
/** Brackets, and operators before an expression, inside one another. */
const MAX_NESTING = 200;

const SPACE = /[ \t\n\r]*/y;
const TOKEN = new RegExp(
  [
    '(?<identifier>[A-Za-z_][A-Za-z0-9_]*)',
    '(?<number>-?[0-9]+)',
    '(?<quoted>"(?:[^"\\\\]|\\\\[^])*")',
    '(?<json>`(?:[^`\\\\]|\\\\[^])*`)',
    "(?<raw>')",
    '(?<operator>\\|\\||&&|==|!=|<=|>=|[|&<>!]|\\[\\?|\\[\\]|[[\\]*.,:{}()@])',
  ].join('|'),
  'y',
);

/** Tokens behind which an expression is complete. */
const ENDS = /^(?:identifier|quoted|json|raw|\)|\]|\[\]|\}|@|\*)$/;
/** Tokens with which an expression begins and cannot go on. */
const STARTS = /^(?:identifier|quoted|json|raw|@|&|!)$/;
const OPENING: ReadonlySet<string> = new Set(['(', '[', '[?', '{']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);

/**
 * Brings an expression into the form in which the JMESPath library reads it as Kyverno would, and refuses what Kyverno's fork
 * does not know: arithmetic, `let`, `$`, the ternary operator, lists without commas. Literals follow other rules there: `\\`
 * in a raw string stays two backslashes.
 *
 * Source: github.com/kyverno/go-jmespath lexer.go, parser.go
 *
 * @throws VariableError for what is no expression of Kyverno's
 */
export function normaliseExpression(expression: string): NormalisedExpression {
  const scanner = new Scanner(expression);
  while (scanner.next()) scanner.check();
  return { text: scanner.output, literals: scanner.literals };
}

class Scanner {
  output = '';
  readonly literals: unknown[] = [];

  readonly #text: string;
  #position = 0;
  #count = 0;
  readonly #brackets: string[] = [];
  /** Prefix operators that stand directly before the token. */
  #prefixes = 0;
  #previous = '';
  #current = '';

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads a token. @returns whether there was one */
  next(): boolean {
    SPACE.lastIndex = this.#position;
    SPACE.exec(this.#text);
    this.#position = SPACE.lastIndex;
    if (this.#position >= this.#text.length) return false;
    TOKEN.lastIndex = this.#position;
    const groups = TOKEN.exec(this.#text)?.groups;
    if (groups === undefined) throw this.#unknown();
    this.#position = TOKEN.lastIndex;
    this.#previous = this.#current;
    this.#take(groups);
    return true;
  }

  #take({ identifier, number, quoted, json, operator }: Readonly<Record<string, string | undefined>>): void {
    if (identifier !== undefined) this.#emit('identifier', identifier);
    else if (number !== undefined) this.#emit('number', checkNumber(number));
    else if (quoted !== undefined) this.#emit('quoted', JSON.stringify(parseJson(quoted)));
    else if (json !== undefined) this.#emitLiteral('json', parseJson(json.slice(1, -1).replaceAll('\\`', '`')));
    else if (operator !== undefined) this.#emit(operator, operator);
    else this.#emitLiteral('raw', this.#readRawString());
  }

  #emit(kind: string, text: string): void {
    this.#current = kind;
    // A blank keeps tokens apart, `[` and `]` of an empty list too, which is none.
    this.output += `${text} `;
  }

  #emitLiteral(kind: string, value: unknown): void {
    this.#emit(kind, `\`${this.literals.length}\``);
    this.literals.push(value);
  }

  /** Up to the next quote; a backslash before a quote escapes it, and stands for itself elsewhere. */
  #readRawString(): string {
    let value = '';
    let start = this.#position;
    for (let index = start; index < this.#text.length; index++) {
      if (this.#text[index] === "'") {
        this.#position = index + 1;
        return value + this.#text.slice(start, index);
      }
      if (this.#text[index] === '\\' && this.#text[index + 1] === "'") {
        value += `${this.#text.slice(start, index)}'`;
        index++;
        start = index + 1;
      }
    }
    throw new VariableError("SyntaxError: Unclosed delimiter: '");
  }

  #unknown(): VariableError {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#position) ?? 0);
    if (character === '"' || character === '`')
      return new VariableError(`SyntaxError: Unclosed delimiter: ${character}`);
    if (character === '-' || character === '=') return new VariableError(`SyntaxError: Invalid token: ${character}`);
    return new VariableError(`SyntaxError: Unknown char: ${quoteCharacter(character)}`);
  }

  check(): void {
    if (++this.#count > MAX_TOKENS) throw new VariableError(`expression has more than ${MAX_TOKENS} parts`);
    this.#checkNesting();
    const isInList = this.#brackets.at(-1) === '[';
    if (isInList && STARTS.test(this.#current) && ENDS.test(this.#previous))
      throw new VariableError('SyntaxError: Expected tComma in a list');
    if (this.#current === ']' && (this.#previous === '[' || this.#previous === ','))
      throw new VariableError('SyntaxError: Invalid token: tRbracket');
  }

  #checkNesting(): void {
    if (OPENING.has(this.#current)) this.#brackets.push(this.#current);
    else if (CLOSING.has(this.#current)) this.#brackets.pop();
    this.#prefixes = this.#current === '!' || this.#current === '&' ? this.#prefixes + 1 : 0;
    if (this.#brackets.length + this.#prefixes > MAX_NESTING)
      throw new VariableError('expression is nested too deeply');
  }
}

function checkNumber(text: string): string {
  if (!isInt64(BigInt(text))) throw new VariableError(`strconv.Atoi: parsing "${text}": value out of range`);
  return text;
}

/** As Go quotes a character in ASCII. */
function quoteCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `'\\U${code.toString(16).padStart(8, '0')}'`;
  if (code > 0x7e || code < 0x20) return `'\\u${code.toString(16).padStart(4, '0')}'`;
  return character === "'" || character === '\\' ? `'\\${character}'` : `'${character}'`;
}
