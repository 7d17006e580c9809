import { fieldOf, isEmptyMap, isNull, type ListNode, type Node, requireType, textOf } from './node.ts';

/**
 * Puts an element into a list in place of those whose keys have these values, or at its end; without an element, deletes
 * them. Elements that are null or empty are deleted as well. A key without a value matches what the key before it does;
 * without any values, nothing is kept.
 *
 * Source: sigs.k8s.io/kustomize/kyaml yaml/fns.go, ElementSetter
 *
 * @param keys of mappings; one empty key for lists of scalars
 * @throws PatchError when an element is of another kind
 */
export function setElement(
  list: ListNode,
  element: Node | undefined,
  keys: readonly string[],
  values: readonly string[],
): void {
  const replacement = element === undefined ? [] : [element];
  let isFound = false;
  list.items = list.items.flatMap((item) => {
    if (!isMeant(item, keys, values)) return isKept(item, keys, values) ? [item] : [];
    isFound = true;
    return replacement;
  });
  if (!isFound && element !== undefined && !isNull(element)) list.items.push(element);
}

function isMeant(item: Node, keys: readonly string[], values: readonly string[]): boolean {
  if (isVoid(item) || isOfOtherType(item, keys, values) || values.length === 0) return false;
  return keys.slice(0, values.length).every((key, index) => hasValue(item, key, values[index] ?? ''));
}

/** Whether an element that is not meant stays. */
function isKept(item: Node, keys: readonly string[], values: readonly string[]): boolean {
  return !isVoid(item) && (values.length > 0 || isOfOtherType(item, keys, values));
}

function isVoid(item: Node): boolean {
  return isNull(item) || isEmptyMap(item);
}

function isOfOtherType(item: Node, keys: readonly string[], values: readonly string[]): boolean {
  return item.type !== 'map' && keys[0] !== '' && values[0] !== undefined && values[0] !== '';
}

/** No value means any, as long as the key is there. */
function hasValue(item: Node, key: string, value: string): boolean {
  if (key === '') {
    requireType(item, 'scalar');
    return textOf(item) === value;
  }
  requireType(item, 'map');
  const found = fieldOf(item, key);
  return found !== undefined && (value === '' || textOf(found) === value);
}
