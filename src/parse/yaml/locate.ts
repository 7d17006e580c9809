import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { FieldPath } from '../../model/field-path.ts';
import { YamlError } from './construct.ts';
import { type ParsedYaml, parseYaml } from './read.ts';
import { keyToString, resolvePlain } from './scalars.ts';

/** Finds the line of a field, from 1 at the start of the text. */
export type Locator = (path: FieldPath) => number;

/**
 * Finds lines in a YAML or JSON document that was read before. For a field that is not there, the line of the nearest
 * field above it: where an author has to add it. Parses when first asked, for most documents are never asked.
 */
export function createLocator(text: string): Locator {
  let own: DocumentTree | undefined;
  return (path) => {
    if (text.length > SMALL) {
      own ??= readTree(text);
      return own.lineOf(path);
    }
    if (latest?.text !== text) latest = { text, tree: readTree(text) };
    return latest.tree.lineOf(path);
  };
}

/**
 * A tree takes several times the memory of its text. Questions about a small document come one after the other, so that the
 * tree of the one that was asked last is enough; a large one, such as a list of thousands, is asked now and then and keeps its own.
 */
const SMALL = 64 * 1024;
let latest: { readonly text: string; readonly tree: DocumentTree } | undefined;

function readTree(text: string): DocumentTree {
  try {
    return new DocumentTree(parseYaml(text));
  } catch (error) {
    // Only what js-yaml reads and JSON.parse read differently gets here: the document as a whole is the answer then.
    if (error instanceof YamlError) return new DocumentTree({ events: [], source: '' });
    throw error;
  }
}

/** Nodes of a parsed document, by the index of the event that opens each; the root is {@link ROOT}. */
export class DocumentTree {
  readonly events: readonly Event[];
  /** What the offsets of the events refer to. */
  readonly source: string;
  /** For each node: the index behind its last event. */
  private readonly ends: Int32Array;
  /** Where each node starts. An empty node has no place of its own; what stands before it is as near as it gets. */
  private readonly positions: Int32Array;
  /** Nodes by the anchors that name them, in the order of the text: a name may be given again. */
  private readonly anchors = new Map<string, number[]>();
  /** Offsets of all line feeds. */
  private readonly lineBreaks: readonly number[];
  /** Made when first asked for, and kept for long lists and mappings only: short ones are as fast to read again. */
  private readonly longLists = new Map<number, readonly number[]>();
  private readonly longMappings = new Map<number, Members>();

  constructor({ events, source }: ParsedYaml) {
    this.events = events;
    this.source = source;
    this.ends = matchPops(events);
    this.positions = findPositions(events);
    this.lineBreaks = findLineBreaks(source);
    events.forEach((event, index) => {
      if ('anchorStart' in event && event.anchorStart !== -1 && event.type !== EVENT_ID.ALIAS) {
        const name = this.source.slice(event.anchorStart, event.anchorEnd);
        const named = this.anchors.get(name);
        if (named === undefined) this.anchors.set(name, [index]);
        else named.push(index);
      }
    });
  }

  lineOf(path: FieldPath): number {
    let node = ROOT;
    let position = this.positionOf(node);
    for (const step of path) {
      const found = this.child(this.resolveAlias(node), step);
      if (found === undefined) break;
      ({ node } = found);
      position = found.position;
    }
    return 1 + countBelow(this.lineBreaks, position);
  }

  /** Nodes directly in a list, or keys and values of a mapping in turn. */
  children(node: number): readonly number[] {
    const end = (this.ends[node] ?? 0) - 1;
    const children: number[] = [];
    for (let child = node + 1; child < end; child = this.ends[child] ?? end) children.push(child);
    return children;
  }

  /** Name of a key as the reader makes it; nothing for a key that no JSON can have. */
  keyText(node: number): string | undefined {
    const event = this.events[node];
    if (event?.type !== EVENT_ID.SCALAR) return undefined;
    const text = getScalarValue(this.source, event);
    if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart !== -1) return text;
    const value = resolvePlain(text);
    return value === null ? undefined : keyToString(value, text);
  }

  private child(node: number, step: string | number): Child | undefined {
    const event = this.events[node];
    if (event?.type === EVENT_ID.SEQUENCE && typeof step === 'number') return this.item(node, step);
    if (event?.type === EVENT_ID.MAPPING && typeof step === 'string') return this.member(node, step);
    return undefined;
  }

  private item(sequence: number, index: number): Child | undefined {
    const node = this.items(sequence)[index];
    return node === undefined ? undefined : { node, position: this.positionOf(node) };
  }

  private items(sequence: number): readonly number[] {
    const known = this.longLists.get(sequence);
    if (known !== undefined) return known;
    const items = this.children(sequence);
    if (items.length > SHORT) this.longLists.set(sequence, items);
    return items;
  }

  /** The last pair with that key, as the reader lets the last win; merge keys count where they stand. */
  private member(mapping: number, name: string): Child | undefined {
    const { values, merges } = this.members(mapping);
    const own = values.get(name);
    for (let index = merges.length - 1; index >= 0; index--) {
      const merge = merges[index] as number;
      if (own !== undefined && own >= merge) break;
      const found = this.merged(merge, name);
      if (found !== undefined) return found;
    }
    // A key with a text is one event, the one before its value.
    return own === undefined ? undefined : { node: own, position: this.positionOf(own - 1) };
  }

  private members(mapping: number): Members {
    const known = this.longMappings.get(mapping);
    if (known !== undefined) return known;
    const values = new Map<string, number>();
    const merges: number[] = [];
    const children = this.children(mapping);
    for (let index = 0; index < children.length; index += 2) {
      const key = children[index] as number;
      const value = children[index + 1] as number;
      const text = this.keyText(key);
      if (text === '<<' && this.isPlain(key)) merges.push(value);
      if (text !== undefined) values.set(text, value);
    }
    const members = { values, merges };
    if (children.length > SHORT) this.longMappings.set(mapping, members);
    return members;
  }

  private merged(node: number, name: string): Child | undefined {
    const source = this.resolveAlias(node);
    if (this.events[source]?.type !== EVENT_ID.SEQUENCE) return this.child(source, name);
    for (const item of this.items(source)) {
      const found = this.child(this.resolveAlias(item), name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private isPlain(node: number): boolean {
    const event = this.events[node];
    return event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
  }

  private resolveAlias(node: number): number {
    const event = this.events[node];
    if (event?.type !== EVENT_ID.ALIAS) return node;
    const named = this.anchors.get(this.source.slice(event.anchorStart, event.anchorEnd)) ?? [];
    return named[countBelow(named, node) - 1] ?? node;
  }

  private positionOf(node: number): number {
    return this.positions[node] ?? 0;
  }
}

/** The node that is the whole document. */
export const ROOT = 1;

/** Children that are looked through faster than an index of them is kept. */
const SHORT = 16;

interface Child {
  readonly node: number;
  /** Where a reader looks for it: the key of a pair, the start of an item. */
  readonly position: number;
}

/** Pairs of a mapping. */
interface Members {
  /** The last value of each key. */
  readonly values: ReadonlyMap<string, number>;
  /** Values of merge keys, in the order of the text. */
  readonly merges: readonly number[];
}

function matchPops(events: readonly Event[]): Int32Array {
  const ends = new Int32Array(events.length);
  const open: number[] = [];
  events.forEach((event, index) => {
    if (event.type === EVENT_ID.POP) ends[open.pop() ?? 0] = index + 1;
    else if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) ends[index] = index + 1;
    else open.push(index);
  });
  return ends;
}

function findPositions(events: readonly Event[]): Int32Array {
  const positions = new Int32Array(events.length);
  let before = 0;
  events.forEach((event, index) => {
    const position = positionIn(event) ?? before;
    positions[index] = position;
    if (position > 0) before = position;
  });
  return positions;
}

/** Nothing for an empty scalar. */
function positionIn(event: Event): number | undefined {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart === -1 ? undefined : event.valueStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return 0;
  }
}

function findLineBreaks(text: string): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) offsets.push(at);
  return offsets;
}

/** How many of the numbers, which ascend, are below a limit. */
function countBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
