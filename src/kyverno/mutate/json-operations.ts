import { isDeepStrictEqual } from 'node:util';
import {
  addValue,
  type Container,
  decodePart,
  getValue,
  INVALID,
  isContainer,
  MISSING,
  removeValue,
  setValue,
} from './json-container.ts';
import type { Operation } from './json-operation-list.ts';
import { ensurePath } from './json-path.ts';
import { copyNode, countNodes, KEPT_NULL, type Node, toJson, toNode } from './node.ts';
import { PatchError } from './outcome.ts';

/** A document that operations change one after the other. */
export interface JsonDocument {
  root: Node;
  /** Values that may still be copied, so that copies of copies come to an end. */
  budget: number;
}

/**
 * Applies one operation.
 *
 * Source: github.com/evanphx/json-patch/v5 patch.go
 *
 * @throws PatchError when it does not apply
 */
export function applyOperation(document: JsonDocument, operation: Operation): void {
  HANDLERS[operation.op](document, operation);
}

const HANDLERS: Readonly<Record<Operation['op'], (document: JsonDocument, operation: Operation) => void>> = {
  add,
  remove,
  replace,
  move,
  copy,
  test,
};

function add(document: JsonDocument, { path, value }: Operation): void {
  if (path === '') {
    document.root = toRoot(value);
    return;
  }
  ensurePath(document.root, path);
  const target = find(document, path);
  if (target === undefined) throw missing(`add operation does not apply: doc is missing path: "${path}"`);
  within(`error in add for path: '${path}'`, () => addValue(target.container, target.key, toValue(value)));
}

function toValue(value: unknown): Node {
  return value === null ? KEPT_NULL : toNode(value, 'kept');
}

function toRoot(value: unknown): Node {
  const root = toNode(value, 'kept');
  if (!isContainer(root)) throw new PatchError('invalid value, expected object');
  return root;
}

function remove(document: JsonDocument, { path }: Operation): void {
  const target = find(document, path);
  if (target === undefined) return;
  within(`error in remove for path: '${path}'`, () => removeValue(target.container, target.key));
}

function replace(document: JsonDocument, { path, value }: Operation): void {
  if (path === '') {
    const root = toNode(value, 'kept');
    if (!isContainer(root)) throw new PatchError('replace operation value must be object or array: %!w(<nil>)');
    document.root = root;
    return;
  }
  const target = find(document, path);
  if (target === undefined) throw missing(`replace operation does not apply: doc is missing path: ${path}`);
  if (!exists(target)) throw missing(`replace operation does not apply: doc is missing key: ${path}`);
  within(`error in remove for path: '${path}'`, () => setValue(target.container, target.key, toValue(value)));
}

function exists({ container, key }: Target): boolean {
  try {
    getValue(container, key);
    return true;
  } catch (error) {
    if (error instanceof PatchError) return false;
    throw error;
  }
}

function move(document: JsonDocument, { from, path }: Operation): void {
  if (from === '') throw new PatchError(`unable to move entire document to another path: ${INVALID}`);
  const source = find(document, from);
  if (source === undefined) throw missing(`move operation does not apply: doc is missing from path: ${from}`);
  const value = within(`error in move for path: '${source.key}'`, () => {
    const found = getValue(source.container, source.key);
    removeValue(source.container, source.key);
    return found;
  });
  const target = find(document, path);
  if (target === undefined) throw missing(`move operation does not apply: doc is missing destination path: ${path}`);
  within(`error in move for path: '${path}'`, () => addValue(target.container, target.key, value ?? NULL));
}

function copy(document: JsonDocument, { from, path }: Operation): void {
  const value = from === '' ? document.root : readSource(document, from);
  const target = find(document, path);
  if (target === undefined) throw missing(`copy operation does not apply: doc is missing destination path: ${path}`);
  document.budget -= countNodes(value);
  if (document.budget < 0) throw new PatchError('the patch copies too much');
  within('error while adding value during copy', () => addValue(target.container, target.key, copyNode(value)));
}

function readSource(document: JsonDocument, from: string): Node {
  const source = find(document, from);
  if (source === undefined) throw missing(`copy operation does not apply: doc is missing from path: "${from}"`);
  return within(`error in copy for from: '${from}'`, () => getValue(source.container, source.key)) ?? NULL;
}

function test(document: JsonDocument, { path, value }: Operation): void {
  const failed = new PatchError(`testing value ${path} failed: test failed`);
  const wanted = value === undefined ? null : value;
  if (path === '') {
    if (!isDeepStrictEqual(toJson(document.root), wanted)) throw failed;
    return;
  }
  const target = find(document, path);
  if (target === undefined) throw missing(`test operation does not apply: is missing path: ${path}`);
  const { container, key } = target;
  // What is missing is null.
  const isMissing = container.type === 'map' && !container.fields.has(key);
  const found = isMissing ? undefined : within(`error in test for path: '${path}'`, () => getValue(container, key));
  const isSame = found === undefined ? wanted === null : wanted !== null && isDeepStrictEqual(toJson(found), wanted);
  if (!isSame) throw failed;
}

const NULL: Node = { type: 'scalar', value: null };

/** Something in a document, which may be missing there. */
interface Target {
  readonly container: Container;
  readonly key: string;
}

/** @returns nothing when there is no mapping or list that could hold it */
function find(document: JsonDocument, path: string): Target | undefined {
  const parts = path.split('/').map(decodePart);
  const key = parts.length > 1 ? parts.at(-1) : path === '' ? '' : undefined;
  if (key === undefined) return undefined;
  let container: Node | undefined = document.root;
  for (const part of parts.slice(1, -1)) {
    if (!isContainer(container)) return undefined;
    container = step(container, part);
  }
  return isContainer(container) ? { container, key } : undefined;
}

function step(container: Container, part: string): Node | undefined {
  return exists({ container, key: part }) ? getValue(container, part) : undefined;
}

function missing(message: string): PatchError {
  return new PatchError(`${message}: ${MISSING}`);
}

/** Says what was being done when something goes wrong. */
function within<Value>(what: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof PatchError) throw new PatchError(`${what}: ${error.message}`);
    throw error;
  }
}
