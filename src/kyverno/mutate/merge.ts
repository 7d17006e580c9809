import { takeDirective } from './directive.ts';
import { mergeList } from './merge-list.ts';
import { type FieldSchema, type ObjectSchema, schemaOfKind } from './merge-schema.ts';
import { fieldOf, isKeptNull, isNull, KEPT_NULL, type MapNode, type Node, requireType, textOf } from './node.ts';

/**
 * Merges a patch into an object, as a strategic merge patch of kustomize: lists of built-in kinds by their keys, with new
 * elements in front; all other lists are replaced. Both are changed and may share parts afterwards.
 *
 * Source: sigs.k8s.io/kustomize/kyaml yaml/walk, yaml/merge2
 *
 * @param schema of this place; without one, nested objects that have a kind of their own are merged by it
 * @returns nothing when the patch deletes what is there
 * @throws PatchError
 */
export function mergeNodes(object: Node | undefined, patch: Node | undefined, schema?: FieldSchema): Node | undefined {
  const type = isNull(object) ? (isNull(patch) ? 'map' : patch?.type) : object?.type;
  if (type === undefined) return undefined;
  requireType(object, type);
  requireType(patch, type);
  if (type === 'scalar') return patch ?? object;
  if (type === 'list') return mergeLists(object, patch, schema);
  return mergeMaps(object, patch, schema?.object ?? schemaOf(object) ?? schemaOf(patch));
}

function schemaOf(node: Node | undefined): ObjectSchema | undefined {
  const kind = textOf(fieldOf(node, 'kind'));
  return kind === '' ? undefined : schemaOfKind(textOf(fieldOf(node, 'apiVersion')), kind);
}

function mergeMaps(
  object: Node | undefined,
  patch: Node | undefined,
  schema: ObjectSchema | undefined,
): Node | undefined {
  const target = chooseMap(object, patch);
  if (target?.type !== 'map') return target;
  for (const key of keysOf(target, patch)) {
    const before = target.fields.get(key);
    const merged = mergeNodes(before, fieldOf(patch, key), schema?.fields.get(key));
    if (merged === undefined || (isNull(merged) && !isKeptNull(merged))) target.fields.delete(key);
    else target.fields.set(key, isText(before) ? toText(merged) : merged);
  }
  return target;
}

/** What goes on to be merged with the patch: the object, or the patch itself where it replaces or adds. */
function chooseMap(object: Node | undefined, patch: Node | undefined): Node | undefined {
  if (isNull(object)) {
    if (patch === undefined) return object && KEPT_NULL;
    return hasDeletion(patch) ? undefined : patch;
  }
  if (patch !== undefined && isNull(patch)) return undefined;
  const directive = takeDirective(patch);
  if (directive === 'delete') return undefined;
  return directive === 'replace' ? patch : object;
}

/** Where the object has nothing, directives that do not exist are fields as others. */
function hasDeletion(patch: Node): boolean {
  const directive = textOf(fieldOf(patch, '$patch'));
  if (directive !== 'delete' && directive !== 'replace' && directive !== 'merge') return false;
  return takeDirective(patch) === 'delete';
}

function isText(node: Node | undefined): boolean {
  return node?.type === 'scalar' && typeof node.value === 'string';
}

/** Numbers and truths become texts in the place of a text, since kustomize keeps its quotes. */
function toText(node: Node): Node {
  return node.type === 'scalar' && node.value !== null ? { type: 'scalar', value: textOf(node) } : node;
}

function keysOf(target: MapNode, patch: Node | undefined): readonly string[] {
  const keys = new Set(target.fields.keys());
  if (patch?.type === 'map') for (const key of patch.fields.keys()) keys.add(key);
  return [...keys].sort();
}

function mergeLists(
  object: Node | undefined,
  patch: Node | undefined,
  schema: FieldSchema | undefined,
): Node | undefined {
  const list = schema?.list;
  if (list === undefined) return patch ?? object;
  return mergeList(object, patch, list.keys, (before, after) => mergeNodes(before, after, list.items));
}
