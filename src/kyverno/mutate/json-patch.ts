import type { KubernetesObject } from '../../model/manifest.ts';
import { readOperations } from './json-operation-list.ts';
import { applyOperation, type JsonDocument } from './json-operations.ts';
import { copyNode, toFlow, toJson, toNode } from './node.ts';
import { NO_PATCH, type PatchOutcome, runPatch } from './outcome.ts';

/** Values that the copies of one patch may have. */
const MAX_COPIED = 1_000_000;

/**
 * Applies `mutate.patchesJson6902`, whose variables have been replaced: RFC 6902 with indices from the end (`-1`), missing
 * parts of a path created by `add`, and nothing wrong with removing what is not there.
 *
 * Source: kyverno pkg/engine/mutate/patch/patchJSON6902.go
 *
 * @param patch a list of operations, or its text: JSON if it starts with `[`, else YAML
 */
export function patchJson6902(object: KubernetesObject, patch: unknown): PatchOutcome {
  if (patch === '' || patch === null || patch === undefined) return NO_PATCH;
  return runPatch(() => {
    const original = toNode(object, 'sorted');
    const document: JsonDocument = { root: copyNode(original), budget: MAX_COPIED };
    for (const operation of readOperations(patch)) applyOperation(document, operation);
    // The order of keys counts: to Kyverno a field that was removed and added again is a change.
    return toFlow(document.root) === toFlow(original) ? undefined : toJson(document.root);
  });
}
