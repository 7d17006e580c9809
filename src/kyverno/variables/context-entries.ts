import { isRecord } from '../../model/manifest.ts';
import { printValue } from '../values/print.ts';
import type { VariableContext } from './context.ts';
import { splitDottedName } from './dotted-path.ts';
import type { EntrySources, OutsideEntry } from './entries/entry.ts';
import { withOutsideEntry } from './entries/outside-entry.ts';
import { NotEvaluatedError, prefixError, VariableError } from './errors.ts';
import { compileExpression } from './jmespath/expression.ts';
import { substitute } from './substitute.ts';

/** With the entries, or the name of what an entry would have to ask: `apiCall`, `configMap` … */
export type ContextEntryOutcome = { readonly context: VariableContext } | { readonly unsupported: string };

/** Sources of entries that are not in the repository. */
const OUTSIDE = ['configMap', 'apiCall', 'globalReference', 'imageRegistry'] as const;

/**
 * Adds what the `context` of a policy, rule or loop defines. A `variable` gets its value when an expression first mentions it,
 * and may refer to entries before it. What would have to be asked of a cluster or a registry has to be given.
 *
 * Source: kyverno pkg/engine/factories/contextloaderfactory.go, pkg/engine/context/loaders/variable.go
 *
 * @param given values of a values file, by dotted name, which are in the context already
 * @param sources where entries are looked up, if anywhere; what is found there wins over values that were given
 * @throws VariableError for an entry that is none
 */
export function loadContextEntries(
  entries: readonly unknown[],
  context: VariableContext,
  given: Readonly<Record<string, unknown>>,
  sources?: EntrySources,
): ContextEntryOutcome {
  let extended = context;
  for (const entry of entries) {
    const name = isRecord(entry) && typeof entry.name === 'string' ? entry.name : '';
    const definition = isRecord(entry) ? entry : {};
    const outside = OUTSIDE.find((source) => isPresent(definition[source]));
    if (outside !== undefined) {
      const found = lookUp({ name, source: outside, definition: definition[outside] }, extended, sources);
      if (found === undefined && !isGiven(name, given)) return { unsupported: outside };
      extended = found ?? extended;
      continue;
    }
    if (!isRecord(definition.variable))
      throw new VariableError(`failed to create deferred loader for context entry ${name}`);
    extended = withVariable(extended, name, definition.variable);
  }
  return { context: extended };
}

function lookUp(
  { definition, ...entry }: Omit<OutsideEntry, 'definition'> & { readonly definition: unknown },
  context: VariableContext,
  sources: EntrySources | undefined,
): VariableContext | undefined {
  return (
    sources && withOutsideEntry({ ...entry, definition: isRecord(definition) ? definition : {} }, context, sources)
  );
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isGiven(name: string, given: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(given).some((dotted) => splitDottedName(dotted)[0] === name);
}

function withVariable(
  context: VariableContext,
  name: string,
  variable: Readonly<Record<string, unknown>>,
): VariableContext {
  return context.withLazy(name, () => evaluateVariable(context, name, variable));
}

/** The value with the expression applied, or what the expression gives; else the default. */
function evaluateVariable(
  context: VariableContext,
  name: string,
  variable: Readonly<Record<string, unknown>>,
): unknown {
  const { value, jmesPath = '', default: fallback } = variable;
  const expression = jmesPath === '' ? '' : fillIn(jmesPath, context, name);
  if (typeof expression !== 'string')
    throw new VariableError(`jmespath value must be a string ${name} ${jmesPath}: <nil>`);
  const defaultValue = isPresent(fallback) ? fillIn(fallback, context, name) : null;
  const output = isPresent(value)
    ? applyToValue(fillIn(value, context, name), expression, defaultValue)
    : applyToContext(context, expression, defaultValue);
  if (isPresent(output)) return output;
  throw new VariableError(`failed to add context entry for variable ${name} since it evaluated to nil`);
}

function fillIn(value: unknown, context: VariableContext, name: string): unknown {
  try {
    return substitute(value, context);
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    throw prefixError(error, `failed to substitute variables in context entry ${name} ${printValue(value)}: `);
  }
}

function applyToValue(value: unknown, expression: string, defaultValue: unknown): unknown {
  if (expression === '') return value;
  return orDefault(defaultValue, expression, () => compileExpression(expression).evaluate(value));
}

/** What is null counts as absent here. */
function applyToContext(context: VariableContext, expression: string, defaultValue: unknown): unknown {
  if (expression === '') return defaultValue;
  return orDefault(defaultValue, expression, () => context.query(expression)) ?? defaultValue;
}

function orDefault(defaultValue: unknown, expression: string, evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    if (isPresent(defaultValue) && !(error instanceof NotEvaluatedError)) return defaultValue;
    throw prefixError(error, `failed to apply jmespath ${expression} to variable <nil>: `);
  }
}
