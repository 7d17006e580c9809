import {
  CHOMPING_MODE,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
} from 'js-yaml';
import { YamlError } from './construct.ts';
import { beforeLineBreak, beforeLineBreaks, endOfMatch, indentUpTo, startOfLine } from './edit-text.ts';
import { DocumentTree } from './locate.ts';
import { type ParsedYaml, parseYaml } from './read.ts';

/** Why nothing is added: a sentence without a capital and a full stop. */
export class Refusal extends Error {}

/** A value of a mapping and its key. */
export interface Pair {
  readonly key: number;
  readonly node: number;
}

/** The nodes of a document, and where each starts and ends in its text. */
export class Nodes {
  private readonly tree: DocumentTree;
  /** What all offsets refer to. */
  readonly source: string;

  /** @throws Refusal for a document in which offsets cannot be relied on */
  constructor(text: string) {
    const parsed = parseAsItStands(text);
    this.tree = new DocumentTree(parsed);
    this.source = parsed.source;
  }

  event(node: number): Event | undefined {
    return this.tree.events[node];
  }

  isMapping(node: number, style: MappingEvent['style']): boolean {
    const event = this.event(node);
    return event?.type === EVENT_ID.MAPPING && event.style === style;
  }

  /** The last pair with that key, as the reader lets the last win. */
  pair(mapping: number, name: string): Pair | undefined {
    return this.pairs(mapping).findLast(({ key }) => this.tree.keyText(key) === name);
  }

  pairs(mapping: number): Pair[] {
    if (this.event(mapping)?.type !== EVENT_ID.MAPPING) return [];
    const children = this.tree.children(mapping);
    return children.flatMap((node, index) => (index % 2 === 0 ? [] : [{ key: children[index - 1] as number, node }]));
  }

  item(list: number, index: number): number | undefined {
    return this.tree.children(list)[index];
  }

  /** Where the lines of a mapping in block style start, from 0. */
  columnOf(mapping: number): number {
    const { start } = this.event(mapping) as MappingEvent;
    return start - startOfLine(this.source, start);
  }

  /** White space before a key that is the first on its line. */
  indentOfOwnLine(key: number): string | undefined {
    const event = this.event(key);
    if (event?.type !== EVENT_ID.SCALAR) return undefined;
    return indentUpTo(this.source, event.valueStart - (isQuoted(event) ? 1 : 0));
  }

  endOfPair({ key, node }: Pair): number {
    const end = this.endOf(node);
    if (end !== undefined) return end;
    const keyEnd = this.endOf(key) ?? 0;
    return endOfMatch(/\s*:/y, this.source, keyEnd) ?? keyEnd;
  }

  /** Behind the last character of a node; nothing when it has none. */
  endOf(node: number): number | undefined {
    const event = this.event(node);
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.endOfScalar(event);
      case EVENT_ID.ALIAS:
        return event.anchorEnd;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        const isInBrackets = event.style === COLLECTION_STYLE.FLOW && /[[{]/.test(this.source.charAt(event.start));
        const end = this.endOfChildren(node, isInBrackets ? event.start + 1 : event.start);
        return isInBrackets ? endOfMatch(REST_OF_FLOW, this.source, end) : end;
      }
      default:
        return undefined;
    }
  }

  private endOfChildren(node: number, start: number): number {
    const lastPair = this.pairs(node).at(-1);
    if (lastPair !== undefined) return this.endOfPair(lastPair);
    const items = this.tree.children(node);
    let dashes = 0;
    for (const item of items.toReversed()) {
      const end = this.endOf(item);
      if (end !== undefined) return this.behindDashes(end, dashes);
      dashes++;
    }
    return this.behindDashes(start, dashes);
  }

  /** Behind empty items, which are dashes and nothing else: they stand in block style only. */
  private behindDashes(start: number, count: number): number {
    let end = start;
    for (let dash = 0; dash < count; dash++) end = endOfMatch(NEXT_DASH, this.source, end) ?? end;
    return end;
  }

  private endOfScalar(event: ScalarEvent): number | undefined {
    if (event.valueStart === -1) {
      const end = Math.max(event.tagEnd, event.anchorEnd);
      return end === -1 ? undefined : end;
    }
    if (isQuoted(event)) return event.valueEnd + 1;
    return event.style === SCALAR_STYLE.PLAIN ? event.valueEnd : this.endOfBlockScalar(event);
  }

  /** The end of its last line that counts, before the line break. */
  private endOfBlockScalar({ valueEnd, chomping }: ScalarEvent): number {
    const end = beforeLineBreak(this.source, valueEnd);
    // kubectl and Argo CD read such a text with a line break at its end, Kustomize without.
    if (chomping !== CHOMPING_MODE.STRIP && end === valueEnd) {
      throw new Refusal('the file ends in a block of text without a line break, which would become part of the text');
    }
    return chomping === CHOMPING_MODE.KEEP ? end : beforeLineBreaks(this.source, end);
  }
}

/** What may stand between the last value in brackets and the closing one. */
const REST_OF_FLOW = /(?:[\s,:?]|#[^\r\n]*(?=[\r\n]))*[\]}]/y;
const NEXT_DASH = /(?:\s|#[^\r\n]*(?=[\r\n]))*-/y;

function parseAsItStands(text: string): ParsedYaml {
  try {
    const parsed = parseYaml(text);
    // Other line breaks become one that is as long, and what follows a document end is dropped: offsets stay what they are.
    if (text.replaceAll(/[\u0085\u2028\u2029]/g, '\r').startsWith(parsed.source)) return parsed;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new Refusal(`the object cannot be read as YAML: ${error.message}`);
  }
  throw new Refusal('text in brackets or quotes is indented less than the block around it');
}

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}
