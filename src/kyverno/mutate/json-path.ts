import { addValue, type Container, decodePart, getValue, INVALID, isContainer, toIndex } from './json-container.ts';
import { KEPT_NULL, type ListNode, type Node } from './node.ts';
import { PatchError } from './outcome.ts';

/** Nulls that may be put into a list so that it has an index. */
const MAX_PADDING = 1000;

/**
 * Creates what is missing of all but the last part of a path: a list where an index or `-` follows, else a mapping. Parts
 * with escapes are created as they are written, so that they are not found afterwards.
 *
 * Source: github.com/evanphx/json-patch/v5 patch.go, ensurePathExists
 *
 * @throws PatchError when a scalar is in the way
 */
export function ensurePath(root: Node, path: string): void {
  const parts = path.split('/').slice(1);
  let container: Node = root;
  for (const [index, part] of parts.slice(0, -1).entries()) {
    if (!isContainer(container)) throw new PatchError(INVALID);
    container = getOrUndefined(container, decodePart(part)) ?? create(container, part, parts[index + 1] ?? '');
  }
  if (parts.length > 1 && !isContainer(container)) throw new PatchError(INVALID);
}

function getOrUndefined(container: Container, key: string): Node | undefined {
  try {
    return getValue(container, key);
  } catch (error) {
    if (error instanceof PatchError) return undefined;
    throw error;
  }
}

function create(container: Container, part: string, next: string): Node {
  const index = toIndex(part);
  if (index !== undefined && container.type === 'list') pad(container, index);
  const created = createFor(next);
  try {
    addValue(container, part, created);
  } catch (error) {
    // What cannot be added is noticed when it is not found.
    if (!(error instanceof PatchError)) throw error;
  }
  return created;
}

function createFor(next: string): Node {
  const index = next === '-' ? 0 : toIndex(next);
  if (index === undefined) return { type: 'map', fields: new Map() };
  if (index < -1)
    throw new PatchError(`Unable to ensure path for negative index other than -1: ${index}: invalid index referenced`);
  const list: ListNode = { type: 'list', items: [] };
  pad(list, index);
  return list;
}

function pad(list: ListNode, length: number): void {
  if (length - list.items.length > MAX_PADDING) throw new PatchError(`the list has no index ${length}`);
  while (list.items.length < length) list.items.push(KEPT_NULL);
}
