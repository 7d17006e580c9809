import { FUNCTIONS } from './functions.ts';
import type { Helpers } from './helpers.ts';
import { lexTemplate, TemplateError, type Token } from './lexer.ts';

export type MissingKey = 'default' | 'error' | 'zero';

/** A template that does in helm what the original does in Argo CD. */
export interface Rewritten {
  readonly text: string;
  /** Fields of the parameters that are evaluated whatever these are. */
  readonly certain: readonly (readonly string[])[];
  /** Whether it calls functions that change a mapping. */
  readonly mutates: boolean;
}

export interface RewriteOptions {
  readonly helpers: Helpers;
  readonly missingKey: MissingKey;
  /** Comes before names of templates that the template defines: in helm all share one set of names. */
  readonly definitions: string;
}

/** A rewritten template may be as long: fields of nested parentheses are written several times. */
const MAX_LENGTH = 2 * 1024 * 1024;

/**
 * Rewrites a Go template of an ApplicationSet for helm's engine:
 *
 * - helm renders with `missingkey=zero`. Fields that may be missing get a guard, which fails or yields nothing, as asked.
 * - Functions of Argo CD become helpers. Functions that Argo CD does not have are refused, whatever helm has.
 * - Templates that are defined keep to themselves.
 *
 * @throws TemplateError when Argo CD would refuse it
 */
export function rewriteTemplate(template: string, options: RewriteOptions): Rewritten {
  return new Rewriter(lexTemplate(template), options).rewrite();
}

class Rewriter {
  private readonly certain: string[][] = [];
  private readonly tokens: readonly Token[];
  private readonly options: RewriteOptions;
  private index = 0;
  private mutates = false;
  /** Blocks that are open: what is in them may not be evaluated, or with another dot. */
  private blocks = 0;
  /** Arguments of `and` and `or` that are open: they may not be evaluated. */
  private conditions = 0;

  constructor(tokens: readonly Token[], options: RewriteOptions) {
    this.tokens = tokens;
    this.options = options;
  }

  rewrite(): Rewritten {
    const parts: string[] = [];
    while (this.index < this.tokens.length) {
      const isAction = this.peek()?.kind === 'left';
      parts.push(this.take());
      if (isAction) parts.push(this.action());
    }
    return { text: limit(parts.join('')), certain: this.certain, mutates: this.mutates };
  }

  private action(): string {
    const before = this.spaces();
    const keywords: string[] = [];
    let opened = 0;
    while (this.peek()?.kind === 'keyword') {
      const keyword = this.take();
      keywords.push(keyword, this.spaces());
      if (NAMING.has(keyword)) keywords.push(this.templateName(), this.spaces());
      if (OPENING.has(keyword) && keywords[0] !== 'else') opened++;
      if (keyword === 'end') this.blocks--;
    }
    const pipeline = this.pipeline('right');
    this.blocks += opened;
    return before + keywords.join('') + pipeline + this.take();
  }

  /** The name behind `define`, `template` or `block`. */
  private templateName(): string {
    const token = this.peek();
    if (token?.kind !== 'literal' || !/^["`]/.test(token.text))
      throw new TemplateError('unexpected name of a template');
    this.index++;
    return token.text.slice(0, 1) + this.options.definitions + token.text.slice(1);
  }

  /** Commands up to what ends them, which is left to the caller. */
  private pipeline(end: 'right' | 'close'): string {
    const parts: string[] = [];
    while (this.peek()?.kind !== end) {
      const kind = this.peek()?.kind;
      parts.push(kind === 'pipe' || kind === 'separator' ? this.take() : this.command());
    }
    return limit(parts.join(''));
  }

  private command(): string {
    const parts = [this.spaces()];
    let suffix = '';
    let isCondition = false;
    if (this.peek()?.kind === 'identifier') {
      const name = this.take();
      requireFunction(name);
      const [call, behind] = this.translate(name);
      parts.push(call);
      suffix = behind;
      isCondition = name === 'and' || name === 'or';
    }
    if (isCondition) this.conditions++;
    while (!ENDS_COMMAND.has(this.peek()?.kind ?? 'right')) parts.push(this.operand());
    if (isCondition) this.conditions--;
    return parts.join('') + suffix;
  }

  /** A function that is called with arguments, and what comes behind them. */
  private translate(name: string): readonly [call: string, behind: string] {
    if (MUTATING.has(name)) this.mutates = true;
    const { helpers } = this.options;
    switch (name) {
      case 'normalize':
        return [`include ${helpers.normalize}`, ''];
      case 'slugify':
        return ['list', ` | include ${helpers.slugify} `];
      case 'fromJson':
        return ['mustFromJson', ''];
      case 'fromYaml':
        return [`include ${helpers.fromYaml}`, ' | mustFromJson '];
      case 'fromYamlArray':
        return [`include ${helpers.fromYamlArray}`, ' | mustFromJson '];
      default:
        return [name, ''];
    }
  }

  private operand(): string {
    const { kind, text } = this.next();
    switch (kind) {
      case 'field':
        return this.chain('.', [text.slice(1)], true);
      case 'variable':
        return this.chain(text, [], text === '$');
      case 'open': {
        const inner = this.pipeline('close');
        return this.chain(`(${inner}${this.take()}`, [], false);
      }
      case 'identifier':
        requireFunction(text);
        return UNTRANSLATED.has(text) ? `(${this.translate(text)[0]})` : text;
      case 'keyword':
        throw new TemplateError(`unexpected <${text}> in operand`);
      default:
        return text;
    }
  }

  /** Fields of a value, one behind the other. */
  private chain(root: string, names: string[], isParams: boolean): string {
    while (this.peek()?.kind === 'field') names.push(this.take().slice(1));
    if (names.length === 0) return root;
    const isOfParams = isParams && this.blocks === 0;
    if (isOfParams && this.conditions === 0) this.certain.push(names);
    return limit(this.guard(root, names, isOfParams));
  }

  private guard(root: string, names: readonly string[], isParams: boolean): string {
    const { helpers, missingKey } = this.options;
    const value = `${root === '.' ? '' : root}.${names.join('.')}`;
    const follow = (helper: string, steps: readonly string[]) =>
      `(eq (include ${helper} (list ${root} ${steps.map((name) => `"${name}"`).join(' ')})) "")`;
    if (missingKey === 'error') return `(and ${follow(helpers.check, names)} ${value})`;
    // The parameters themselves are a map of anything, in which a missing key is the same nothing to both.
    if (missingKey === 'zero' || (isParams && names.length === 1)) return value;
    // helm would fail at a field of what is missing, and take an empty text from a map of texts.
    const isThere = follow(helpers.probe, names);
    return `(ternary (and ${isThere} ${value}) (dict).none ${isThere})`;
  }

  private spaces(): string {
    return this.peek()?.kind === 'space' ? this.take() : '';
  }

  private peek(): Token | undefined {
    return this.tokens[this.index];
  }

  private next(): Token {
    const token = this.tokens[this.index++];
    if (token === undefined) throw new TemplateError('unclosed action');
    return token;
  }

  private take(): string {
    return this.next().text;
  }
}

const OPENING: ReadonlySet<string> = new Set(['if', 'with', 'range', 'define', 'block']);
const NAMING: ReadonlySet<string> = new Set(['define', 'template', 'block']);
const ENDS_COMMAND: ReadonlySet<string> = new Set(['pipe', 'separator', 'close', 'right']);
/** Functions of other names in helm; as an argument they get none of their own, which is an error there as well. */
const UNTRANSLATED: ReadonlySet<string> = new Set(['normalize', 'fromJson', 'fromYaml', 'fromYamlArray']);

const MUTATING: ReadonlySet<string> = new Set([
  ...['set', 'unset', 'merge', 'mustMerge', 'mergeOverwrite', 'mustMergeOverwrite'],
]);

function requireFunction(name: string): void {
  if (!FUNCTIONS.has(name)) throw new TemplateError(`function ${JSON.stringify(name)} not defined`);
}

function limit(text: string): string {
  if (text.length > MAX_LENGTH) throw new TemplateError('the template is nested too deep to be evaluated');
  return text;
}
