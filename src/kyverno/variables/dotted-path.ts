import { VariableError } from './errors.ts';
import { isMap, setField } from './jmespath/evaluation.ts';

/**
 * The parts of a dotted name: `request.operation`; parts with dots are quoted.
 *
 * Source: kyverno pkg/engine/context/context.go, AddVariable, which reads the name as CSV
 *
 * @throws VariableError for quotes that do not enclose a part
 */
export function splitDottedName(name: string): readonly string[] {
  if (!name.includes('"')) return name.split('.');
  const parts: string[] = [];
  const part = /(?:"((?:[^"]|"")*)"|([^".]*))(?:\.|$)/y;
  while (part.lastIndex < name.length) {
    const match = part.exec(name);
    if (match === null) throw new VariableError(`parse error on name ${JSON.stringify(name)}: bare " in part`);
    parts.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  }
  return parts;
}

/** The value with another set at a path. Maps are merged, anything else is replaced; nothing is changed in place. */
export function mergeAtPath(target: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return mergeMaps(target, value);
  const map: Record<string, unknown> = isMap(target) ? { ...target } : {};
  setField(map, name, mergeAtPath(Object.hasOwn(map, name) ? map[name] : undefined, rest, value));
  return map;
}

function mergeMaps(target: unknown, value: unknown): unknown {
  if (!isMap(target) || !isMap(value)) return value;
  const merged: Record<string, unknown> = { ...target };
  for (const [key, child] of Object.entries(value))
    setField(merged, key, mergeMaps(Object.hasOwn(merged, key) ? merged[key] : undefined, child));
  return merged;
}
