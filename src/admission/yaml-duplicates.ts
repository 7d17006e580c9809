import { countLineBreaks } from '../parse/yaml/construct.ts';
import { DocumentTree, ROOT } from '../parse/yaml/locate.ts';
import { type ParsedYaml, parseYaml } from '../parse/yaml/read.ts';
import { resolvePlain } from '../parse/yaml/scalars.ts';
import { goQuote } from '../pss/text.ts';

/**
 * Complains of keys that a mapping has twice, merged ones included: `line 5: key "warn" already set in map`. In the order
 * in which the reader of YAML meets them; a mapping that aliases repeat is complained of each time.
 *
 * Source: go.yaml.in/yaml/v2 decode.go, setMapIndex
 * @param text YAML that was read before, so that no alias leads into itself
 */
export function findDuplicateKeys(text: string): readonly string[] {
  return new DuplicateFinder(parseYaml(text)).find();
}

type Event = ParsedYaml['events'][number];

/** Numbers by which the parser tells a mapping from a list, and plain text and blocks of text from quoted text. */
const MAPPING = parseYaml('{}').events[ROOT]?.type;
const PLAIN = styleOf(parseYaml('text').events[ROOT]);
const BLOCKS = ['|', '>'].map((header) => styleOf(parseYaml(`${header}\n  text`).events[ROOT]));

class DuplicateFinder {
  private readonly events: readonly Event[];
  private readonly source: string;
  private readonly tree: DocumentTree;
  private readonly targets: ReadonlyMap<number, number>;
  private readonly complaints: string[] = [];

  constructor(parsed: ParsedYaml) {
    this.events = parsed.events;
    this.source = parsed.source;
    this.tree = new DocumentTree(parsed);
    this.targets = findTargets(parsed);
  }

  find(): readonly string[] {
    this.visit(ROOT, new Set());
    return this.complaints;
  }

  /** @param keys what the mapping at this node adds to, if it is one */
  private visit(node: number, keys: Set<string>): void {
    const target = this.targets.get(node) ?? node;
    if (this.events[target]?.type === MAPPING) this.visitPairs(this.tree.children(target), keys);
    else for (const item of this.tree.children(target)) this.visit(item, new Set());
  }

  private visitPairs(children: readonly number[], keys: Set<string>): void {
    for (let index = 0; index < children.length; index += 2) {
      const key = children[index] as number;
      const value = children[index + 1] as number;
      const name = this.nameOf(key);
      if (name === MERGE) this.merge(value, keys);
      else {
        this.visit(value, new Set());
        if (keys.has(name)) this.complaints.push(`line ${this.lineOf(value, key)}: key ${name} already set in map`);
        keys.add(name);
      }
    }
  }

  /** Of a list of mappings the last is merged first. */
  private merge(value: number, keys: Set<string>): void {
    const isOne = this.targets.has(value) || this.events[value]?.type === MAPPING;
    const sources = isOne ? [value] : this.tree.children(value).toReversed();
    for (const source of sources) this.visit(source, keys);
  }

  /** A key as Go prints it: texts quoted, numbers and booleans not, so that `1` and `"1"` are two keys. */
  private nameOf(key: number): string {
    const event = this.events[key];
    const text = this.tree.keyText(key) ?? '';
    if (styleOf(event) !== PLAIN || event === undefined || !('valueStart' in event)) return goQuote(text);
    if (text === MERGE) return MERGE;
    const written = this.source.slice(event.valueStart, event.valueEnd);
    const isText = event.tagStart !== -1 || typeof resolvePlain(written) === 'string';
    return isText ? goQuote(text) : text;
  }

  /** Line of a value, from its tag or anchor on; that of its key when it is empty, or a block that begins with `|`. */
  private lineOf(value: number, key: number): number {
    const isBlock = BLOCKS.includes(styleOf(this.events[value]));
    const start = (isBlock ? undefined : startOf(this.events[value])) ?? startOf(this.events[key]) ?? 0;
    return 1 + countLineBreaks(this.source, start);
  }
}

/** The key that is none; other names without quotes are numbers and booleans. */
const MERGE = '<<';

/** What each alias stands for: the node that had its name last. */
function findTargets({ events, source }: ParsedYaml): ReadonlyMap<number, number> {
  const named = new Map<string, number>();
  const targets = new Map<number, number>();
  for (const [index, event] of events.entries()) {
    if (!('anchorStart' in event) || event.anchorStart === -1) continue;
    const name = source.slice(event.anchorStart, event.anchorEnd);
    if ('tagStart' in event) named.set(name, index);
    else targets.set(index, named.get(name) ?? index);
  }
  return targets;
}

function styleOf(event: Event | undefined): number | undefined {
  return event !== undefined && 'valueStart' in event ? event.style : undefined;
}

function startOf(event: Event | undefined): number | undefined {
  if (event === undefined || !('anchorStart' in event)) return undefined;
  const starts = [event.anchorStart];
  if ('tagStart' in event) starts.push(event.tagStart, 'start' in event ? event.start : event.valueStart);
  const known = starts.filter((start) => start !== -1);
  return known.length === 0 ? undefined : Math.min(...known);
}
