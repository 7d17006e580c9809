import { RE2JS, RE2JSException } from 're2js';
import { VariableError } from '../variables/errors.ts';
import { expandTemplate } from './regex-template.ts';
import { TextBuilder } from './text-builder.ts';

/** Longer expressions are refused. */
const MAX_PATTERN = 10_000;

/** Compiled expressions that are kept. */
const CACHE_SIZE = 500;
const cache = new Map<string, Regex>();

/**
 * A regular expression by the rules of Go, in time linear in the text. Policies are not ours: V8's own expressions could
 * take forever.
 */
export class Regex {
  readonly #compiled: RE2JS;

  constructor(compiled: RE2JS) {
    this.#compiled = compiled;
  }

  /** What matching a text may cost at most: its length times the size of the expression. */
  costOf(text: string): number {
    return (text.length + 1) * this.#compiled.programSize();
  }

  /** Whether it matches anywhere in a text. */
  test(text: string): boolean {
    return this.#compiled.test(text);
  }

  /**
   * The text with all matches replaced, with `$1` and `${name}` standing for groups. Source: go regexp/regexp.go, ReplaceAll
   *
   * @throws NotEvaluatedError when the result becomes too long
   */
  replaceAll(text: string, template: string): string {
    const names = this.#compiled.namedGroups();
    return this.#replace(text, (group) => expandTemplate(template, group, names));
  }

  /** @throws NotEvaluatedError when the result becomes too long */
  replaceAllLiteral(text: string, replacement: string): string {
    return this.#replace(text, () => replacement);
  }

  #replace(text: string, replacementOf: (group: (index: number) => string | undefined) => string): string {
    const matcher = this.#compiled.matcher(text);
    const groupCount = matcher.groupCount();
    const group = (index: number) => (index <= groupCount ? (matcher.group(index) ?? undefined) : undefined);
    const result = new TextBuilder();
    let end = 0;
    let position = 0;
    while (position <= text.length && matcher.find(position)) {
      const start = matcher.start();
      result.add(text.slice(end, start));
      // An empty match right behind another is none.
      if (matcher.end() > end || start === 0) result.add(replacementOf(group));
      end = matcher.end();
      position = Math.max(end, position + widthAt(text, position));
    }
    result.add(text.slice(end));
    return result.toString();
  }
}

/** UTF-16 units of the character at a position. */
function widthAt(text: string, position: number): number {
  return (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
}

/** @throws VariableError, with Go's text, for what is no expression */
export function compileRegex(pattern: string): Regex {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  if (pattern.length > MAX_PATTERN) throw new VariableError('error parsing regexp: expression too large');
  const regex = new Regex(compile(pattern));
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(pattern, regex);
  return regex;
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSException) throw new VariableError(error.message);
    throw error;
  }
}
