import type { ContextEntry } from '../read/rule.ts';
import type { PolicyRequest, RuleValues } from '../types.ts';
import type { VariableContext } from '../variables/context.ts';
import { loadContextEntries } from '../variables/context-entries.ts';
import type { EntrySources } from '../variables/entries/entry.ts';
import { NotEvaluatedError } from '../variables/errors.ts';
import { orError, type RuleOutcome, unsupportedText } from './outcome.ts';
import type { PreparedRequest } from './prepared-request.ts';

/** Adds what a rule or a loop defines to variables. */
export interface ContextLoader {
  /** @returns an error for what is no entry */
  load(
    entries: readonly ContextEntry[],
    context: () => VariableContext,
    complaint?: string,
  ): LoadedContext | RuleOutcome;
}

export interface LoadedContext {
  readonly context: () => VariableContext;
}

/**
 * The loader of one rule for one request, with the values that were given for it.
 *
 * @param sources where what is in no request is looked up, if anywhere
 */
export function contextLoaderFor(
  { request }: PreparedRequest,
  policy: string,
  rule: string,
  sources?: EntrySources,
): ContextLoader {
  const added = valuesFor(request, policy, rule);
  const given = added === undefined ? (request.values ?? NOTHING) : { ...request.values, ...added };
  return {
    load(entries, context, complaint = 'failed to load context') {
      if (entries.length === 0)
        return { context: added === undefined ? context : once(() => withValues(context(), added)) };
      return orError(complaint, () => {
        const started = withValues(context(), added ?? NOTHING);
        const loaded = entries.reduce((made, entry) => withEntry(made, entry, given, sources), started);
        return { context: () => loaded };
      });
    },
  };
}

const NOTHING: Readonly<Record<string, unknown>> = {};

const GENERATED = /^autogen-(cronjob-)?/;

/** Values for a rule are also for those that are generated of it. */
function valuesFor(
  { ruleValues }: PolicyRequest,
  policy: string,
  rule: string,
): Readonly<Record<string, unknown>> | undefined {
  if (ruleValues === undefined) return undefined;
  const own = ruleValues(policy, rule);
  const original = GENERATED.test(rule) ? ruleValues(policy, rule.replace(GENERATED, '')) : undefined;
  if (own === undefined && original === undefined) return undefined;
  return { ...(original && valuesOf(original)), ...(own && valuesOf(own)) };
}

/** What cannot be loaded here matters when an expression mentions it, and not before. */
function withEntry(
  context: VariableContext,
  entry: ContextEntry,
  given: Readonly<Record<string, unknown>>,
  sources: EntrySources | undefined,
): VariableContext {
  const outcome = loadContextEntries([entry], context, given, sources);
  if ('context' in outcome) return outcome.context;
  return context.withLazy(entry.name, () => {
    throw new NotEvaluatedError(unsupportedText(outcome.unsupported));
  });
}

/** Of values for the elements of loops, the Kyverno CLI takes the first whatever the element. */
function valuesOf({ values, foreachValues }: RuleValues): Readonly<Record<string, unknown>> {
  const first = Object.entries(foreachValues).map(([path, list]) => [path, list[0]] as const);
  return { ...values, ...Object.fromEntries(first) };
}

function withValues(context: VariableContext, values: Readonly<Record<string, unknown>>): VariableContext {
  return Object.entries(values).reduce((made, [path, value]) => made.withPath(path, value), context);
}

/** Made when first asked for, and kept. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
