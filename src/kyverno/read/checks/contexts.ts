import type { ContextEntry, Rule } from '../rule.ts';
import { child, type FieldProblem, problemIf, type RuleCheck } from './check.ts';
import { syntaxErrorIn } from './syntax.ts';
import { variablesIn } from './variable-texts.ts';

const SOURCES = ['variable', 'configMap', 'apiCall', 'imageRegistry', 'globalReference'] as const;
const PREDEFINED = ['images', 'request', 'serviceAccountName', 'serviceAccountNamespace', 'element', 'elementIndex'];

/**
 * Context entries of a rule.
 *
 * Source: kyverno pkg/validation/policy/validate.go, validateRuleContext
 */
export const checkContexts: RuleCheck = (rule, path, { isNamespaced }) => [
  ...problemIf(
    (rule.context ?? []).length > 0 && rule.validate?.cel !== undefined,
    child(path, 'context'),
    'context variables are not supported for CEL expressions in validate rules',
  ),
  ...contextsOf(rule, path).flatMap(([entry, at]) => checkEntry(entry, at, isNamespaced)),
];

/** All entries of a rule, those of its loops and targets included, with their paths. */
export function contextsOf({ context = [], validate, mutate }: Rule, path: string): [ContextEntry, string][] {
  return [
    ...withPaths(context, child(path, 'context')),
    ...inLoops(validate?.foreach ?? [], child(path, 'validate.foreach')),
    ...inLoops(mutate?.foreach ?? [], child(path, 'mutate.foreach')),
    ...inLoops(mutate?.targets ?? [], child(path, 'mutate.targets')),
  ];
}

/** The entries whose names Kyverno knows when it looks for variables that nobody defines: not those of loops in loops. */
export function knownEntriesOf({ context = [], validate, mutate }: Rule): readonly ContextEntry[] {
  const loops: readonly Loop[] = [...(validate?.foreach ?? []), ...(mutate?.foreach ?? []), ...(mutate?.targets ?? [])];
  return [...context, ...loops.flatMap((loop) => loop.context ?? [])];
}

interface Loop {
  readonly context?: readonly ContextEntry[];
  readonly foreach?: readonly Loop[];
}

function inLoops(loops: readonly Loop[], path: string): [ContextEntry, string][] {
  return loops.flatMap(({ context = [], foreach = [] }, index) => [
    ...withPaths(context, `${path}[${index}].context`),
    ...inLoops(foreach, `${path}[${index}].foreach`),
  ]);
}

function withPaths(entries: readonly ContextEntry[], path: string): [ContextEntry, string][] {
  return entries.map((entry, index) => [entry, `${path}[${index}]`]);
}

function checkEntry(entry: ContextEntry, path: string, isNamespaced: boolean): FieldProblem[] {
  const { name, variable, configMap, imageRegistry, apiCall, globalReference } = entry;
  const conflict = PREDEFINED.find((word) => name === word || name.startsWith(`${word}.`));
  return [
    ...problemIf(name === '', child(path, 'name'), 'a name is required for context entries'),
    ...problemIf(
      conflict !== undefined,
      child(path, 'name'),
      `entry name ${name} is invalid as it conflicts with a pre-defined variable ${conflict}`,
    ),
    ...problemIf(
      SOURCES.filter((source) => entry[source] !== undefined).length !== 1,
      path,
      'exactly one of configMap or apiCall or imageRegistry or variable is required for context entries',
    ),
    ...problemIf(
      isNamespaced && entry.globalReference !== undefined,
      child(path, 'globalReference'),
      'globalReference is not allowed in namespaced policies',
    ),
    ...(variable === undefined ? [] : checkVariable(variable, child(path, 'variable'))),
    ...(configMap === undefined ? [] : checkConfigMap(configMap, child(path, 'configMap'))),
    ...problemIf(
      apiCall?.urlPath !== undefined && apiCall.service !== undefined,
      child(path, 'apiCall'),
      'a URLPath cannot be used for service API calls',
    ),
    ...[variable, apiCall, imageRegistry, globalReference].flatMap((source) => checkExpression(source, path)),
    ...problemIf(
      imageRegistry?.reference === '',
      child(path, 'imageRegistry.reference'),
      'a ref is required for imageRegistry context entry',
    ),
  ];
}

/** An expression with variables in it is only known when they are. */
function checkExpression(source: { readonly jmesPath?: unknown } | undefined, path: string): FieldProblem[] {
  const expression = source?.jmesPath;
  if (typeof expression !== 'string' || expression === '' || variablesIn(expression).length > 0) return [];
  const problem = syntaxErrorIn(expression);
  return problem === undefined ? [] : [{ path, message: `failed to parse JMESPath ${expression}: ${problem}` }];
}

function checkVariable(variable: NonNullable<ContextEntry['variable']>, path: string): FieldProblem[] {
  const { jmesPath = '', value = null, default: fallback = null } = variable;
  return [
    ...problemIf(value === null && jmesPath === '', path, 'a variable must define a value or a jmesPath expression'),
    ...problemIf(
      fallback !== null && jmesPath === '',
      path,
      'a variable must define a default value only when a jmesPath expression is defined',
    ),
  ];
}

function checkConfigMap(
  { name, namespace = '' }: NonNullable<ContextEntry['configMap']>,
  path: string,
): FieldProblem[] {
  return [
    ...problemIf(name === '', child(path, 'name'), 'a name is required for configMap context entry'),
    ...problemIf(namespace === '', child(path, 'namespace'), 'a namespace is required for configMap context entry'),
  ];
}
