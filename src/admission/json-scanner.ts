import { goQuote } from '../pss/text.ts';
import { AdmissionConfigurationError } from './configuration-error.ts';

/** What is behind the last character. */
const END = '';
const LITERALS = { t: 'true', f: 'false', n: 'null' } as const;

/**
 * Walks over the characters of a JSON text, complaining as Go does.
 *
 * Source: encoding/json, scanner.go
 */
export class JsonScanner {
  private position = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Offset of the next character. */
  get offset(): number {
    return this.position;
  }

  /** The text from an offset to here. */
  textFrom(start: number): string {
    return this.text.slice(start, this.position);
  }

  /** The next character that is no space; empty at the end. */
  next(): string {
    while (this.position < this.text.length && ' \t\r\n'.includes(this.peek())) this.position++;
    return this.peek();
  }

  /** Passes the next character that is no space, which has to be this one; `context` is for the complaint. */
  expect(character: string, context: string): void {
    if (this.next() !== character) this.fail(context);
    this.position++;
  }

  /** Passes a text, number, boolean or null, and says which, as Go names it. */
  scalar(): 'string' | 'number' | 'bool' | 'null' {
    const character = this.next();
    if (character === '"') {
      this.string();
      return 'string';
    }
    if (character === 't' || character === 'f' || character === 'n') {
      this.literal(LITERALS[character]);
      return character === 'n' ? 'null' : 'bool';
    }
    if (character !== '-' && !isDigit(character)) this.fail('looking for beginning of value');
    this.number();
    return 'number';
  }

  /** Passes a text, from its opening to its closing quote. */
  string(): void {
    for (this.position++; this.peek() !== '"'; this.position++) {
      if (this.peek() === '\\') this.escape();
      else if (this.peek() < ' ') this.fail('in string literal');
    }
    this.position++;
  }

  /** @throws AdmissionConfigurationError that names the character here */
  fail(context: string): never {
    throw new AdmissionConfigurationError(this.describe(context));
  }

  private escape(): void {
    this.position++;
    if (this.peek() === 'u') {
      for (let digits = 0; digits < 4; digits++) {
        this.position++;
        if (!/^[0-9a-fA-F]$/.test(this.peek())) this.fail('in \\u hexadecimal character escape');
      }
    } else if (!/^["\\/bfnrt]$/.test(this.peek())) this.fail('in string escape code');
  }

  private literal(word: string): void {
    for (const expected of word) {
      if (this.peek() !== expected) this.fail(`in literal ${word} (expecting '${expected}')`);
      this.position++;
    }
  }

  private number(): void {
    if (this.peek() === '-') this.position++;
    if (this.peek() === '0') this.position++;
    else this.digits('in numeric literal');
    if (this.peek() === '.') {
      this.position++;
      this.digits('after decimal point in numeric literal');
    }
    if (this.peek() === 'e' || this.peek() === 'E') {
      this.position++;
      if (this.peek() === '+' || this.peek() === '-') this.position++;
      this.digits('in exponent of numeric literal');
    }
  }

  private digits(context: string): void {
    if (!isDigit(this.peek())) this.fail(context);
    while (isDigit(this.peek())) this.position++;
  }

  private peek(): string {
    return this.text[this.position] ?? END;
  }

  /** At its end Go's scanner pretends to see a space, which is wrong where no space may be. */
  private describe(context: string): string {
    const character = this.peek();
    if (character !== END) return `invalid character ${quote(character)} ${context}`;
    return INSIDE.test(context) ? `invalid character ' ' ${context}` : 'unexpected end of JSON input';
  }
}

/** Contexts inside a number, a word or an escape. */
const INSIDE = /^in (?!string literal)|^after decimal point/;

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

/** Go's scanner sees bytes, and shows the first of a character beyond ASCII as the character of that number. */
function quote(character: string): string {
  if (character === "'") return String.raw`'\''`;
  if (character === '"') return `'"'`;
  const [byte = 0] = new TextEncoder().encode(character);
  return `'${goQuote(String.fromCharCode(byte)).slice(1, -1)}'`;
}
