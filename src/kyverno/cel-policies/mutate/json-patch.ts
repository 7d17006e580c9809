import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../../model/manifest.ts';

/** One step of a JSON patch. */
export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string | undefined;
  /** Undefined counts as null. */
  readonly value?: unknown;
}

/** Why a patch does not apply. */
export class PatchError extends Error {
  override name = 'PatchError';
}

/** That a `test` of a patch does not hold, so that nothing of it applies. */
class TestFailed extends PatchError {}

/**
 * A document after all steps of a JSON patch; the document itself where a `test` fails. Nothing is changed in place.
 *
 * @throws PatchError when a step does not apply
 *
 * Source: RFC 6902; gopkg.in/evanphx/json-patch.v4, which also takes negative indices, that count from the end, and replaces fields
 * that are not there
 */
export function applyJsonPatch(document: unknown, operations: readonly PatchOperation[]): unknown {
  const budget = { left: MAX_COPIED };
  try {
    return operations.reduce((current, operation) => applyOperation(current, operation, budget), document);
  } catch (error) {
    if (error instanceof TestFailed) return document;
    throw error;
  }
}

function applyOperation(document: unknown, operation: PatchOperation, budget: Budget): unknown {
  const { op, path, value = null } = operation;
  switch (op) {
    case 'add':
      return change(document, op, path, (parent, key) => insert(parent, key, value, path));
    case 'remove':
      return change(document, op, path, (parent, key) => remove(parent, key, path));
    case 'replace':
      if (path === '') return value;
      return change(document, op, path, (parent, key) => replace(parent, key, value, path));
    case 'move': {
      const { from = '' } = operation;
      const moved = read(document, op, from) ?? null;
      const without = change(document, op, from, (parent, key) => remove(parent, key, from));
      return change(without, op, path, (parent, key) => insert(parent, key, moved, path));
    }
    case 'copy': {
      const copied = read(document, op, operation.from ?? '') ?? null;
      spend(budget, copied);
      return change(document, op, path, (parent, key) => insert(parent, key, copied, path));
    }
    case 'test':
      if (!isDeepStrictEqual(read(document, op, path) ?? null, value))
        throw new TestFailed(`testing value ${path} failed: test failed`);
      return document;
    default:
      throw new PatchError(`Unexpected kind: ${op}`);
  }
}

/** Values that the copies of one patch may have, which would else double an object with every step. */
const MAX_COPIED = 1_000_000;

interface Budget {
  left: number;
}

/** @throws PatchError when there are more values in it than are left */
function spend(budget: Budget, value: unknown): void {
  const open: unknown[] = [value];
  while (open.length > 0) {
    if (--budget.left < 0) throw new PatchError('copy operation does not apply: too much would be copied');
    const next = open.pop();
    if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) open.push(inner);
  }
}

type Container = Readonly<Record<string, unknown>> | readonly unknown[];

/** A document in which the container that a path leads into is another. */
function change(
  document: unknown,
  op: string,
  path: string,
  make: (parent: Container, key: string) => Container,
): unknown {
  const tokens = tokensOf(path);
  const key = tokens.pop();
  const missing = () => new PatchError(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
  if (key === undefined) throw missing();
  const descend = (value: unknown, depth: number): unknown => {
    if (!isContainer(value)) throw missing();
    const token = tokens[depth];
    if (token === undefined) return make(value, key);
    if (!has(value, token)) throw missing();
    return set(value, token, descend(get(value, token), depth + 1));
  };
  return descend(document, 0);
}

/** The value at a path; nothing where only the last field of the path is missing. */
function read(document: unknown, op: string, path: string): unknown {
  const tokens = tokensOf(path);
  let value = document;
  for (const [index, token] of tokens.entries()) {
    const isMissing = !isContainer(value) || !has(value, token);
    if (isMissing && index === tokens.length - 1 && isRecord(value)) return undefined;
    if (isMissing)
      throw new PatchError(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
    value = get(value as Container, token);
  }
  return value;
}

/** Of a JSON pointer. Source: RFC 6901 */
function tokensOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isRecord(value);
}

function isList(value: Container): value is readonly unknown[] {
  return Array.isArray(value);
}

function has(container: Container, key: string): boolean {
  if (!isList(container)) return Object.hasOwn(container, key);
  const index = indexOf(key, container.length);
  return index !== undefined && index < container.length;
}

function get(container: Container, key: string): unknown {
  if (!isList(container)) return container[key];
  return container[indexOf(key, container.length) ?? container.length];
}

function set(container: Container, key: string, value: unknown): Container {
  if (!isList(container)) return withField(container, key, value);
  return container.with(indexOf(key, container.length) ?? 0, value);
}

function insert(container: Container, key: string, value: unknown, path: string): Container {
  if (!isList(container)) return withField(container, key, value);
  if (key === '-') return [...container, value];
  const index = indexOf(key, container.length + 1);
  if (index === undefined || index > container.length) throw wrongIndex('add', path, key);
  return container.toSpliced(index, 0, value);
}

/** A field that is not there is added; an item that is not there is an error. */
function replace(container: Container, key: string, value: unknown, path: string): Container {
  if (isList(container) && !has(container, key))
    throw new PatchError(`replace operation does not apply: doc is missing key: ${path}: missing value`);
  return set(container, key, value);
}

function remove(container: Container, key: string, path: string): Container {
  if (!isList(container)) {
    if (!Object.hasOwn(container, key))
      throw new PatchError(
        `error in remove for path: '${path}': Unable to remove nonexistent key: ${key}: missing value`,
      );
    return Object.fromEntries(Object.entries(container).filter(([name]) => name !== key));
  }
  const index = indexOf(key, container.length);
  if (index === undefined || index >= container.length) throw wrongIndex('remove', path, key);
  return container.toSpliced(index, 1);
}

function wrongIndex(op: string, path: string, key: string): PatchError {
  return new PatchError(
    `error in ${op} for path: '${path}': Unable to access invalid index: ${key}: invalid index referenced`,
  );
}

/** Also for a field that objects have by themselves, as `__proto__`. */
function withField(record: Readonly<Record<string, unknown>>, key: string, value: unknown): Container {
  return Object.fromEntries([...Object.entries(record), [key, value]]);
}

/** Nothing for what is no index of a list of this length or longer. */
function indexOf(key: string, length: number): number | undefined {
  if (!/^[-+]?\d{1,9}$/.test(key)) return undefined;
  const index = Number(key);
  if (index >= 0) return index;
  return index < -length ? undefined : index + length;
}
