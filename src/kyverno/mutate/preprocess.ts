import { type AnchorKind, formatAnchor, parseAnchor } from '../pattern/anchor.ts';
import { matchPattern } from '../pattern/match.ts';
import { deleteAnchors } from './delete-anchors.ts';
import {
  copyNode,
  countNodes,
  fieldOf,
  isEmpty,
  type ListNode,
  type MapNode,
  type Node,
  requireType,
  textOf,
  toJson,
} from './node.ts';
import { PatchError } from './outcome.ts';
import { anchorsOf, hasAnchors, isAnyAnchor, isGlobal, renameAnchor } from './patch-anchors.ts';

/** The kind of the anchor because of which a part of a patch, or all of it, does not apply. */
export type Mismatch = 'condition' | 'global';

/**
 * Resolves the anchors of a patch against an object, where they stand: keys to add where they are missing, conditions, and
 * elements of lists that are to change all elements that meet their conditions.
 *
 * Source: kyverno pkg/engine/mutate/patch/strategicPreprocessing.go
 *
 * @returns nothing when the patch applies
 * @throws PatchError when the patch and the object have different shapes
 */
export function resolveAnchors(patch: Node, object: Node | undefined): Mismatch | undefined {
  return new Resolver().resolve(patch, object);
}

/** Values that the elements may have that one patch is given. */
const MAX_COPIED = 1_000_000;

class Resolver {
  private budget = MAX_COPIED;

  resolve(patch: Node, object: Node | undefined): Mismatch | undefined {
    if (patch.type === 'map') return this.resolveMap(patch, object);
    return patch.type === 'list' && patch.items[0]?.type === 'map' ? this.resolveList(patch, object) : undefined;
  }

  private resolveMap(patch: MapNode, object: Node | undefined): Mismatch | undefined {
    resolveAdditions(patch, object);
    if (!meets(patch, object, 'global')) return 'global';
    if (!meets(patch, object, 'condition')) return 'condition';
    for (const [key, value] of [...patch.fields]) {
      const anchor = parseAnchor(key);
      if (anchor !== undefined && isAnyAnchor(anchor)) continue;
      const mismatch = this.resolve(value, fieldOf(object, key));
      if (mismatch !== undefined) return mismatch;
    }
    return undefined;
  }

  /** Gives the patch an element for each element of the object that an element with anchors applies to. */
  private resolveList(patch: ListNode, object: Node | undefined): Mismatch | undefined {
    requireType(object, 'list');
    const elements = object?.type === 'list' ? object.items : [];
    for (const element of [...patch.items]) {
      if (!hasAnchors(element, isAnyAnchor)) continue;
      if (this.resolveElement(patch, element, object === undefined ? [undefined] : elements) === 'global')
        return 'global';
    }
    return undefined;
  }

  private resolveElement(
    patch: ListNode,
    element: Node,
    candidates: readonly (Node | undefined)[],
  ): Mismatch | undefined {
    const isBound = hasAnchors(element, isGlobal);
    // As in Kyverno one copy serves all candidates: what the first of them has, is not added to those after it.
    const copy = this.copy(element);
    let isMet = false;
    let isGloballyMissed = false;
    for (const candidate of candidates) {
      const mismatch = this.resolve(copy, candidate);
      if (mismatch === 'global') isGloballyMissed = true;
      if (mismatch !== undefined) continue;
      if (isBound) isMet = true;
      else if (candidate !== undefined) this.addNamed(patch, copy, candidate);
    }
    return isGloballyMissed && !isMet ? 'global' : undefined;
  }

  /** Only elements with a name can be found again. */
  private addNamed(patch: ListNode, element: Node, candidate: Node): void {
    const name = fieldOf(candidate, 'name');
    if (name === undefined || isEmpty(name)) return;
    const added = this.copy(element);
    if (deleteAnchors(added, true)) return;
    requireType(added, 'map');
    if (added.type === 'map') added.fields.set('name', copyNode(name));
    patch.items.push(added);
  }

  private copy(node: Node): Node {
    this.budget -= countNodes(node);
    if (this.budget < 0) throw new PatchError('the patch applies to too many elements');
    return copyNode(node);
  }
}

/**
 * Drops `+(key)` where the object has the key, and makes it a plain key where it has not.
 *
 * @returns how many there were
 */
function resolveAdditions(patch: Node, object: Node | undefined): number {
  const anchors = anchorsOf(patch, ({ kind }) => kind === 'addition');
  for (const anchor of anchors) {
    if (fieldOf(object, anchor.key) === undefined) renameAnchor(patch, anchor);
    else if (patch.type === 'map') patch.fields.delete(formatAnchor(anchor));
  }
  return anchors.length;
}

/** Whether an object meets all conditions of one kind. A condition with keys to add is met by whatever is there. */
function meets(patch: MapNode, object: Node | undefined, kind: AnchorKind): boolean {
  return anchorsOf(patch, (anchor) => anchor.kind === kind).every((anchor) => {
    const found = fieldOf(object, anchor.key);
    if (found === undefined) return false;
    const wanted = patch.fields.get(formatAnchor(anchor));
    if (wanted === undefined) throw new PatchError(`the key of ${formatAnchor(anchor)} has blanks around it`);
    return (
      resolveAdditions(wanted, found) > 0 || matchPattern(toValue(found), toValue(wanted), 'float64').status === 'pass'
    );
  });
}

/** Scalars are compared by their text. */
function toValue(node: Node): unknown {
  return node.type === 'scalar' ? textOf(node) : toJson(node);
}
