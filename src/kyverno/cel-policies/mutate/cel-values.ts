import { toJson } from '../../../cel/to-json.ts';
import { find, isMap, keysOf } from '../../../cel/values/map-value.ts';
import { ObjectValue } from '../../../cel/values/object-value.ts';
import { isRecord } from '../../../model/manifest.ts';
import type { PatchOperation } from './json-patch.ts';

/**
 * An `Object{…}` as JSON.
 *
 * @throws an error for what is none, and for types that do not fit the place that they stand in
 *
 * Source: k8s.io/apiserver pkg/cel/mutation/dynamic/objects.go, CheckTypeNamesMatchFieldPathNames
 */
export function toAppliedObject(value: unknown): Readonly<Record<string, unknown>> {
  if (!(value instanceof ObjectValue)) throw new Error('unsupported return type from ApplyConfiguration expression');
  checkTypes(value);
  const json = toJson(value);
  return isRecord(json) ? json : {};
}

/**
 * The steps of a list of `JSONPatch{…}`.
 *
 * @throws an error for what is no such list
 *
 * Source: k8s.io/apiserver pkg/admission/plugin/policy/mutating/patch/json_patch.go
 */
export function toPatchOperations(value: unknown): readonly PatchOperation[] {
  if (!Array.isArray(value)) throw new Error('type mismatch: JSONPatchType.expression should evaluate to array');
  return value.map((step) => {
    if (!(step instanceof ObjectValue) || step.type.name !== 'JSONPatch')
      throw new Error('type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch');
    const text = (field: string) => {
      const found = step.fields.get(field);
      return typeof found === 'string' ? found : '';
    };
    const patched = step.fields.get('value');
    if (patched instanceof ObjectValue) checkTypes(patched);
    return {
      op: text('op'),
      path: text('path'),
      ...(step.fields.has('from') ? { from: text('from') } : undefined),
      ...(patched === undefined ? undefined : { value: toJson(patched) }),
    };
  });
}

function checkTypes(value: ObjectValue): void {
  const mismatches = mismatchesIn(value, value.type.name);
  if (mismatches.length > 0) throw new Error(`type mismatch: ${mismatches.join('\n')}`);
}

/** Lists and maps have no types of their own: what is in them has the type of their place. */
function mismatchesIn(value: unknown, expected: string): readonly string[] {
  if (value instanceof ObjectValue) {
    const { name } = value.type;
    const own =
      name === expected
        ? []
        : [
            `unexpected type name "${name}", expected "${expected}", which matches field name path from root Object type`,
          ];
    return [...own, ...[...value.fields].flatMap(([field, inner]) => mismatchesIn(inner, `${expected}.${field}`))];
  }
  if (Array.isArray(value)) return value.flatMap((item) => mismatchesIn(item, expected));
  return isMap(value) ? keysOf(value).flatMap((key) => mismatchesIn(find(value, key), expected)) : [];
}
