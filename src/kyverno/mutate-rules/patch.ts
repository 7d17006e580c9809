import { isRecord, type KubernetesObject } from '../../model/manifest.ts';
import { error, orError, type RuleOutcome } from '../evaluation/outcome.ts';
import { patchJson6902 } from '../mutate/json-patch.ts';
import { patchStrategicMerge } from '../mutate/patch-strategic-merge.ts';
import type { MutateForeach, Rule } from '../read/rule.ts';
import type { VariableContext } from '../variables/context.ts';
import { hasVariables, substitute } from '../variables/substitute.ts';

/** What a mutation makes of an object. `pass` has the new object; all else leaves it as it was. */
export type MutationOutcome = RuleOutcome & { readonly object?: KubernetesObject };

/** Changes an object by the patch of a rule or of a loop. */
export type Patcher = (object: KubernetesObject, context: () => VariableContext) => MutationOutcome;

/**
 * The patch of a rule. Every variable in the rule has to have a value, not only those of the patch.
 *
 * Source: kyverno pkg/engine/mutate/mutation.go, Mutate
 */
export function compileRulePatch(rule: Rule): Patcher {
  return compile(rule, (document) => (isRecord(document) ? document.mutate : undefined));
}

/** The patch of a loop. */
export function compileForeachPatch({ patchStrategicMerge: overlay, patchesJson6902 }: MutateForeach): Patcher {
  return compile({ patchStrategicMerge: overlay, patchesJson6902 }, (document) => document);
}

/** @param find the patch in what it stands in */
function compile(document: object, find: (document: unknown) => unknown): Patcher {
  if (!hasVariables(document)) return (object) => apply(object, find(document));
  return (object, context) => {
    const resolved = orError('variable substitution failed', () => ({ value: substitute(document, context()) }));
    return 'status' in resolved ? resolved : apply(object, find(resolved.value));
  };
}

function apply(object: KubernetesObject, patch: unknown): MutationOutcome {
  const { patchStrategicMerge: overlay = null, patchesJson6902 = '' } = isRecord(patch) ? patch : {};
  if (overlay !== null) return patchStrategicMerge(object, overlay);
  if (patchesJson6902 === '') return error('empty mutate rule');
  return typeof patchesJson6902 === 'string'
    ? patchJson6902(object, patchesJson6902)
    : error('variable substitution failed: the patch is no text');
}
