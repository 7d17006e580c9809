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

/** What an expression names in an object. */
export interface Matches {
  /** Absent and null values are left out. */
  readonly found: readonly Match[];
  /** Values on the way that are neither absent nor of the type that the next step needs. */
  readonly mistyped: readonly Match[];
}

/** Finds all values that an expression names. */
export function matchPath(root: unknown, expression: string): Matches {
  const mistyped: Match[] = [];
  let matches: Match[] = [{ path: [], value: root }];
  for (const step of expression.split('.')) {
    const [, key = '', lists = ''] = STEP.exec(step) ?? [];
    matches = matches.flatMap((match) => {
      if (isRecord(match.value))
        return key === '*' ? members(match.path, match.value) : member(match.path, match.value, key);
      mistyped.push(match);
      return [];
    });
    for (let depth = lists.length / 3; depth > 0; depth--) {
      matches = matches.flatMap((match) => {
        if (Array.isArray(match.value)) return items(match.path, match.value);
        mistyped.push(match);
        return [];
      });
    }
  }
  return { found: matches, mistyped };
}

type Fields = Readonly<Record<string, unknown>>;

function member(path: FieldPath, value: Fields, key: string): Match[] {
  if (!Object.hasOwn(value, key) || value[key] == null) return [];
  return [{ path: [...path, key], value: value[key] }];
}

function members(path: FieldPath, value: Fields): Match[] {
  return Object.keys(value).flatMap((key) => member(path, value, key));
}

function items(path: FieldPath, value: readonly unknown[]): Match[] {
  return value.map((item, index) => ({ path: [...path, index], value: item })).filter((match) => match.value != null);
}
