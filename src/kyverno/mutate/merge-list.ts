import { takeDirective } from './directive.ts';
import { fieldOf, isEmpty, isEmptyMap, isNull, type ListNode, type Node, requireType, textOf } from './node.ts';
import { PatchError } from './outcome.ts';
import { setElement } from './set-element.ts';

/** Merges an element of the object with one of the patch, either of which may be missing. */
type MergeElements = (before: Node | undefined, after: Node | undefined) => Node | undefined;

/** Every element is looked for in its list; lists that this takes too long for are refused. */
const MAX_LENGTH = 2000;

/**
 * Merges lists whose elements are told apart by keys, or by their value when there are no keys. What the patch has comes
 * first, in its order, then the rest of the object.
 *
 * Source: sigs.k8s.io/kustomize/kyaml yaml/walk/associative_sequence.go
 *
 * @param keys fields of the elements, of which some may be missing
 * @throws PatchError
 */
export function mergeList(
  object: Node | undefined,
  patch: Node | undefined,
  keys: readonly string[],
  merge: MergeElements,
): Node | undefined {
  const target = chooseList(object, patch);
  if (target === undefined) return undefined;
  const sources = [patch, target].filter((source) => source?.type === 'list');
  if (sources.some(({ items }) => items.length > MAX_LENGTH)) throw new PatchError('a list is too long to be merged');
  const identities = collectIdentities(sources, keys);
  if (identities.length === 0) return target;
  return mergeElements(target, patch, keys.length === 0 ? SCALAR : keys, identities, merge);
}

/** Key of elements that are told apart by their value. */
const SCALAR: readonly string[] = [''];

function chooseList(object: Node | undefined, patch: Node | undefined): ListNode | undefined {
  if (isNull(object)) return patch?.type === 'list' ? patch : undefined;
  if (patch !== undefined && isNull(patch)) return undefined;
  const directive = takeDirective(patch);
  if (directive === 'delete') return undefined;
  const chosen = directive === 'replace' ? patch : object;
  return chosen?.type === 'list' ? chosen : undefined;
}

/** Values of the keys of an element: what it is told apart by. Empty where it has no such field. */
type Identity = readonly string[];

function collectIdentities(sources: readonly ListNode[], keys: readonly string[]): readonly Identity[] {
  const identities = new Map<string, Identity>();
  for (const { items } of sources) {
    for (const item of items) {
      const identity = keys.length === 0 ? [textOf(item)] : keys.map((key) => identityOf(fieldOf(item, key)));
      identities.set(JSON.stringify(identity), identity);
    }
  }
  return keys.length > 1 ? unify([...identities.values()]) : [...identities.values()];
}

function identityOf(field: Node | undefined): string {
  return isEmpty(field) ? '' : textOf(field);
}

/** Makes identities equal of which one has fewer values than the other: a port without a protocol may be meant by one with. */
function unify(identities: Identity[]): readonly Identity[] {
  for (let first = 0; first < identities.length; first++) {
    // Kustomize goes on comparing with what the first was before.
    const identity = identities[first] ?? [];
    for (let second = 0; second < identities.length; second++) {
      const unified = combine(identity, identities[second] ?? []);
      if (unified === undefined) continue;
      identities[first] = unified;
      identities[second] = unified;
    }
  }
  return identities;
}

/** @returns nothing when they differ, or have no value in common */
function combine(a: Identity, b: Identity): Identity | undefined {
  const isCompatible = a.every((value, index) => value === b[index] || value === '' || b[index] === '');
  if (!isCompatible || !a.some((value, index) => value === b[index])) return undefined;
  return a.map((value, index) => value || (b[index] ?? ''));
}

function mergeElements(
  target: ListNode,
  patch: Node | undefined,
  keys: readonly string[],
  identities: readonly Identity[],
  merge: MergeElements,
): ListNode {
  const merged: ListNode = { type: 'list', items: [] };
  const used = usedKeys(keys, identities);
  for (const identity of identities) {
    const values = valuesOf(identity, keys, used);
    const own = usedKeys(used, [values]);
    const ownValues = valuesOf(values, used, own);
    const element = merge(findElement(target, own, ownValues), findElement(patch, own, ownValues));
    if (element === undefined || isNull(element) || isEmptyMap(element)) setElement(target, undefined, used, values);
    else {
      setMissingKeys(element, used, values);
      setElement(merged, element, used, values);
    }
  }
  appendElements(merged, target, used);
  return merged;
}

/** The part of an identity that belongs to some of its keys. */
function valuesOf(identity: Identity, keys: readonly string[], some: readonly string[]): Identity {
  return some.map((key) => identity[keys.indexOf(key)] ?? '');
}

/** Keys that some element has; all when none has any. */
function usedKeys(keys: readonly string[], identities: readonly Identity[]): readonly string[] {
  const used = keys.filter((_, index) => identities.some((identity) => identity[index] !== ''));
  return used.length === 0 ? keys : used;
}

function findElement(list: Node | undefined, keys: readonly string[], values: Identity): Node | undefined {
  if (list?.type !== 'list') return undefined;
  if (keys[0] === '') return list.items.find((item) => textOf(item) === values[0]);
  return list.items.find(
    (item) => item.type === 'map' && keys.every((key, index) => hasText(fieldOf(item, key), values[index] ?? '')),
  );
}

function hasText(field: Node | undefined, text: string): boolean {
  return field !== undefined && textOf(field) === text;
}

/** An identity may have got a value from another element that was taken for the same. */
function setMissingKeys(element: Node, keys: readonly string[], values: Identity): void {
  if (element.type !== 'map') return;
  for (const [index, key] of keys.entries()) {
    const value = values[index] ?? '';
    if (!element.fields.has(key) && value !== '') element.fields.set(key, { type: 'scalar', value });
  }
}

/**
 * Adds elements of the object that are not there yet; those that are take the place of what was merged, which are the same.
 * An element without the only key drops all others that are there, as in kustomize.
 */
function appendElements(merged: ListNode, target: ListNode, keys: readonly string[]): void {
  for (const item of [...target.items]) {
    if (keys[0] === '') {
      setElement(merged, item, [''], [textOf(item)]);
      continue;
    }
    requireType(item, 'map');
    const found = keys.map((key) => fieldOf(item, key));
    for (const field of found) if (field === undefined) merged.items.push(item);
    const values = found.filter((field) => field !== undefined).map(textOf);
    if (keys.length > 1) setElement(merged, undefined, keys, values);
    setElement(merged, item, keys, values);
  }
}
