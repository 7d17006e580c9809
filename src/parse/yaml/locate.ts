import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { FieldPath } from '../../model/field-path.ts';
import { countLineBreaks, YamlError } from './construct.ts';
import { type ParsedYaml, parseYaml } from './read.ts';
import { keyToString, resolvePlain } from './scalars.ts';

/** Finds the line of a field, from 1 at the start of the text. */
export type Locator = (path: FieldPath) => number;

/**
 * Finds lines in a YAML or JSON document that was read before. For a field that is not there, the line of the nearest
 * field above it: where an author has to add it. Parses when first asked, for most documents are never asked.
 */
export function createLocator(text: string): Locator {
  let tree: DocumentTree | undefined;
  return (path) => {
    tree ??= readTree(text);
    return tree.lineOf(path);
  };
}

function readTree(text: string): DocumentTree {
  try {
    return new DocumentTree(parseYaml(text));
  } catch (error) {
    // Only what js-yaml reads and JSON.parse read differently gets here: the document as a whole is the answer then.
    if (error instanceof YamlError) return new DocumentTree({ events: [], source: '' });
    throw error;
  }
}

class DocumentTree {
  private readonly events: readonly Event[];
  private readonly source: string;
  /** For the index of each event that opens a node: the index behind its last event. */
  private readonly ends: readonly number[];
  /** Nodes by the anchors that name them, in the order of the text: a name may be given again. */
  private readonly anchors = new Map<string, number[]>();

  constructor({ events, source }: ParsedYaml) {
    this.events = events;
    this.source = source;
    this.ends = matchPops(events);
    events.forEach((event, index) => {
      if ('anchorStart' in event && event.anchorStart !== -1 && event.type !== EVENT_ID.ALIAS) {
        const name = this.source.slice(event.anchorStart, event.anchorEnd);
        this.anchors.set(name, [...(this.anchors.get(name) ?? []), index]);
      }
    });
  }

  lineOf(path: FieldPath): number {
    let node = 1;
    let position = this.positionOf(node);
    for (const step of path) {
      const found = this.child(this.resolveAlias(node), step);
      if (found === undefined) break;
      ({ node } = found);
      position = found.position;
    }
    return 1 + countLineBreaks(this.source, position);
  }

  /** An empty node has no place of its own; what stands before it is as near as it gets. */
  private positionBefore(node: number): number {
    for (let before = node - 1; before > 0; before--) {
      const position = this.positionOf(before);
      if (position > 0) return position;
    }
    return 0;
  }

  private child(node: number, step: string | number): Child | undefined {
    const event = this.events[node];
    if (event?.type === EVENT_ID.SEQUENCE && typeof step === 'number') return this.item(node, step);
    if (event?.type === EVENT_ID.MAPPING && typeof step === 'string') return this.member(node, step);
    return undefined;
  }

  private item(sequence: number, index: number): Child | undefined {
    const end = (this.ends[sequence] ?? 0) - 1;
    let count = 0;
    for (let node = sequence + 1; node < end; node = this.ends[node] ?? end) {
      if (count++ === index) return { node, position: this.positionOf(node) };
    }
    return undefined;
  }

  /** The last pair with that key, as the reader lets the last win; merge keys count where they stand. */
  private member(mapping: number, name: string): Child | undefined {
    const end = (this.ends[mapping] ?? 0) - 1;
    let found: Child | undefined;
    for (let key = mapping + 1; key < end; ) {
      const value = this.ends[key] ?? end;
      const text = this.keyText(key);
      if (text === name) found = { node: value, position: this.positionOf(key) };
      else if (text === '<<' && this.isPlain(key)) found = this.merged(value, name) ?? found;
      key = this.ends[value] ?? end;
    }
    return found;
  }

  private merged(node: number, name: string): Child | undefined {
    const source = this.resolveAlias(node);
    if (this.events[source]?.type !== EVENT_ID.SEQUENCE) return this.child(source, name);
    const end = (this.ends[source] ?? 0) - 1;
    for (let item = source + 1; item < end; item = this.ends[item] ?? end) {
      const found = this.child(this.resolveAlias(item), name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private isPlain(node: number): boolean {
    const event = this.events[node];
    return event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
  }

  private keyText(node: number): string | undefined {
    const event = this.events[node];
    if (event?.type !== EVENT_ID.SCALAR) return undefined;
    const text = getScalarValue(this.source, event);
    if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart !== -1) return text;
    const value = resolvePlain(text);
    return value === null ? undefined : keyToString(value, text);
  }

  private resolveAlias(node: number): number {
    const event = this.events[node];
    if (event?.type !== EVENT_ID.ALIAS) return node;
    const named = this.anchors.get(this.source.slice(event.anchorStart, event.anchorEnd)) ?? [];
    return named.findLast((index) => index < node) ?? node;
  }

  private positionOf(node: number): number {
    const event = this.events[node];
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return event.valueStart === -1 ? this.positionBefore(node) : event.valueStart;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return event.start;
      case EVENT_ID.ALIAS:
        return event.anchorStart;
      default:
        return 0;
    }
  }
}

interface Child {
  readonly node: number;
  /** Where a reader looks for it: the key of a pair, the start of an item. */
  readonly position: number;
}

function matchPops(events: readonly Event[]): number[] {
  const ends: number[] = [];
  const open: number[] = [];
  events.forEach((event, index) => {
    if (event.type === EVENT_ID.POP) ends[open.pop() ?? 0] = index + 1;
    else if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) ends[index] = index + 1;
    else open.push(index);
  });
  return ends;
}
