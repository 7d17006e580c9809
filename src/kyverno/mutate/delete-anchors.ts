import { formatAnchor, parseAnchor } from '../pattern/anchor.ts';
import { type ListNode, type MapNode, type Node, requireType } from './node.ts';
import { PatchError } from './outcome.ts';
import { anchorsOf, hasAnchors, isAnyAnchor, isCondition, renameAnchor } from './patch-anchors.ts';

/**
 * Deletes what conditions left in a patch, and what is empty without them.
 *
 * Source: kyverno pkg/engine/mutate/patch/strategicPreprocessing.go, deleteConditionElements
 *
 * @throws PatchError when the patch is no mapping, or Kyverno would crash on it
 */
export function deleteConditions(patch: Node): void {
  requireType(patch, 'map');
  if (patch.type !== 'map') return;
  for (const [key, value] of [...patch.fields]) {
    const anchor = parseAnchor(key);
    if (deleteAnchors(value, anchor !== undefined && isCondition(anchor))) patch.fields.delete(key);
  }
}

/**
 * @param isScalarDeleted whether a scalar may go: it does if it was the value of a condition
 * @returns whether nothing is left, so that the value itself has to be deleted
 */
export function deleteAnchors(node: Node, isScalarDeleted: boolean): boolean {
  if (node.type === 'map') return deleteInMap(node);
  return node.type === 'list' ? deleteInList(node) : isScalarDeleted;
}

function deleteInMap(node: MapNode): boolean {
  const conditions = anchorsOf(node, isCondition);
  for (const anchor of conditions) {
    const raw = formatAnchor(anchor);
    const value = node.fields.get(raw);
    if (value === undefined) throw new PatchError(`the key of ${raw} has blanks around it`);
    if (deleteAnchors(value, true)) node.fields.delete(raw);
  }
  // A condition with more in it than conditions is a part of the patch as well.
  for (const anchor of conditions) renameAnchor(node, anchor);
  let isEmpty = true;
  for (const [key, value] of [...node.fields]) {
    if (deleteAnchors(value, false)) node.fields.delete(key);
    else isEmpty = false;
  }
  return isEmpty;
}

/**
 * Kyverno deletes by the positions that elements had at first, so that every deletion after another one hits the element
 * behind the one that is meant, and crashes when there is none.
 */
function deleteInList(node: ListNode): boolean {
  const elements = [...node.items];
  for (const [index, element] of elements.entries()) {
    if (!hasAnchors(element, isAnyAnchor) && !deleteAnchors(element, false)) continue;
    const { length } = node.items;
    if (index >= length) throw new PatchError(`runtime error: slice bounds out of range [${index + 1}:${length}]`);
    node.items.splice(index, 1);
  }
  return node.items.length === 0 && elements.length > 0;
}
