import { isRecord } from '../../model/manifest.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Merges a JSON merge patch (RFC 7386) into an object: null removes, lists are replaced.
 *
 * Source: github.com/evanphx/json-patch v5 merge.go, mergeDocs and pruneNulls, which also drops nulls from objects in
 * lists
 */
export function mergePatch(document: Fields, patch: Fields): Fields {
  const merged = new Map(Object.entries(document));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergeValue(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

function mergeValue(current: unknown, patch: unknown): unknown {
  if (!isRecord(current)) return withoutNulls(patch);
  return isRecord(patch) ? mergePatch(current, patch) : patch;
}

/** Nulls that are items of a list stay. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  return isRecord(value) ? mergePatch({}, value) : value;
}
