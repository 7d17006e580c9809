import { type FieldPath, formatPath } from '../../model/field-path.ts';
import { isRecord } from '../../model/manifest.ts';
import { suggest } from '../../model/suggest.ts';
import type { SuiteProblem } from './suite.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the fields of an object and notes what is wrong with them. Null counts as absent, and a name that differs in the case of
 * letters only is the same name, as in Kyverno's CLI, which decodes with encoding/json.
 */
export class FieldReader {
  private readonly fields: ReadonlyMap<string, readonly [name: string, value: unknown]>;
  private readonly path: FieldPath;
  private readonly problems: SuiteProblem[];
  private readonly asked = new Set<string>();
  private readonly known: string[] = [];

  /** @param problems gets what is found */
  constructor(value: unknown, path: FieldPath, problems: SuiteProblem[]) {
    this.path = path;
    this.problems = problems;
    this.fields = new Map(
      Object.entries(this.toRecord(value, path) ?? {}).map(([name, field]) => [name.toLowerCase(), [name, field]]),
    );
  }

  /** The value as it stands there. */
  value(name: string): unknown {
    this.asked.add(name.toLowerCase());
    this.known.push(name);
    return this.fields.get(name.toLowerCase())?.[1] ?? undefined;
  }

  /** Empty when there is none. */
  text(name: string): string {
    return this.toText(this.value(name), this.pathOf(name)) ?? '';
  }

  /** Undefined when there is no list. */
  texts(name: string): readonly string[] | undefined {
    return this.list(name)?.map((item, index) => this.toText(item, [...this.pathOf(name), index]) ?? '');
  }

  flag(name: string): boolean {
    const value = this.value(name) ?? false;
    if (typeof value === 'boolean') return value;
    this.report(this.pathOf(name), 'expected true or false');
    return false;
  }

  /** Undefined when there is none. */
  record(name: string): Fields | undefined {
    return this.toRecord(this.value(name), this.pathOf(name));
  }

  /** Keys and texts, such as labels. */
  textRecord(name: string): Readonly<Record<string, string>> {
    const entries = Object.entries(this.record(name) ?? {});
    return Object.fromEntries(
      entries.map(([key, value]) => [key, this.toText(value, [...this.pathOf(name), key]) ?? '']),
    );
  }

  /** A reader for the object in a field; one without fields when there is none. */
  inner(name: string): FieldReader {
    return new FieldReader(this.value(name), this.pathOf(name), this.problems);
  }

  /** Readers for the objects of a list. */
  items(name: string): readonly FieldReader[] {
    const items = this.list(name) ?? [];
    return items.map((item, index) => new FieldReader(item, [...this.pathOf(name), index], this.problems));
  }

  /** Notes fields that nobody asked for. */
  refuseOthers(): void {
    for (const [key, [name]] of this.fields) {
      if (this.asked.has(key)) continue;
      const meant = suggest(name, this.known);
      this.report([...this.path, name], `unknown field${meant === undefined ? '' : `; did you mean ${meant}?`}`);
    }
  }

  /** Notes that a field, or an item of the list in it, is wrong. */
  refuse(name: string, message: string, item?: number): void {
    const path = this.pathOf(name);
    this.report(item === undefined ? path : [...path, item], message);
  }

  /** Path of the object: `results[2]`. */
  get place(): string {
    return formatPath(this.path);
  }

  private list(name: string): readonly unknown[] | undefined {
    const value = this.value(name);
    if (value === undefined || Array.isArray(value)) return value;
    this.report(this.pathOf(name), 'expected a list');
    return undefined;
  }

  private toText(value: unknown, path: FieldPath): string | undefined {
    if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.report(path, 'expected a text');
    return undefined;
  }

  private toRecord(value: unknown, path: FieldPath): Fields | undefined {
    if (value === undefined || value === null) return undefined;
    if (isRecord(value)) return value;
    this.report(path, 'expected an object');
    return undefined;
  }

  private pathOf(name: string): FieldPath {
    return [...this.path, this.fields.get(name.toLowerCase())?.[0] ?? name];
  }

  private report(path: FieldPath, message: string): void {
    this.problems.push({ path: formatPath(path), message });
  }
}

/** What a document says of its kind counts for nothing: old files say nothing, and Kyverno's CLI takes whatever new ones say. */
export function readKind(reader: FieldReader): void {
  for (const field of ['apiVersion', 'kind']) reader.text(field);
}
