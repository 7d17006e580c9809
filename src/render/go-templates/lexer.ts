/** What a token is, as far as rewriting tells tokens apart. */
export type TokenKind =
  /** Text between actions, and whole comments. */
  | 'text'
  | 'left'
  | 'right'
  | 'space'
  | 'pipe'
  /** `:=`, `=` or a comma: what comes behind is a command of its own. */
  | 'separator'
  | 'dot'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'keyword'
  | 'literal'
  | 'open'
  | 'close';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** A template that Go would not parse; the message is Go's. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

const KEYWORDS: ReadonlySet<string> = new Set([
  ...['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with'],
]);
const WORDS: ReadonlySet<string> = new Set(['true', 'false', 'nil']);

/**
 * Splits a Go template into tokens whose texts make up the template again.
 *
 * Source: Go text/template/parse/lex.go
 * @throws TemplateError
 */
export function lexTemplate(template: string): Token[] {
  return new Lexer(template).lex();
}

/** A name: letters, digits and underscores of any script. */
const NAME = /[\p{L}\p{Nd}_]*/uy;
const NUMBER = /[+-]?[0-9._]?[\p{L}\p{Nd}_.]*(?:(?<=[eEpP])[+-][\p{L}\p{Nd}_.]*)?i?/uy;
const QUOTED = /"(?:[^"\\\n]|\\[^\n])*"/y;
const RAW = /`[^`]*`/y;
const CHARACTER = /'(?:[^'\\\n]|\\[^\n])*'/y;
const SPACE = /[ \t\r\n]+/y;
const LEFT = /\{\{(?:-(?=[ \t\r\n]))?/y;
const RIGHT = /(?:[ \t\r\n]-)?\}\}/y;
/** What may follow a name. */
const TERMINATOR = /[ \t\r\n.,|:()]|\}\}|$/y;

class Lexer {
  private readonly tokens: Token[] = [];
  private readonly template: string;
  private position = 0;

  constructor(template: string) {
    this.template = template;
  }

  lex(): Token[] {
    for (;;) {
      const start = this.template.indexOf('{{', this.position);
      this.push('text', this.template.slice(this.position, start === -1 ? undefined : start));
      if (start === -1) return this.tokens;
      if (!this.lexComment()) this.lexAction();
    }
  }

  private lexComment(): boolean {
    const left = this.match(LEFT) as string;
    // Behind a trim marker there is a space.
    const start = this.position + left.length + (left.length > 2 ? 1 : 0);
    if (!this.template.startsWith('/*', start)) return false;
    const end = this.template.indexOf('*/', start);
    if (end === -1) throw new TemplateError('unclosed comment');
    RIGHT.lastIndex = end + 2;
    const right = RIGHT.exec(this.template)?.[0];
    if (right === undefined) throw new TemplateError('comment ends before closing delimiter');
    this.push('text', this.template.slice(this.position, end + 2 + right.length));
    return true;
  }

  private lexAction(): void {
    this.push('left', this.match(LEFT) as string);
    for (let depth = 0; ; ) {
      const right = this.match(RIGHT);
      if (right !== undefined) {
        if (depth > 0) throw new TemplateError('unclosed left paren');
        this.push('right', right);
        return;
      }
      const kind = this.lexToken();
      if (kind === 'open') depth++;
      else if (kind === 'close' && --depth < 0) throw new TemplateError('unexpected right paren');
    }
  }

  private lexToken(): TokenKind {
    const character = this.template[this.position];
    if (character === undefined) throw new TemplateError('unclosed action');
    const [kind, text] =
      this.readSpace() ?? this.readSign(character) ?? this.readQuoted(character) ?? this.readName(character);
    this.push(kind, text);
    return kind;
  }

  /** The space before a closing trim marker belongs to it. */
  private readSpace(): [TokenKind, string] | undefined {
    const space = this.match(SPACE);
    if (space === undefined) return undefined;
    const isTrimmed = this.template.startsWith('-}}', this.position + space.length);
    return ['space', isTrimmed ? space.slice(0, -1) : space];
  }

  private readSign(character: string): [TokenKind, string] | undefined {
    if (character === '|') return ['pipe', '|'];
    if (character === '(') return ['open', '('];
    if (character === ')') return ['close', ')'];
    if (character === '=' || character === ',') return ['separator', character];
    if (character !== ':') return undefined;
    if (!this.template.startsWith(':=', this.position)) throw new TemplateError('expected :=');
    return ['separator', ':='];
  }

  private readQuoted(character: string): [TokenKind, string] | undefined {
    const pattern = QUOTES[character];
    if (pattern === undefined) return undefined;
    const text = this.match(pattern);
    if (text === undefined)
      throw new TemplateError(`unterminated ${character === "'" ? 'character constant' : 'quoted string'}`);
    return ['literal', text];
  }

  private readName(character: string): [TokenKind, string] {
    if (character === '$' || (character === '.' && !/[0-9]/.test(this.template[this.position + 1] ?? ''))) {
      const name = character + this.matchAt(NAME, this.position + 1);
      this.requireTerminator(name);
      if (character === '$') return ['variable', name];
      return [name === '.' ? 'dot' : 'field', name];
    }
    if (/[-+.0-9]/.test(character)) return ['literal', this.matchAt(NUMBER, this.position)];
    const name = this.matchAt(NAME, this.position);
    if (name === '') throw new TemplateError(`unexpected ${JSON.stringify(character)} in an action`);
    this.requireTerminator(name);
    if (KEYWORDS.has(name)) return ['keyword', name];
    return [WORDS.has(name) ? 'literal' : 'identifier', name];
  }

  private requireTerminator(name: string): void {
    TERMINATOR.lastIndex = this.position + name.length;
    if (!TERMINATOR.test(this.template)) throw new TemplateError(`bad character behind ${name}`);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    return pattern.exec(this.template)?.[0];
  }

  private matchAt(pattern: RegExp, position: number): string {
    pattern.lastIndex = position;
    return pattern.exec(this.template)?.[0] ?? '';
  }

  private push(kind: TokenKind, text: string): void {
    this.position += text.length;
    if (text !== '') this.tokens.push({ kind, text });
  }
}

const QUOTES: Readonly<Record<string, RegExp>> = { '"': QUOTED, '`': RAW, "'": CHARACTER };
