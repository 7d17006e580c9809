import { posix } from 'node:path';
import { printValue } from '../values/print.ts';
import { checkTextLength } from '../values/text-builder.ts';
import { prefixError, VariableError } from './errors.ts';
import { findReferences, unescapeReferences } from './find-references.ts';
import { type Evaluation, isMap } from './jmespath/evaluation.ts';
import { Traversal } from './traverse.ts';

/** Operators with which a reference may begin, longest first. */
const OPERATOR = /^(?:>=|<=|>|<|!)/;
const MARKS: ReadonlySet<string> = new Set(['$', '(', ')']);
const ANCHOR = /^\s*[+<=X^]?\((.+)\)\s*$/;

/**
 * A document in which `$(…)` is replaced by the text that stands elsewhere in it: relative to the text that refers to it, or
 * from the root.
 *
 * Source: kyverno pkg/engine/variables/vars.go, substituteReferences
 *
 * @param evaluation what may be done
 * @throws VariableError for a reference to what is not there, or is no text
 */
export function substituteReferences(document: unknown, root: string, evaluation: Evaluation): unknown {
  let targets: ReadonlyMap<string, unknown> | undefined;
  const find = (path: string): unknown => {
    targets ??= collectTargets(document, root);
    return targets.get(path);
  };
  const replace = (text: string, path: string) =>
    text.includes('$(') ? replaceReferences(text, path, find, evaluation) : text;
  return new Traversal(replace).run(document, root);
}

function replaceReferences(
  text: string,
  path: string,
  find: (path: string) => unknown,
  evaluation: Evaluation,
): string {
  let result = text;
  for (const reference of findReferences(text)) {
    evaluation.spendOnText(result);
    const replacement = resolve(reference.text, path, find);
    checkTextLength(result.length + replacement.length);
    const old = reference.before + reference.text;
    const at = result.indexOf(old);
    if (at !== -1) result = `${result.slice(0, at)}${reference.before}${replacement}${result.slice(at + old.length)}`;
  }
  return unescapeReferences(result);
}

function resolve(reference: string, path: string, find: (path: string) => unknown): string {
  const inner = trimMarks(reference);
  const operator = OPERATOR.exec(inner)?.[0] ?? '';
  const target = inner.slice(operator.length);
  if (target === '')
    throw new VariableError(`failed to resolve ${reference} at path ${path}: expected path, found empty reference`);
  const value = find(posix.isAbsolute(target) ? target : posix.join(path, target).replace(/(?<=.)\/$/, ''));
  if (operator !== '') return operator + operandText(value, operator, reference, path);
  if (value === null || value === undefined)
    throw new VariableError(`got nil resolved variable ${reference} at path ${path}: <nil>`);
  if (typeof value === 'string') return value;
  throw new VariableError(`NotResolvedReferenceErr,reference ${reference} not resolved at path ${path}`);
}

/** Without `$`, `(` and `)` at both ends. */
function trimMarks(reference: string): string {
  let start = 0;
  let end = reference.length;
  while (start < end && MARKS.has(reference[start] ?? '')) start++;
  while (end > start && MARKS.has(reference[end - 1] ?? '')) end--;
  return reference.slice(start, end);
}

function operandText(value: unknown, operator: string, reference: string, path: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(6);
  const error = new VariableError(
    `incorrect expression: operator ${operator} does not match with value ${printValue(value)}`,
  );
  throw prefixError(error, `failed to resolve ${reference} at path ${path}: `);
}

/** The values of a document that are no maps or lists, by their path without anchors. */
function collectTargets(document: unknown, root: string): ReadonlyMap<string, unknown> {
  const targets = new Map<string, unknown>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const [index, element] of value.entries()) visit(element, `${path}/${index}`);
    else if (isMap(value))
      for (const [key, child] of Object.entries(value)) visit(child, `${path}/${key.replaceAll('/', '\\/')}`);
    else targets.set(withoutAnchors(path), value);
  };
  visit(document, root);
  return targets;
}

/** Source: kyverno pkg/engine/anchor/utils.go, RemoveAnchorsFromPath */
function withoutAnchors(path: string): string {
  const parts = path.split('/').map((part) => ANCHOR.exec(part)?.[1] ?? part);
  return posix.join('/', ...parts);
}
