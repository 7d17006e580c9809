import { RenderError } from '../../model/errors.ts';
import { isRecord } from '../../model/manifest.ts';

/** A field of an Application with its place, which is named when its type is wrong. What is not set, or null, is empty. */
export class Field {
  readonly place: string;
  private readonly value: unknown;

  constructor(place: string, value: unknown) {
    this.place = place;
    this.value = value ?? undefined;
  }

  /** Text that may have several lines. */
  text(): string {
    if (this.value === undefined) return '';
    if (typeof this.value !== 'string') return this.refuse('a string');
    refuseZeros(this.place, this.value);
    return this.value;
  }

  /** Text of one line: a name, a path, a version. */
  line(): string {
    const text = this.text();
    refuseLineBreaks(this.place, text);
    return text;
  }

  flag(): boolean {
    if (this.value === undefined) return false;
    return typeof this.value === 'boolean' ? this.value : this.refuse('true or false');
  }

  list<T>(read: (item: Field) => T): readonly T[] {
    if (this.value === undefined) return [];
    if (!Array.isArray(this.value)) return this.refuse('a list');
    return this.value.map((item, index) => read(new Field(`${this.place}[${index}]`, item)));
  }

  map(): Readonly<Record<string, unknown>> | undefined {
    if (this.value === undefined || isRecord(this.value)) return this.value;
    return this.refuse('a map');
  }

  /** A field of a map; empty where the map is not set. */
  at(name: string): Field {
    const map = this.map();
    return new Field(`${this.place}.${name}`, map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined);
  }

  private refuse(allowed: string): never {
    throw new RenderError(`${this.place}: got ${describe(this.value)}, allowed: ${allowed}`);
  }
}

/** @throws RenderError: no program can be given one as an argument */
export function refuseZeros(place: string, text: string): void {
  if (text.includes('\0')) throw new RenderError(`${place}: has a zero character`);
}

/** @throws RenderError: helm reads some arguments as CSV, of which only the first line counts */
export function refuseLineBreaks(place: string, text: string): void {
  refuseZeros(place, text);
  if (/[\r\n]/.test(text)) throw new RenderError(`${place}: has a line break`);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : JSON.stringify(value);
}
