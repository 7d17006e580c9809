import { isRecord } from '../../model/manifest.ts';
import { SetProblem } from './set-problem.ts';

/** A JSON object of which nothing is known yet. Keys are data: look with `field`, never with a dot, where a template may. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Readers of typed fields. What is absent or null is empty, as in Go; what has another type is a problem, since the API server
 * would refuse the ApplicationSet.
 *
 * @throws SetProblem
 */
export function fieldsOf(value: unknown, path: string): Fields {
  if (isAbsent(value)) return {};
  if (!isRecord(value)) throw new SetProblem(path, `has to be a mapping, got ${nameType(value)}`);
  return value;
}

export function listOf(value: unknown, path: string): readonly unknown[] {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) throw new SetProblem(path, `has to be a list, got ${nameType(value)}`);
  return value;
}

export function textOf(value: unknown, path: string): string {
  if (isAbsent(value)) return '';
  if (typeof value !== 'string') throw new SetProblem(path, `has to be a text, got ${nameType(value)}`);
  return value;
}

export function flagOf(value: unknown, path: string): boolean {
  if (isAbsent(value)) return false;
  if (typeof value !== 'boolean') throw new SetProblem(path, `has to be true or false, got ${nameType(value)}`);
  return value;
}

export function textsOf(value: unknown, path: string): readonly string[] {
  return listOf(value, path).map((item, index) => textOf(item, `${path}[${index}]`));
}

/** A mapping of texts: labels, `values`. */
export function textMapOf(value: unknown, path: string): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [key, item] of Object.entries(fieldsOf(value, path))) setField(texts, key, textOf(item, `${path}.${key}`));
  return texts;
}

/** An own field, never one of a prototype. */
export function field(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** Sets a field whose name comes from a repository: `__proto__` is one like any other. */
export function setField<Value>(target: Record<string, Value>, key: string, value: Value): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

/** A copy; spread syntax keeps `__proto__` as a field. */
export function copyFields(fields: Fields): Record<string, unknown> {
  return { ...fields };
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function nameType(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : typeof value;
}
