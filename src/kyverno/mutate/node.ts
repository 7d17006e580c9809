import { isRecord } from '../../model/manifest.ts';
import { PatchError } from './outcome.ts';

/** A JSON value that can be changed where it stands. */
export type Node = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly type: 'map';
  readonly fields: Map<string, Node>;
}

export interface ListNode {
  readonly type: 'list';
  items: Node[];
}

export interface ScalarNode {
  readonly type: 'scalar';
  readonly value: Scalar;
  /**
   * Of a null that is meant: in a strategic merge one of the object that the patch does not speak of, since all others
   * remove their field; in a JSON patch one that an operation put there, so that it is something.
   */
  readonly isKept?: boolean;
}

export const KEPT_NULL: ScalarNode = { type: 'scalar', value: null, isKept: true };

export type Scalar = string | number | boolean | null;

const MAX_DEPTH = 1000;

/**
 * @param order of the keys of mappings: what goes wrong first decides what a patch answers, and Kyverno sorts those of patches
 * @throws PatchError when the value is nested too deeply
 */
export function toNode(value: unknown, order: 'sorted' | 'kept', depth = 0): Node {
  if (depth > MAX_DEPTH) throw new PatchError('the value is nested too deeply');
  if (Array.isArray(value)) return { type: 'list', items: value.map((item) => toNode(item, order, depth + 1)) };
  if (!isRecord(value)) return { type: 'scalar', value: isScalar(value) ? value : null };
  const keys = Object.keys(value);
  if (order === 'sorted') keys.sort();
  return { type: 'map', fields: new Map(keys.map((key) => [key, toNode(value[key], order, depth + 1)])) };
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

export function toJson(node: Node): unknown {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'list') return node.items.map(toJson);
  // An own field also where its name is `__proto__`.
  return Object.fromEntries([...node.fields].map(([key, child]) => [key, toJson(child)]));
}

/** A copy that shares nothing that can be changed. */
export function copyNode(node: Node): Node {
  if (node.type === 'scalar') return node;
  if (node.type === 'list') return { type: 'list', items: node.items.map(copyNode) };
  return { type: 'map', fields: new Map([...node.fields].map(([key, child]) => [key, copyNode(child)])) };
}

/** How many values there are in a value, itself included. */
export function countNodes(node: Node): number {
  if (node.type === 'scalar') return 1;
  const children = node.type === 'list' ? node.items : [...node.fields.values()];
  return children.reduce((sum, child) => sum + countNodes(child), 1);
}

/** Nothing, or null. */
export function isNull(node: Node | undefined): boolean {
  return node === undefined || (node.type === 'scalar' && node.value === null);
}

export function isEmptyMap(node: Node): boolean {
  return node.type === 'map' && node.fields.size === 0;
}

/** Nothing, null, or a mapping or list with nothing in it. */
export function isEmpty(node: Node | undefined): boolean {
  if (node === undefined || isNull(node) || isEmptyMap(node)) return true;
  return node.type === 'list' && node.items.length === 0;
}

export function fieldOf(node: Node | undefined, key: string): Node | undefined {
  return node?.type === 'map' ? node.fields.get(key) : undefined;
}

/** Whether a value is a null that is meant. */
export function isKeptNull(node: Node): boolean {
  return node.type === 'scalar' && node.isKept === true;
}

/** What elements of lists are told apart by: the text of a scalar, empty for what has none. */
export function textOf(node: Node | undefined): string {
  return node?.type === 'scalar' ? String(node.value) : '';
}

/** Kinds of values as kustomize calls them. */
const KIND_NAMES = { map: 'MappingNode', list: 'SequenceNode', scalar: 'ScalarNode' } as const;

/**
 * Refuses a value of another kind; null is of every kind.
 *
 * Source: sigs.k8s.io/kustomize/kyaml yaml/fns.go, ErrorIfInvalid
 *
 * @throws PatchError
 */
export function requireType(node: Node | undefined, type: Node['type']): void {
  if (node === undefined || isNull(node) || node.type === type) return;
  const kinds = `expected ${KIND_NAMES[type]} but got ${KIND_NAMES[node.type]}`;
  throw new PatchError(`wrong node kind: ${kinds}: node contents:\n${toFlow(node)}\n`);
}

/** YAML on one line, with keys in their order. */
export function toFlow(node: Node): string {
  if (node.type === 'scalar') return JSON.stringify(node.value);
  if (node.type === 'list') return `[${node.items.map(toFlow).join(', ')}]`;
  return `{${[...node.fields].map(([key, child]) => `${JSON.stringify(key)}: ${toFlow(child)}`).join(', ')}}`;
}
