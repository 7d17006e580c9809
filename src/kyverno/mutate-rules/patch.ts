import type { KubernetesObject } from '../../model/manifest.ts';
import { error, orError, type RuleOutcome } from '../evaluation/outcome.ts';
import { patchJson6902 } from '../mutate/json-patch.ts';
import { patchStrategicMerge } from '../mutate/patch-strategic-merge.ts';
import type { VariableContext } from '../variables/context.ts';
import { hasVariables, substitute } from '../variables/substitute.ts';

/** What a mutation makes of an object. `pass` has the new object; all else leaves it as it was. */
export type MutationOutcome = RuleOutcome & { readonly object?: KubernetesObject };

/** Changes an object by the patch of a rule or of a loop. */
export type Patcher = (object: KubernetesObject, context: () => VariableContext) => MutationOutcome;

/**
 * @param path of what has the patch, for `{{@}}`: `/mutate`
 * @returns nothing when there is no patch
 */
export function compilePatch(
  patch: { readonly patchStrategicMerge?: unknown; readonly patchesJson6902?: string },
  path: string,
): Patcher | undefined {
  const { patchStrategicMerge: overlay, patchesJson6902 = '' } = patch;
  if (overlay !== undefined && overlay !== null)
    return compile(overlay, `${path}/patchStrategicMerge`, patchStrategicMerge);
  if (patchesJson6902 === '') return undefined;
  return compile(patchesJson6902, `${path}/patchesJson6902`, (object, text) =>
    typeof text === 'string' ? patchJson6902(object, text) : error('failed to patch resource: the patch is no text'),
  );
}

function compile(
  patch: unknown,
  path: string,
  apply: (object: KubernetesObject, patch: unknown) => MutationOutcome,
): Patcher {
  if (!hasVariables(patch)) return (object) => apply(object, patch);
  return (object, context) => {
    const resolved = orError('variable substitution failed', () => ({ value: substitute(patch, context(), path) }));
    return 'status' in resolved ? resolved : apply(object, resolved.value);
  };
}
