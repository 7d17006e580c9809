import type { FieldPath } from '../../model/field-path.ts';
import { isRecord } from '../../model/manifest.ts';

/** A value below an object, and its place. */
export interface Match {
  readonly path: FieldPath;
  readonly value: unknown;
}

/** Steps of an expression: a key, `*` for every member of an object, `[*]` for every item of a list. */
const STEP = /^([A-Za-z_][A-Za-z0-9_-]*|\*)((?:\[\*\])*)$/;

/** What is wrong with a path expression; nothing when it is `spec.template`, `spec.tasks[*].template`, `spec.*.pod`. */
export function pathExpressionError(expression: string): string | undefined {
  const bad = expression.split('.').find((step) => !STEP.test(step));
  return bad === undefined ? undefined : `"${bad}" is none of a field name, a field name with [*], or *`;
}

/** Values that an expression names. Absent and null ones are left out. */
export function matchPath(root: unknown, expression: string): Match[] {
  let matches: Match[] = [{ path: [], value: root }];
  for (const step of expression.split('.')) {
    const [, key = '', lists = ''] = STEP.exec(step) ?? [];
    matches = matches.flatMap((match) => (key === '*' ? members(match) : member(match, key)));
    for (let depth = lists.length / 3; depth > 0; depth--) matches = matches.flatMap(items);
  }
  return matches;
}

function member({ path, value }: Match, key: string): Match[] {
  if (!isRecord(value) || !Object.hasOwn(value, key) || value[key] == null) return [];
  return [{ path: [...path, key], value: value[key] }];
}

function members({ path, value }: Match): Match[] {
  if (!isRecord(value)) return [];
  return Object.keys(value)
    .filter((key) => value[key] != null)
    .map((key) => ({ path: [...path, key], value: value[key] }));
}

function items({ path, value }: Match): Match[] {
  if (!Array.isArray(value)) return [];
  return value.map((item, index) => ({ path: [...path, index], value: item })).filter((match) => match.value != null);
}
