import { type Token, tokensOf } from './tokens.ts';

/** Stands before what has a `?`: `[?a]` is `[__optional__, a]`, `{?a: b}` is `{__optional__: 0, a: b}`. */
export const OPTIONAL_MARK = '__optional__';

/** `Object.spec{a: 1}` is `__object__("Object.spec", {"a": 1})`. */
export const OBJECT_MARK = '__object__';

/** `a.`b-c`` is `a.__quoted__622d63`, with the name in hexadecimal. */
const QUOTED_MARK = '__quoted__';

/** The name that a field has in the text that was given. */
export function fieldName(name: string): string {
  if (!name.startsWith(QUOTED_MARK)) return name;
  return Buffer.from(name.slice(QUOTED_MARK.length), 'hex').toString();
}

export interface Source {
  /** What the parser reads. */
  readonly text: string;
  /** Where something in that text stands in the text that was given. */
  offset(at: number): number;
}

/** Words before a `{` that does not belong to them. */
const WORDS = new Set(['in', 'true', 'false', 'null']);

type Bracket = 'call' | 'index' | 'list' | 'map' | 'object';

/**
 * Spells what the parser does not know (objects with types, optional elements and entries, `.5`) by what it knows. In CEL a `{`
 * directly after a name always belongs to it, and a `?` directly after a bracket or a comma is always an optional one, so that tokens
 * tell.
 */
export function adapt(text: string): Source {
  const rewriter = new Rewriter();
  for (const token of tokensOf(text)) rewriter.add(token, text);
  return rewriter.finish(text);
}

class Rewriter {
  /** What was put in, and where it goes. */
  readonly #changes: { readonly at: number; readonly removed: number; readonly text: string }[] = [];
  readonly #open: Bracket[] = [];
  #previous: Token | undefined;
  /** A dotted name that ends here. */
  #chain: Token[] = [];

  add(token: Token, text: string): void {
    if (token.kind === 'mark') this.#addMark(token);
    else if (token.kind === 'number') this.#addNumber(token);
    else if (token.kind === 'name') this.#addName(token, text);
    else if (token.kind === 'quoted') this.#addQuoted(token, text);
    if (token.kind !== 'name' && token.kind !== 'mark') this.#chain = [];
    this.#previous = token;
  }

  finish(text: string): Source {
    if (this.#changes.length === 0) return { text, offset: (at) => at };
    const changes = this.#changes.toSorted((a, b) => a.at - b.at);
    let result = '';
    let done = 0;
    for (const change of changes) {
      result += text.slice(done, change.at) + change.text;
      done = change.at + change.removed;
    }
    return { text: result + text.slice(done), offset: (at) => originalOffset(changes, at) };
  }

  #addMark(token: Token): void {
    if (token.text === '{') this.#openBrace(token);
    else if (token.text === '[') this.#open.push(this.#isAfterOperand() ? 'index' : 'list');
    else if (token.text === '(') this.#open.push('call');
    else if (/[)\]}]/.test(token.text)) this.#close(token);
    else if (token.text === '?') this.#addQuestionMark(token);
    if (token.text !== '.' || this.#previous?.kind !== 'name') this.#chain = [];
  }

  #openBrace(token: Token): void {
    const first = this.#chain[0];
    if (first === undefined) {
      this.#open.push('map');
      return;
    }
    const name = this.#chain.map(({ text }) => text).join('.');
    this.#put(first.at, token.at - first.at, `${OBJECT_MARK}("${name}",`);
    this.#open.push('object');
  }

  #close(token: Token): void {
    if (this.#open.pop() === 'object') this.#put(token.at + 1, 0, ')');
  }

  #addQuestionMark(token: Token): void {
    const bracket = this.#open.at(-1);
    if (!this.#isAtStartOf('[{,') || bracket === undefined || bracket === 'call' || bracket === 'index') return;
    this.#put(token.at, 1, bracket === 'list' ? `${OPTIONAL_MARK},` : `${OPTIONAL_MARK}:0,`);
  }

  #addNumber(token: Token): void {
    if (token.text.startsWith('.')) this.#put(token.at, 0, '0');
  }

  #addName(token: Token, text: string): void {
    if (!this.#isAtStartOf('.')) this.#chain = [];
    if (!WORDS.has(token.text)) this.#chain.push(token);
    if (this.#isField(token, text)) this.#put(token.at, token.text.length, `"${token.text}"`);
  }

  #addQuoted(token: Token, text: string): void {
    const name = token.text.slice(1, -1);
    const isField = this.#isField(token, text);
    const plain = isField ? `"${name}"` : `${QUOTED_MARK}${Buffer.from(name).toString('hex')}`;
    if (isField || this.#isAtStartOf('.?')) this.#put(token.at, token.text.length, plain);
  }

  /** Whether this is the name of a field of an object that is made. */
  #isField(token: Token, text: string): boolean {
    const isFirst = this.#open.at(-1) === 'object' && this.#isAtStartOf('{,?');
    return isFirst && /^\s*:/.test(text.slice(token.at + token.text.length));
  }

  #isAtStartOf(marks: string): boolean {
    return this.#previous?.kind === 'mark' && marks.includes(this.#previous.text);
  }

  #isAfterOperand(): boolean {
    const previous = this.#previous;
    if (previous === undefined) return false;
    return previous.kind === 'mark' ? /[)\]}]/.test(previous.text) : previous.text !== 'in';
  }

  #put(at: number, removed: number, text: string): void {
    this.#changes.push({ at, removed, text });
  }
}

function originalOffset(changes: readonly { at: number; removed: number; text: string }[], at: number): number {
  let shift = 0;
  for (const change of changes) {
    const start = change.at + shift;
    if (at < start) break;
    shift += change.text.length - change.removed;
    if (at < start + change.text.length) return change.at;
  }
  return at - shift;
}
