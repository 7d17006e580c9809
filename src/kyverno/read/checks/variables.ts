import { matchesWildcard } from '../../../model/wildcard.ts';
import type { Rule } from '../rule.ts';
import { textsOf } from '../walk.ts';
import { mutatesExisting } from './background.ts';
import { child, type FieldProblem, type PolicyFrame, problemIf, type RuleCheck } from './check.ts';
import { knownEntriesOf } from './contexts.ts';
import { fieldPath } from './field-path.ts';
import { syntaxErrorIn } from './syntax.ts';
import { type VariableText, variablesIn } from './variable-texts.ts';

/** Any mention of these makes a variable known; calls of functions do too. */
const CALL = /[a-z_0-9]+\([^{}]/;
const ALWAYS = ['request.', 'element', '@', 'images', 'image.'];
const OF_USERS = ['serviceAccountName', 'serviceAccountNamespace'];
const AT_ADMISSION = [...OF_USERS, 'request', 'image'];

/**
 * Variables where there may be none, and variables that nobody defines.
 *
 * Source: kyverno pkg/validation/policy/validate.go, hasInvalidVariables
 */
export const checkVariables: RuleCheck = (rule, path, frame) => [
  ...(['match', 'exclude'] as const).flatMap((part) =>
    problemIf(
      hasVariables(rule[part]),
      child(path, part),
      `rule "${rule.name}" should not have variables in ${part} section`,
    ),
  ),
  ...(rule.verifyImages === undefined && rule.generate === undefined
    ? findUndefined(rule, path, predefined(frame))
    : []),
];

function hasVariables(part: unknown): boolean {
  for (const { text } of textsOf(part)) if (variablesIn(text).length > 0) return true;
  return false;
}

/** What users are asked for in the background is said by the check on that, where it looks at variables. */
function predefined(frame: PolicyFrame): readonly string[] {
  if (!frame.runsInBackground) return [...ALWAYS, ...AT_ADMISSION];
  return mutatesExisting(frame) ? ALWAYS : [...ALWAYS, ...OF_USERS];
}

function findUndefined(rule: Rule, path: string, words: readonly string[]): FieldProblem[] {
  const wordsOfTarget = [...words, 'target'];
  const patterns = knownEntriesOf(rule).flatMap(({ name, configMap }) =>
    configMap === undefined
      ? [`${name}*`]
      : ['data', 'metadata', 'data.*', 'metadata.*'].map((end) => `${name}.${end}`),
  );
  const problems: FieldProblem[] = [];
  for (const { text, path: steps } of textsOf(rule))
    for (const { name } of nestedVariables(text)) {
      const known = knowsTarget(rule, steps) ? wordsOfTarget : words;
      const message = findSyntaxError(name) ?? findUnknown(name, known, patterns);
      if (message !== undefined) problems.push({ path: fieldPath(path, steps), message });
    }
  return problems;
}

function findSyntaxError(expression: string): string | undefined {
  const message = syntaxErrorIn(expression);
  return message && `invalid JMESPath query ${expression}: ${message}`;
}

function findUnknown(name: string, words: readonly string[], patterns: readonly string[]): string | undefined {
  const query = name.replaceAll('"', '');
  const isKnown =
    CALL.test(query) ||
    words.some((word) => query.includes(word)) ||
    patterns.some((pattern) => matchesWildcard(pattern, query));
  return isKnown ? undefined : `variable ${name} is neither predefined nor an entry of the rule's context`;
}

/** What finds out the targets cannot speak of them. */
function knowsTarget({ mutate }: Rule, [part, list, , field = '']: readonly (string | number)[]): boolean {
  if (mutate?.targets === undefined || part === 'context' || part === 'preconditions') return false;
  return !(list === 'targets' && ['apiVersion', 'kind', 'name', 'namespace'].includes(String(field)));
}

/** More rounds than anyone nests variables. */
const DEEPEST = 10;

/** Variables of a text, and those around them once these are replaced. */
function nestedVariables(text: string): VariableText[] {
  const found: VariableText[] = [];
  let rest = text;
  for (let round = 0; round < DEEPEST; round++) {
    const variables = variablesIn(rest);
    if (variables.length === 0) break;
    found.push(...variables);
    for (const variable of variables) rest = rest.replace(variable.text, () => 'null');
  }
  return found;
}
