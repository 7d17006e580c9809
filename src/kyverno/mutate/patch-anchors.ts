import { type Anchor, formatAnchor, parseAnchor } from '../pattern/anchor.ts';
import { isEmpty, type Node, textOf } from './node.ts';

type AnchorTest = (anchor: Anchor) => boolean;

export function isGlobal({ kind }: Anchor): boolean {
  return kind === 'global';
}

/** `(key)` and `<(key)`. */
export function isCondition({ kind }: Anchor): boolean {
  return kind === 'condition' || kind === 'global';
}

/** Those that mean something in a patch: `(key)`, `<(key)` and `+(key)`. */
export function isAnyAnchor(anchor: Anchor): boolean {
  return isCondition(anchor) || anchor.kind === 'addition';
}

/** Anchors among the keys of a mapping. */
export function anchorsOf(node: Node, test: AnchorTest): readonly Anchor[] {
  if (node.type !== 'map') return [];
  return [...node.fields.keys()].flatMap((key) => {
    const anchor = parseAnchor(key);
    return anchor !== undefined && test(anchor) ? [anchor] : [];
  });
}

/** Whether there is an anchor anywhere; a text that looks like a condition counts as well. */
export function hasAnchors(node: Node, test: AnchorTest): boolean {
  if (node.type === 'list') return node.items.some((item) => hasAnchors(item, test));
  if (node.type === 'map') {
    return [...node.fields].some(([key, child]) => {
      const anchor = parseAnchor(key);
      return (anchor !== undefined && test(anchor)) || (!isEmpty(child) && hasAnchors(child, test));
    });
  }
  const anchor = parseAnchor(textOf(node));
  return anchor !== undefined && isCondition(anchor);
}

/** Makes a plain key of an anchor, in its place. Of two keys that are the same then the first stays. */
export function renameAnchor(node: Node, anchor: Anchor): void {
  const raw = formatAnchor(anchor);
  if (node.type !== 'map' || !node.fields.has(raw)) return;
  const entries = [...node.fields];
  node.fields.clear();
  for (const [key, value] of entries) {
    const name = key === raw ? anchor.key : key;
    if (!node.fields.has(name)) node.fields.set(name, value);
  }
}
