import type { KubernetesObject } from '../../model/manifest.ts';
import { deleteConditions } from './delete-anchors.ts';
import { mergeNodes } from './merge.ts';
import { type Node, toJson, toNode } from './node.ts';
import { changed, NO_PATCH, PatchError, type PatchOutcome, runPatch } from './outcome.ts';
import { resolveAnchors } from './preprocess.ts';

export type { PatchOutcome } from './outcome.ts';

/**
 * Applies `mutate.patchStrategicMerge`, whose variables have been replaced: resolves its anchors against the object, then
 * merges as kustomize does. Of a patch of which a condition outside of lists is not met nothing is left; merging nothing
 * still drops elements of lists that have the same keys as others.
 *
 * Source: kyverno pkg/engine/mutate/patch/strategicMergePatch.go
 */
export function patchStrategicMerge(object: KubernetesObject, patch: unknown): PatchOutcome {
  if (patch === null || patch === undefined) return NO_PATCH;
  return runPatch(() => {
    const objectNode = toNode(object, 'kept');
    const merged = mergeNodes(objectNode, resolve(toNode(patch, 'sorted'), objectNode));
    if (merged === undefined) throw new PatchError('filter cannot create or delete objects');
    return changed(object, toJson(merged));
  });
}

/** The patch that is left when its anchors are resolved. */
function resolve(patch: Node, object: Node): Node {
  try {
    if (resolveAnchors(patch, object) !== undefined) return { type: 'map', fields: new Map() };
    deleteConditions(patch);
    return patch;
  } catch (error) {
    if (error instanceof PatchError) throw new PatchError(`failed to preProcess rule: ${error.message}`);
    throw error;
  }
}
