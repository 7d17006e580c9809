import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../../model/manifest.ts';
import { DEFAULT_RULE, type MergeRule } from './merge-schema.ts';

/** Why an apply configuration cannot be merged. */
export class MergeError extends Error {
  override name = 'MergeError';
}

type Json = Readonly<Record<string, unknown>>;

/** Of keys that an item does not have; of all others the empty text. Source: k8s.io/api core/v1, markers `+default` */
const KEY_DEFAULTS: Json = { protocol: 'TCP' };

/**
 * An object after an apply configuration: objects are merged field by field, lists item by item where their items have keys.
 *
 * @throws MergeError when items are no objects, or have the same keys
 *
 * Source: sigs.k8s.io/structured-merge-diff typed/merge.go
 */
export function mergeStructurally(live: unknown, patch: unknown, rule: MergeRule): unknown {
  if (patch === undefined) return live;
  if (isRecord(patch) && isRecord(live) && !rule.isAtomic) return mergeObjects(live, patch, rule);
  if (Array.isArray(patch) && rule.keys !== undefined && (live === undefined || live === null || Array.isArray(live)))
    return mergeLists(live ?? [], patch, rule.keys, rule.item ?? DEFAULT_RULE);
  const isEmpty = patch === null && (isRecord(live) || Array.isArray(live)) && !rule.isAtomic;
  return isEmpty ? live : patch;
}

function mergeObjects(live: Json, patch: Json, rule: MergeRule): Json {
  const merged = new Map(Object.entries(live));
  for (const [field, value] of Object.entries(patch))
    merged.set(field, mergeStructurally(merged.get(field), value, ruleOfField(rule, field)));
  return Object.fromEntries(merged);
}

function ruleOfField({ fields }: MergeRule, field: string): MergeRule {
  return fields !== undefined && Object.hasOwn(fields, field) ? (fields[field] ?? DEFAULT_RULE) : DEFAULT_RULE;
}

/** The order is that of the patch; items that it does not name stay where they are between those. */
function mergeLists(
  live: readonly unknown[],
  patch: readonly unknown[],
  keys: readonly string[],
  item: MergeRule,
): readonly unknown[] {
  const liveKeys = live.map((value) => keyOf(value, keys));
  const patchKeys = patch.map((value) => keyOf(value, keys));
  const inPatch = new Set(patchKeys);
  if (inPatch.size < patchKeys.length) throw new MergeError(`duplicate entries for key [${patchKeys.join(', ')}]`);
  const inLive = new Map(liveKeys.map((key, index) => [key, live[index]]));
  const mergedItem = (index: number) => mergeStructurally(inLive.get(patchKeys[index] ?? ''), patch[index], item);
  const shared = patchKeys.filter((key) => inLive.has(key));
  return interleave(live, liveKeys, patchKeys, shared, mergedItem);
}

function interleave(
  live: readonly unknown[],
  liveKeys: readonly string[],
  patchKeys: readonly string[],
  shared: readonly string[],
  mergedItem: (index: number) => unknown,
): readonly unknown[] {
  const inPatch = new Set(patchKeys);
  const done = new Set<string>();
  const merged: unknown[] = [];
  let next = 0;
  let at = 0;
  const takeFromPatch = () => {
    const key = patchKeys[at] ?? '';
    merged.push(mergedItem(at++));
    done.add(key);
    if (shared[next] === key) next++;
  };
  for (const [index, key] of liveKeys.entries()) {
    if (!inPatch.has(key)) {
      merged.push(live[index]);
      continue;
    }
    // Items of the patch up to this one come first, unless it is out of order and has been or will be taken with the others.
    if (done.has(key) || shared[next] !== key) continue;
    while (!done.has(key)) takeFromPatch();
  }
  while (at < patchKeys.length) takeFromPatch();
  return merged;
}

/** Text that tells an item from others. */
function keyOf(value: unknown, keys: readonly string[]): string {
  if (keys.length === 0) return JSON.stringify(value) ?? '';
  if (!isRecord(value)) throw new MergeError('items of a list with keys must be objects');
  return JSON.stringify(keys.map((name) => value[name] ?? KEY_DEFAULTS[name] ?? ''));
}

/**
 * Paths of a patch at which lists or objects would be replaced as a whole, which apply configurations must not do.
 *
 * Source: k8s.io/apiserver pkg/admission/plugin/policy/mutating/patch/smd.go
 */
export function findAtomics(patch: unknown, rule: MergeRule, path = ''): readonly string[] {
  if (Array.isArray(patch)) {
    const own = rule.keys === undefined ? [path] : [];
    return [
      ...own,
      ...patch.flatMap((value, index) => findAtomics(value, rule.item ?? DEFAULT_RULE, `${path}[${index}]`)),
    ];
  }
  if (!isRecord(patch)) return [];
  const own = rule.isAtomic ? [path] : [];
  return [
    ...own,
    ...Object.entries(patch).flatMap(([field, value]) =>
      findAtomics(value, ruleOfField(rule, field), `${path}.${field}`),
    ),
  ];
}

/**
 * The first value of a patch that stands where a text has to, and is none: its path, and what it is.
 *
 * Source: sigs.k8s.io/structured-merge-diff typed/validate.go
 */
export function findNonText(patch: unknown, rule: MergeRule, path = ''): string | undefined {
  if (Array.isArray(patch)) {
    const item = rule.item ?? DEFAULT_RULE;
    return patch
      .map((value, index) => findNonText(value, item, `${path}[${index}]`))
      .find((found) => found !== undefined);
  }
  if (!isRecord(patch)) return undefined;
  for (const [field, value] of Object.entries(patch)) {
    const at = `${path}.${field}`;
    if (rule.hasTexts && typeof value !== 'string') return `${at}: expected string, got ${JSON.stringify(value)}`;
    const found = findNonText(value, ruleOfField(rule, field), at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a merge made something else of an object. */
export function isChanged(before: unknown, after: unknown): boolean {
  return !isDeepStrictEqual(before, after);
}
