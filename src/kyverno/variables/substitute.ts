import { toJson } from '../values/json.ts';
import { checkTextLength } from '../values/text-builder.ts';
import type { VariableContext } from './context.ts';
import { currentPath } from './current-path.ts';
import { NotEvaluatedError, prefixError, VariableError } from './errors.ts';
import { type FoundVariable, findVariables } from './find-variables.ts';
import { Evaluation } from './jmespath/evaluation.ts';
import { substituteReferences } from './references.ts';
import { Traversal } from './traverse.ts';

/** Times that what a variable brings may hold variables again. */
const MAX_ROUNDS = 50;

/**
 * A document with its variables filled in: `{{ expression }}`, innermost first, also in keys and in what variables bring. A
 * text that is nothing but one variable takes its value; otherwise values become texts. `\{{` stays as `{{`, and `{{- … }}`
 * fills in what it brings as it is. References `$(…)` to other places of the document come first.
 *
 * Source: kyverno pkg/engine/variables/vars.go, SubstituteAll
 *
 * @param path of the document in its rule, for messages and for `{{@}}`: `/mutate/patchStrategicMerge`
 * @returns the document itself when there is nothing to fill in
 * @throws UnknownKeyError when a variable names what does not exist
 * @throws NotEvaluatedError when a variable cannot be evaluated here
 * @throws VariableError for any other error
 */
export function substitute(value: unknown, context: VariableContext, path = ''): unknown {
  const evaluation = new Evaluation();
  const referred = hasText(value, '$(') ? substituteReferences(value, path, evaluation) : value;
  const fill = (text: string, at: string) => (text.includes('{{') ? fillIn(text, at, context, evaluation) : text);
  return new Traversal(fill).run(referred, path);
}

/** Whether `substitute` could change a document; when not, it can be compiled once. */
export function hasVariables(value: unknown): boolean {
  return hasText(value, '{{') || hasText(value, '$(');
}

function hasText(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value.includes(text);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((element) => hasText(element, text));
  return Object.entries(value).some(([key, child]) => key.includes(text) || hasText(child, text));
}

function fillIn(text: string, path: string, context: VariableContext, evaluation: Evaluation): unknown {
  let filled = text;
  let found = findVariables(text);
  for (let round = 0; found.length > 0; round++) {
    if (round === MAX_ROUNDS) throw new NotEvaluatedError(`variables at path ${path} bring ever more variables`);
    const whole = found[0];
    if (whole !== undefined && whole.before === '' && whole.text === filled)
      return resolve(expressionOf(whole.text).expression, path, context, evaluation);
    let isShallow = false;
    for (const variable of found) {
      evaluation.spendOnText(filled);
      const { expression, ...rest } = expressionOf(variable.text);
      isShallow = rest.isShallow;
      filled = put(
        filled,
        variable,
        resolve(withoutPrefix(expression, variable), path, context, evaluation),
        isShallow,
      );
    }
    found = isShallow ? [] : findVariables(filled);
  }
  return filled.replaceAll('\\{{', '{{');
}

interface VariableText {
  readonly expression: string;
  /** Whether variables in what it brings stay as they are. */
  readonly isShallow: boolean;
}

function expressionOf(variable: string): VariableText {
  const expression = variable.replaceAll('{{', '').replaceAll('}}', '').trim();
  return expression.startsWith('-')
    ? { expression: expression.slice(1).trim(), isShallow: true }
    : { expression, isShallow: false };
}

/**
 * Kyverno drops one byte for the character before a variable. Of one that has more in UTF-8 something is left, which
 * no expression begins with.
 */
function withoutPrefix(expression: string, { before }: FoundVariable): string {
  return before > '\u007f' ? `\ufffd${expression}` : expression;
}

function resolve(expression: string, path: string, context: VariableContext, evaluation: Evaluation): unknown {
  const named = expression === '@' ? currentPath(path, context) : expression;
  const variable = context.operation === 'DELETE' ? named.replaceAll('request.object', 'request.oldObject') : named;
  try {
    return context.query(variable, evaluation);
  } catch (error) {
    if (error instanceof VariableError) throw prefixError(error, `failed to resolve ${variable} at path ${path}: `);
    throw error;
  }
}

/** Replaces the first occurrence of a variable by its value. */
function put(text: string, { before, text: variable }: FoundVariable, value: unknown, isShallow: boolean): string {
  const replacement = isShallow ? shallowText(value) : typeof value === 'string' ? value : toJson(value, 'jsoniter');
  const at = text.indexOf(before + variable);
  if (at === -1) return text;
  checkTextLength(text.length + replacement.length);
  return text.slice(0, at) + before + replacement + text.slice(at + before.length + variable.length);
}

function shallowText(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'string') throw new VariableError('{{- … }} brings something else than a text');
  return value.replaceAll('{{', '\\{{');
}
