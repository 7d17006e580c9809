import { Lazy } from '../lazy.ts';
import { CelError } from '../types.ts';
import { numberOf, WholeDouble } from './double.ts';
import { intOf, isInt } from './integer.ts';
import { Uint } from './uint.ts';

/** A key as entries are found by: numbers of all types that are equal are the same key. */
type Key = string | number | bigint | boolean;

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

/** A CEL map that an expression made. Maps in data are plain objects. */
export class CelMap {
  readonly #entries = new Map<Key, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  /** @throws CelError for what cannot be a key */
  set(key: unknown, value: unknown): void {
    const found = key instanceof WholeDouble ? undefined : keyOf(key);
    if (found === undefined) throw new CelError('unsupported key type');
    this.#entries.set(found, { key, value });
  }

  /** @throws CelError for a key that is there already, or cannot be one */
  add(key: unknown, value: unknown): void {
    if (this.get(key) !== undefined) throw new CelError(`insert failed: key ${String(key)} already exists`);
    this.set(key, value);
  }

  /** Nothing when there is no such key. */
  get(key: unknown): unknown {
    const found = keyOf(key);
    return found === undefined ? undefined : this.#entries.get(found)?.value;
  }

  entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }
}

/** A map of either kind. */
export type MapValue = CelMap | Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is MapValue {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof CelMap) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Nothing when there is no such key. Lazy values are worked out. */
export function find(map: MapValue, key: unknown): unknown {
  if (map instanceof CelMap) return map.get(key);
  return typeof key === 'string' ? field(map, key) : undefined;
}

/** As `find` does, of data. */
export function field(map: Readonly<Record<string, unknown>>, key: string): unknown {
  if (!Object.hasOwn(map, key)) return undefined;
  const value = map[key];
  return value instanceof Lazy ? value.get() : value;
}

export function sizeOfMap(map: MapValue): number {
  return map instanceof CelMap ? map.size : Object.keys(map).length;
}

export function keysOf(map: MapValue): unknown[] {
  return map instanceof CelMap ? Array.from(map.entries(), ({ key }) => key) : Object.keys(map);
}

function keyOf(value: unknown): Key | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (isInt(value)) return typeof value === 'number' && Number.isSafeInteger(value) ? value + 0 : intOf(BigInt(value));
  if (value instanceof Uint) return value.value <= Number.MAX_SAFE_INTEGER ? Number(value.value) : value.value;
  if (value instanceof WholeDouble) return keyOf(numberOf(value) + 0);
  return undefined;
}
