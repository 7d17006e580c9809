import {
  CHOMPING_MODE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { keyToString, resolvePlain, resolveTagged } from './scalars.ts';

/** A YAML document that Kubernetes' reader would refuse. */
export class YamlError extends Error {
  override name = 'YamlError';
  /** Line breaks between the start of the text and what is wrong with it. */
  readonly line: number;

  constructor(message: string, source: string, offset: number) {
    super(message);
    this.line = countLineBreaks(source, offset);
  }
}

/** Line feeds before an offset. Other breaks do not count: editors do not count them either. */
export function countLineBreaks(text: string, offset: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * Makes plain JSON values of the events of a document, as go-yaml v2 and sigs.k8s.io/yaml would: repeated keys and merge
 * keys take effect in the order of the text (the last wins, also a merge after a key), keys become strings, NaN and
 * infinity are refused. Objects may be shared where the text has aliases: treat them as immutable.
 *
 * js-yaml's own constructor lets explicit keys win over merged ones wherever they stand, and cannot bound what aliases
 * expand to; its parser is used as it is.
 *
 * @param events of one text; only its first document is read, as by go-yaml's Unmarshal
 * @throws YamlError
 */
export function constructDocument(events: readonly Event[], source: string): unknown {
  return new Constructor(events, source).document();
}

type Mapping = Record<string, unknown>;

interface Anchor {
  value: unknown;
  /** Nodes below it, itself included; undefined while it is being read. */
  nodes: number | undefined;
}

class Constructor {
  private index = 0;
  private nodes = 0;
  private aliasNodes = 0;
  private readonly anchors = new Map<string, Anchor>();
  private tagHandles: ReadonlyMap<string, string> = new Map();

  private readonly events: readonly Event[];
  private readonly source: string;

  constructor(events: readonly Event[], source: string) {
    this.events = events;
    this.source = source;
  }

  document(): unknown {
    const start = this.events[this.index++];
    if (start?.type !== EVENT_ID.DOCUMENT) return null;
    this.tagHandles = new Map(
      start.directives.flatMap((directive) => (directive.kind === 'tag' ? [[directive.handle, directive.prefix]] : [])),
    );
    return this.events[this.index]?.type === EVENT_ID.POP ? null : this.node();
  }

  private node(): unknown {
    const event = this.events[this.index++] as Event;
    this.nodes++;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.scalar(event);
      case EVENT_ID.MAPPING:
        return this.collection(event, () => this.mapping());
      case EVENT_ID.SEQUENCE:
        return this.collection(event, () => this.sequence());
      case EVENT_ID.ALIAS:
        return this.alias(event.anchorStart, event.anchorEnd);
      default:
        throw new YamlError('a document ends where a value is expected', this.source, 0);
    }
  }

  private scalar(event: ScalarEvent): unknown {
    const value = this.resolve(event, readScalar(this.source, event));
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new YamlError('JSON has no value for .nan and .inf', this.source, positionOf(event));
    }
    if (event.anchorStart !== -1) this.anchors.set(this.text(event.anchorStart, event.anchorEnd), { value, nodes: 1 });
    return value;
  }

  private resolve(event: ScalarEvent, text: string): string | number | boolean | null {
    const tag = event.tagStart === -1 ? '' : this.text(event.tagStart, event.tagEnd);
    // The non-specific tag `!` keeps the text as it is.
    if (tag === '!') return text;
    if (tag === '') return event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text;
    return this.guard(event, () => resolveTagged(this.expandTag(tag), text));
  }

  /** Reads a collection; its anchor counts as unfinished meanwhile, so that it cannot contain itself. */
  private collection(event: MappingEvent | SequenceEvent, read: () => unknown): unknown {
    if (event.anchorStart === -1) return read();
    const anchor: Anchor = { value: undefined, nodes: undefined };
    this.anchors.set(this.text(event.anchorStart, event.anchorEnd), anchor);
    const before = this.nodes;
    anchor.value = read();
    anchor.nodes = this.nodes - before + 1;
    return anchor.value;
  }

  private sequence(): unknown[] {
    const items: unknown[] = [];
    while (this.events[this.index]?.type !== EVENT_ID.POP) items.push(this.node());
    this.index++;
    return items;
  }

  private mapping(): Mapping {
    const mapping: Mapping = {};
    for (;;) {
      const event = this.events[this.index] as Event;
      if (event.type === EVENT_ID.POP) break;
      if (this.isMerge(event)) {
        this.index++;
        this.merge(mapping, event);
      } else {
        const key = this.key(event);
        set(mapping, key, this.node());
      }
    }
    this.index++;
    return mapping;
  }

  private key(event: Event): string {
    if (event.type === EVENT_ID.SCALAR) {
      this.index++;
      this.nodes++;
      const text = readScalar(this.source, event);
      const value = this.resolve(event, text);
      if (event.anchorStart !== -1)
        this.anchors.set(this.text(event.anchorStart, event.anchorEnd), { value, nodes: 1 });
      if (typeof value === 'string') return value;
      // An empty key has no place of its own; its value stands on the same line.
      const place = event.valueStart === -1 ? (this.events[this.index] ?? event) : event;
      return this.guard(place, () => keyToString(value, text));
    }
    const value = this.node();
    if (value !== null && typeof value === 'object') {
      throw new YamlError(COMPLEX_KEY, this.source, positionOf(event));
    }
    return this.guard(event, () => keyToString(value as string | number | boolean | null, String(value)));
  }

  private isMerge(event: Event): event is ScalarEvent {
    if (event.type !== EVENT_ID.SCALAR || event.valueEnd - event.valueStart > 4) return false;
    if (getScalarValue(this.source, event) !== '<<') return false;
    if (event.tagStart === -1) return event.style === SCALAR_STYLE.PLAIN;
    // The non-specific tag makes a merge key of quoted text as well.
    const tag = this.expandTag(this.text(event.tagStart, event.tagEnd));
    return tag === '!' || tag === 'tag:yaml.org,2002:merge';
  }

  /** Takes over the pairs of a mapping, or of a list of mappings of which earlier ones win over later ones. */
  private merge(target: Mapping, at: ScalarEvent): void {
    const isAlias = this.events[this.index]?.type === EVENT_ID.ALIAS;
    const value = this.node();
    if (isAlias && Array.isArray(value)) throw new YamlError(MERGE_SOURCE, this.source, positionOf(at));
    const sources = Array.isArray(value) ? value.toReversed() : [value];
    for (const source of sources) {
      if (source === null || typeof source !== 'object' || Array.isArray(source)) {
        throw new YamlError(MERGE_SOURCE, this.source, positionOf(at));
      }
      for (const key of Object.keys(source)) set(target, key, (source as Mapping)[key]);
    }
  }

  private alias(start: number, end: number): unknown {
    const name = this.text(start, end);
    const anchor = this.anchors.get(name);
    if (anchor === undefined) throw new YamlError(`unknown anchor '${name}' referenced`, this.source, start);
    if (anchor.nodes === undefined) throw new YamlError(`anchor '${name}' value contains itself`, this.source, start);
    this.nodes += anchor.nodes;
    this.aliasNodes += anchor.nodes;
    if (isExcessive(this.aliasNodes, this.nodes))
      throw new YamlError('document contains excessive aliasing', this.source, start);
    return anchor.value;
  }

  private expandTag(tag: string): string {
    if (tag.startsWith('!<')) return tag.slice(2, -1);
    const end = tag.indexOf('!', 1);
    const handle = end === -1 ? '!' : tag.slice(0, end + 1);
    const prefix = this.tagHandles.get(handle) ?? (handle === '!!' ? 'tag:yaml.org,2002:' : handle);
    return prefix + tag.slice(handle.length);
  }

  private text(start: number, end: number): string {
    return this.source.slice(start, end);
  }

  private guard<Value>(event: ScalarEvent | Event, read: () => Value): Value {
    try {
      return read();
    } catch (error) {
      throw new YamlError(error instanceof Error ? error.message : String(error), this.source, positionOf(event));
    }
  }
}

/** js-yaml ends a block scalar with a line break even where the text ends without one. */
function readScalar(source: string, event: ScalarEvent): string {
  const text = getScalarValue(source, event);
  const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  if (!isBlock || event.chomping === CHOMPING_MODE.STRIP || event.valueEnd < source.length) return text;
  return /[\r\n]/.test(source.charAt(event.valueEnd - 1)) ? text : text.replace(/\n$/, '');
}

const MERGE_SOURCE = 'a merge key needs a mapping or a list of mappings';

/** A template that nobody rendered, `{{ .name }}`, reads as a mapping whose key is a mapping: the everyday cause. */
const COMPLEX_KEY = 'a mapping key must not be a list or a mapping (is this a template, such as {{ .name }}?)';

/** A key of a manifest is data: `__proto__` is a field like any other. */
function set(mapping: Mapping, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(mapping, key, { value, enumerable: true, configurable: true, writable: true });
  } else mapping[key] = value;
}

/**
 * Whether aliases make up so much of a document that it is an attack: go-yaml's own limits, from 99 % of a small
 * document down to 10 % of one with four million nodes.
 *
 * Source: go.yaml.in/yaml/v2 decode.go, allowedAliasRatio
 */
function isExcessive(aliasNodes: number, nodes: number): boolean {
  if (aliasNodes <= 100 || nodes <= 1000) return false;
  const low = 400_000;
  const high = 4_000_000;
  const share = Math.min(Math.max((nodes - low) / (high - low), 0), 1);
  return aliasNodes / nodes > 0.99 - 0.89 * share;
}

function positionOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return Math.max(event.valueStart, event.tagStart, 0);
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) return event.start;
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : 0;
}
