import { compile as parse } from '@jmespath-community/jmespath';
import { NotEvaluatedError, UnknownKeyError, VariableError } from '../errors.ts';
import { compileNode, type ExpressionNode } from './compile.ts';
import { type Compiled, Evaluation, ExpressionReference, isMap, Missing, setField } from './evaluation.ts';
import { normaliseExpression } from './normalise.ts';

/** Compiled expressions that are kept. Policies have hundreds; expressions made of data could be any number. */
const CACHE_SIZE = 5000;
const cache = new Map<string, Expression | CompileFailure>();

/** Why a text is no expression. */
interface CompileFailure {
  readonly message: string;
}

/** A JMESPath expression as Kyverno evaluates it. */
export class Expression {
  readonly #text: string;
  readonly #compiled: Compiled;
  readonly #mentions = new Map<string, boolean>();

  constructor(text: string, compiled: Compiled) {
    this.#text = text;
    this.#compiled = compiled;
  }

  /**
   * @param evaluation what may be done; the same for several expressions bounds them together
   * @returns a value of JSON; int64, which exist inside only, as numbers
   * @throws UnknownKeyError when it names something that does not exist
   * @throws NotEvaluatedError when it cannot be evaluated here
   * @throws VariableError for any other error
   */
  evaluate(root: unknown, evaluation: Evaluation = new Evaluation()): unknown {
    try {
      const result = this.#compiled(root, evaluation);
      if (result instanceof Missing) throw new UnknownKeyError(`Unknown key "${result.key}" in path`);
      if (result instanceof ExpressionReference) throw new VariableError('an expression reference is no value');
      if (!evaluation.sawInteger) return result;
      evaluation.sawInteger = false;
      return withNumbers(result, evaluation);
    } catch (error) {
      // The stack, or the length of a text: bounds of V8's, behind our own.
      if (error instanceof RangeError)
        throw new NotEvaluatedError(`expression needs too much memory: ${error.message}`);
      throw error;
    }
  }

  /**
   * Whether a name is a word of the text that does not follow a dot, by which Kyverno decides what to load.
   *
   * Source: kyverno pkg/engine/context/deferred.go, NewDeferredLoader
   */
  mentions(name: string): boolean {
    let isMentioned = this.#mentions.get(name);
    if (isMentioned === undefined) {
      isMentioned = mentionsName(this.#text, name);
      this.#mentions.set(name, isMentioned);
    }
    return isMentioned;
  }
}

function mentionsName(text: string, name: string): boolean {
  if (name === '') return false;
  for (let index = text.indexOf(name); index !== -1; index = text.indexOf(name, index + 1)) {
    const isStart = index === 0 || /[^.0-9A-Za-z]/.test(text[index - 1] ?? '');
    if (isStart && isWord(text[index + name.length]) !== isWord(name.at(-1))) return true;
  }
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

/** @throws VariableError for what is no expression of Kyverno's */
export function compileExpression(text: string): Expression {
  let compiled = cache.get(text);
  if (compiled === undefined) {
    compiled = compile(text);
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(text, compiled);
  }
  if (!(compiled instanceof Expression)) throw new VariableError(compiled.message);
  return compiled;
}

function compile(text: string): Expression | CompileFailure {
  try {
    const normalised = normaliseExpression(text);
    const tree = parseTree(normalised.text);
    return new Expression(text, compileNode(tree, normalised.literals));
  } catch (error) {
    if (error instanceof VariableError) return { message: error.message };
    throw error;
  }
}

/** The library throws plain errors, and type errors where a text ends too early. */
function parseTree(text: string): ExpressionNode {
  try {
    return parse(text);
  } catch (error) {
    throw new VariableError(`SyntaxError: ${explain(error instanceof Error ? error.message : String(error))}`);
  }
}

/** Texts of the library, and of Kyverno's parser, whose names of tokens begin with `t`. */
const TEXTS: readonly (readonly [library: RegExp, kyverno: string])[] = [
  [/^Syntax error: expected (\w+), got: (\w+)$/, 'Expected t$1, received: t$2'],
  [/^Syntax error: unexpected token type: (\w+),.*$/, 'Unexpected token at the end of the expression: t$1'],
  [/^Syntax error: invalid token \(EOF\):.*$/, 'Incomplete expression'],
  [/^Syntax error: invalid token \((\w+)\):.*$/, 'Invalid token: t$1'],
  [/^Syntax error: expecting an identifier token.*$/, 'Expected tQuotedIdentifier or tUnquotedIdentifier'],
  [/^Syntax error[:,] (.*)$/, '$1'],
];

function explain(message: string): string {
  const known = TEXTS.find(([library]) => library.test(message));
  return known === undefined ? message : message.replace(...known);
}

/** The same value without int64. */
function withNumbers(value: unknown, evaluation: Evaluation): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) {
    evaluation.spend(value.length);
    return value.map((element) => withNumbers(element, evaluation));
  }
  if (!isMap(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    evaluation.spend(1);
    setField(result, key, withNumbers(child, evaluation));
  }
  return result;
}
