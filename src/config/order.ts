import type { FieldPath } from '../model/field-path.ts';

/**
 * Sorts by where the fields stand in the value, as people read the file. A field that is absent comes behind those that
 * are there; what is at the same place stays in its order.
 */
export function orderByPlace<Item extends { readonly path: FieldPath }>(items: readonly Item[], root: unknown): Item[] {
  const keys = new Map<object, ReadonlyMap<string, number>>();
  return items
    .map((item) => ({ item, place: placeOf(item.path, root, keys) }))
    .sort((a, b) => comparePlaces(a.place, b.place))
    .map(({ item }) => item);
}

/** For each step of the path, the how manieth child it is. */
function placeOf(path: FieldPath, root: unknown, keys: Map<object, ReadonlyMap<string, number>>): number[] {
  let value = root;
  return path.map((step) => {
    const parent = value;
    if (typeof parent !== 'object' || parent === null) return Number.POSITIVE_INFINITY;
    value = Object.hasOwn(parent, step) ? (parent as Record<string | number, unknown>)[step] : undefined;
    if (typeof step === 'number') return step;
    const known = keys.get(parent) ?? new Map(Object.keys(parent).map((key, index) => [key, index]));
    keys.set(parent, known);
    return known.get(step) ?? Number.POSITIVE_INFINITY;
  });
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  for (let depth = 0; depth < Math.min(a.length, b.length); depth++) {
    const [left = 0, right = 0] = [a[depth], b[depth]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
