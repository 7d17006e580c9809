import { isRecord } from '../../model/manifest.ts';
import { copyFields, type Fields, field, isAbsent, setField } from './fields.ts';
import { SetProblem } from './set-problem.ts';

/**
 * A strategic merge patch on an Application: mappings are merged, lists replaced, null removes.
 *
 * Source: k8s.io/apimachinery pkg/util/strategicpatch/patch.go; of Application's lists only finalizers merge
 * @throws SetProblem for what it refuses, and for directives other than `$patch`
 */
export function applyPatch(original: Fields, patch: Fields, path = ''): Fields {
  const directive = field(patch, '$patch');
  if (directive === 'replace') return withoutDirective(patch);
  if (directive === 'delete') return {};
  const merged = copyFields(original);
  for (const [key, value] of Object.entries(patch)) {
    const place = path === '' ? key : `${path}.${key}`;
    if (key === '$patch' && value === 'merge') continue;
    if (key.startsWith('$')) throw new SetProblem(place, 'this patch directive is not evaluated');
    if (value === null) delete merged[key];
    else setField(merged, key, patchValue(field(merged, key), value, place));
  }
  return merged;
}

function patchValue(before: unknown, value: unknown, path: string): unknown {
  if (isAbsent(before)) return withoutNulls(value);
  if (isRecord(before) && isRecord(value)) {
    requireKnown(path);
    return applyPatch(before, value, path);
  }
  if (!Array.isArray(before) || !Array.isArray(value)) return value;
  requireKnown(path);
  return path === 'metadata.finalizers' ? [...new Set([...before, ...value])] : value;
}

/** Inside `valuesObject` the patch has no schema to go by: Argo CD can set texts and numbers there, and nothing deeper. */
function requireKnown(path: string): void {
  if (/\.valuesObject\./.test(path)) {
    throw new SetProblem(path, 'Argo CD cannot patch what is inside of valuesObject');
  }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== null) setField(kept, key, withoutNulls(item));
  return kept;
}

function withoutDirective(patch: Fields): Fields {
  const { $patch: _, ...rest } = patch;
  return rest;
}
