import { isKeptNull, isNull, type ListNode, type MapNode, type Node } from './node.ts';
import { PatchError } from './outcome.ts';

/*
 * Reading and changing mappings and lists by the parts of a JSON pointer. Errors are in the words of
 * github.com/evanphx/json-patch/v5 patch.go.
 */

export type Container = MapNode | ListNode;

export const MISSING = 'missing value';
export const INVALID = 'invalid state detected';
const INVALID_INDEX = 'invalid index referenced';

export function isContainer(node: Node | undefined): node is Container {
  return node !== undefined && node.type !== 'scalar';
}

/**
 * @returns nothing for a null that no operation put there
 * @throws PatchError when there is nothing
 */
export function getValue(container: Container, key: string): Node | undefined {
  if (container.type === 'list') return notNull(container.items[findIndex(container, key)]);
  const value = container.fields.get(key);
  if (value === undefined) throw new PatchError(`unable to get nonexistent key: ${key}: ${MISSING}`);
  return notNull(value);
}

function notNull(node: Node | undefined): Node | undefined {
  return node === undefined || (isNull(node) && !isKeptNull(node)) ? undefined : node;
}

/** @throws PatchError for an index that is none */
export function setValue(container: Container, key: string, value: Node): void {
  if (container.type === 'map') container.fields.set(key, value);
  else container.items[findIndex(container, key)] = value;
}

/** @throws PatchError for an index that is none */
export function addValue(container: Container, key: string, value: Node): void {
  if (container.type === 'map') container.fields.set(key, value);
  else if (key === '-') container.items.push(value);
  else container.items.splice(findPlace(container, key), 0, value);
}

/** Removes what is there. @throws PatchError for an index that is no number */
export function removeValue(container: Container, key: string): void {
  if (container.type === 'map') {
    container.fields.delete(key);
    return;
  }
  const index = parseIndex(key);
  const { length } = container.items;
  if (index < length && index >= -length) container.items.splice(index < 0 ? index + length : index, 1);
}

function findIndex({ items }: ListNode, key: string): number {
  const index = parseIndex(key);
  if (index >= items.length || index < -items.length) throw badIndex(index);
  return index < 0 ? index + items.length : index;
}

/** Where something can be put in, the end included. */
function findPlace({ items }: ListNode, key: string): number {
  const index = toIndex(key);
  if (index === undefined) throw new PatchError(`value was not a proper array index: '${key}': ${badNumber(key)}`);
  const places = items.length + 1;
  if (index >= places || index < -places) throw badIndex(index);
  return index < 0 ? index + places : index;
}

function badIndex(index: number): PatchError {
  return new PatchError(`Unable to access invalid index: ${index}: ${INVALID_INDEX}`);
}

function parseIndex(key: string): number {
  const index = toIndex(key);
  if (index === undefined) throw new PatchError(badNumber(key));
  return index;
}

function badNumber(key: string): string {
  return `strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`;
}

/** Go's Atoi. */
export function toIndex(key: string): number | undefined {
  return /^[+-]?\d+$/.test(key) ? Number(key) : undefined;
}

/** A part of a JSON pointer without its escapes. */
export function decodePart(part: string): string {
  return part.replaceAll(/~[01]/g, (each) => (each === '~1' ? '/' : '~'));
}
