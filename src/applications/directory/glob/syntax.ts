import { GlobError, GlobLimit } from './errors.ts';
import { runeAt, toBytes } from './runes.ts';

/** A part of a pattern; texts are bytes, see `toBytes`. */
export type GlobNode =
  | { readonly kind: 'any' | 'super' | 'single' | 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly characters: readonly number[]; readonly not: boolean }
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly not: boolean }
  | { readonly kind: 'alternatives'; readonly patterns: readonly GlobNode[] }
  | PatternNode;

export interface PatternNode {
  readonly kind: 'pattern';
  readonly children: readonly GlobNode[];
}

/** Deeper nesting of braces is not evaluated. */
const MAX_DEPTH = 50;

/**
 * Parses a pattern of github.com/gobwas/glob.
 *
 * Of its habits: a brace that is never closed ends with the pattern; `}` and `,` outside of braces, and `]`, are text;
 * `[ab-d]` holds the four characters; a range has to be all there is between its brackets; NUL ends the pattern, or in
 * a text that text.
 *
 * Source: github.com/gobwas/glob v0.2.3, syntax/lexer/lexer.go and syntax/ast/parser.go
 *
 * @throws GlobError
 */
export function parseGlob(pattern: string): PatternNode {
  return new Parser([...pattern]).parse();
}

/** Braces that are open, outermost first: the alternatives that are complete, and the one that is being read. */
interface Level {
  readonly alternatives: PatternNode[];
  nodes: GlobNode[];
}

const END = '\0';

class Parser {
  private readonly characters: readonly string[];
  private position = 0;
  private readonly levels: Level[] = [{ alternatives: [], nodes: [] }];

  constructor(characters: readonly string[]) {
    this.characters = characters;
  }

  parse(): PatternNode {
    while (this.peek() !== END) this.readNode();
    while (this.inBraces) this.closeBrace();
    return { kind: 'pattern', children: this.level.nodes };
  }

  private get level(): Level {
    return this.levels.at(-1) as Level;
  }

  private get inBraces(): boolean {
    return this.levels.length > 1;
  }

  /** The end of the pattern reads as NUL. */
  private peek(offset = 0): string {
    const character = this.characters[this.position + offset] ?? END;
    if (character === '\ufffd' || !character.isWellFormed()) throw new GlobError('could not read rune');
    return character;
  }

  private readNode(): void {
    const character = this.peek();
    if (character === '*') this.readStar();
    else if (character === '[') this.level.nodes.push(this.readClass());
    else if (character === '?') this.add({ kind: 'single' });
    else if (character === '{') this.openBrace();
    else if (character === ',' && this.inBraces) this.nextAlternative();
    else if (character === '}' && this.inBraces) {
      this.position++;
      this.closeBrace();
    } else {
      const text = this.readText(this.inBraces ? '?*[{},' : '?*[{');
      if (text.length > 0) this.level.nodes.push({ kind: 'text', text: toBytes(text.join('')) });
    }
  }

  /** Adds what one character stands for. */
  private add(node: GlobNode): void {
    this.position++;
    this.level.nodes.push(node);
  }

  private readStar(): void {
    const isDouble = this.peek(1) === '*';
    this.add({ kind: isDouble ? 'super' : 'any' });
    if (isDouble) this.position++;
  }

  private openBrace(): void {
    this.position++;
    if (this.levels.push({ alternatives: [], nodes: [] }) > MAX_DEPTH) throw new GlobLimit('nests too many braces');
  }

  private nextAlternative(): void {
    this.position++;
    const { level } = this;
    level.alternatives.push({ kind: 'pattern', children: level.nodes });
    level.nodes = [];
  }

  private closeBrace(): void {
    const { alternatives, nodes } = this.levels.pop() as Level;
    this.level.nodes.push({ kind: 'alternatives', patterns: [...alternatives, { kind: 'pattern', children: nodes }] });
  }

  /** Text up to a character that means something; a backslash takes the meaning from the next one. */
  private readText(breakers: string): readonly string[] {
    const text: string[] = [];
    for (let isEscaped = false; ; this.position++) {
      const character = this.peek();
      if (character === END) break;
      if (character === '\\' && !isEscaped) {
        isEscaped = true;
        continue;
      }
      if (!isEscaped && breakers.includes(character)) return text;
      isEscaped = false;
      text.push(character);
    }
    this.position++;
    return text;
  }

  private readClass(): GlobNode {
    this.position++;
    const not = this.peek() === '!';
    if (not) this.position++;
    if (this.peek() === END) throw new GlobError('unexpected end of input');
    const node = this.peek(1) === '-' ? this.readRange(not) : this.readList(not);
    if (this.peek() !== ']') throw new GlobError('expected close range character');
    this.position++;
    return node;
  }

  private readRange(not: boolean): GlobNode {
    const [from, to] = [codeOf(this.peek()), codeOf(this.peek(2))];
    if (to === 0) throw new GlobError('unexpected end of input');
    if (to < from) throw new GlobError(`the range ends before it begins`);
    this.position += 3;
    return { kind: 'range', from, to, not };
  }

  private readList(not: boolean): GlobNode {
    const characters = this.readText(']').map(codeOf);
    if (characters.length === 0) throw new GlobError('could not parse range');
    return { kind: 'list', characters, not };
  }
}

function codeOf(character: string): number {
  return runeAt(toBytes(character), 0).code;
}
