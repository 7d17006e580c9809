import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../model/manifest.ts';
import { evaluateList, withElement } from '../evaluation/elements.ts';
import { type RuleOutcome, skip, variableError } from '../evaluation/outcome.ts';
import { checkPreconditions } from '../evaluation/preconditions.ts';
import { type ContextLoader, once } from '../evaluation/rule-context.ts';
import type { MutateForeach } from '../read/rule.ts';
import type { VariableContext } from '../variables/context.ts';
import { VariableError } from '../variables/errors.ts';
import { compileForeachPatch, type MutationOutcome } from './patch.ts';
import { withObject } from './with-object.ts';

/** Changes an object by what a rule says, in as many steps as it takes. */
export type Mutator = (
  object: KubernetesObject,
  context: () => VariableContext,
  loader: ContextLoader,
) => MutationOutcome;

/**
 * `mutate.foreach`. Patches that are merged go through a list from its end, as kustomize puts what it adds first.
 *
 * Source: kyverno pkg/engine/handlers/mutation/common.go
 */
export function compileMutateForeach(entries: readonly MutateForeach[], nesting = 0): Mutator {
  const compiled = entries.map((entry) => compileEntry(entry, nesting));
  return (object, outer, loader) => {
    let current = object;
    let context = outer;
    let applied = 0;
    for (const mutate of compiled) {
      const outcome = mutate(current, context, loader);
      if (outcome.status === 'error') return outcome;
      if (outcome.object === undefined) continue;
      applied++;
      current = outcome.object;
      context = withObject(outer, current);
    }
    const message = `${applied} elements processed`;
    return applied === 0 ? skip(message) : { status: 'pass', message, object: current };
  };
}

function compileEntry(entry: MutateForeach, nesting: number): Mutator {
  const { list = '' } = entry;
  const mutateElement = compileElement(entry, nesting);
  return (object, context, loader) => {
    const elements = evaluateElements(list, context);
    if ('status' in elements) return elements;
    let current = object;
    for (const [element, index] of inOrder(elements.all, entry)) {
      if (element === null || element === undefined) continue;
      const around = once(() => withElement(context(), element, index, nesting));
      const outcome = mutateElement(current, around, loader, index);
      if (outcome.status === 'error') return prefixed('failed to mutate elements', outcome);
      current = outcome.object ?? current;
    }
    return isDeepStrictEqual(current, object)
      ? skip('no patches applied')
      : { status: 'pass', message: '', object: current };
  };
}

/** Kyverno says the reason twice. */
function evaluateElements(
  list: string,
  context: () => VariableContext,
): { readonly all: readonly unknown[] } | MutationOutcome {
  try {
    return { all: evaluateList(list, context()) };
  } catch (thrown) {
    if (!(thrown instanceof VariableError)) throw thrown;
    return variableError(`failed to evaluate list ${list}: ${thrown.message}`, thrown);
  }
}

function inOrder(elements: readonly unknown[], { order, patchStrategicMerge }: MutateForeach): [unknown, number][] {
  const isReversed = order === undefined ? (patchStrategicMerge ?? undefined) !== undefined : order === 'Descending';
  const indexed = elements.map((element, index): [unknown, number] => [element, index]);
  return isReversed ? indexed.reverse() : indexed;
}

type ElementMutator = (...parameters: [...Parameters<Mutator>, index: number]) => MutationOutcome;

function compileElement(entry: MutateForeach, nesting: number): ElementMutator {
  const { foreach = [], context: entries = [], preconditions } = entry;
  const mutate = foreach.length > 0 ? compileMutateForeach(foreach, nesting + 1) : compileForeachPatch(entry);
  return (object, around, loader, index) => {
    const loaded = loader.load(entries, around, `failed to load to mutate.foreach[${index}].context`);
    if ('status' in loaded) return loaded;
    const complaint = `failed to evaluate mutate.foreach[${index}].preconditions`;
    const unmet = checkPreconditions(preconditions, loaded.context, complaint);
    if (unmet !== undefined) return unmet;
    return mutate(object, loaded.context, loader);
  };
}

function prefixed(prefix: string, outcome: RuleOutcome): MutationOutcome {
  return { ...outcome, message: `${prefix}: ${outcome.message}` };
}
