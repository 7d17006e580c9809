import { EVENT_ID, type MappingEvent } from 'js-yaml';
import { type FieldPath, formatPath } from '../../model/field-path.ts';
import { isRecord } from '../../model/manifest.ts';
import { type Nodes, type Pair, Refusal } from './edit-nodes.ts';
import { ROOT } from './locate.ts';

/** A value of a mapping and its key, or a node without a key. */
export interface Step {
  readonly key: number | undefined;
  readonly node: number;
}

/** The mapping in a document that is to get entries: what of the way to it exists, and what does not. */
export class Place {
  readonly nodes: Nodes;
  private readonly target: FieldPath;
  /** What exists of the way, from the document down. */
  readonly trail: readonly Step[];

  /**
   * @param value of the document
   * @throws Refusal where entries would end up somewhere else, or nowhere
   */
  constructor(nodes: Nodes, value: unknown, target: FieldPath) {
    this.nodes = nodes;
    this.target = target;
    this.trail = this.walk(value);
  }

  /** The last that exists. */
  get last(): Step {
    return this.trail.at(-1) as Step;
  }

  /** Name of {@link last}, for people. */
  get name(): string {
    return this.nameOf(this.trail.length - 1);
  }

  /** Keys that lead on from there and do not exist. */
  get missingKeys(): string[] {
    return this.target.slice(this.trail.length - 1).map(String);
  }

  /** The pair of {@link last} that new ones go behind: a new mapping in `metadata` behind the name, all else behind the last. */
  get predecessor(): Pair | undefined {
    const { node } = this.last;
    const isInMetadata = this.missingKeys.length > 0 && this.target[this.trail.length - 2] === 'metadata';
    const name = isInMetadata ? this.nodes.pair(node, 'name') : undefined;
    return name ?? this.nodes.pairs(node).at(-1);
  }

  isIn(style: MappingEvent['style']): boolean {
    return this.nodes.isMapping(this.last.node, style);
  }

  /** For an edit that would change something else as well. */
  whyMoreChanges(): string {
    const shared = this.trail.findLastIndex(({ node }) => {
      const event = this.nodes.event(node);
      return event !== undefined && 'anchorStart' in event && event.anchorStart !== -1;
    });
    return shared === -1
      ? 'more than the new keys would change'
      : `${this.nameOf(shared)} has an anchor (&), and what its aliases (*) stand for would change too`;
  }

  private walk(root: unknown): Step[] {
    const trail: Step[] = [{ key: undefined, node: ROOT }];
    let value = root;
    for (const [depth, step] of this.target.entries()) {
      const { node } = trail.at(-1) as Step;
      this.refuseAlias(node, depth);
      const member = memberOf(value, step);
      if (member === undefined) break;
      const next = this.child(node, step);
      if (next === undefined) throw new Refusal(`${this.nameOf(depth + 1)} comes through a merge key (<<)`);
      trail.push(next);
      value = member;
    }
    const depth = trail.length - 1;
    const { node } = trail.at(-1) as Step;
    this.refuseAlias(node, depth);
    this.refuseOtherTypes(node, value, depth);
    return trail;
  }

  private child(node: number, step: string | number): Step | undefined {
    if (typeof step === 'string') return this.nodes.pair(node, step);
    const item = this.nodes.item(node, step);
    return item === undefined ? undefined : { key: undefined, node: item };
  }

  private refuseAlias(node: number, depth: number): void {
    const event = this.nodes.event(node);
    if (event?.type !== EVENT_ID.ALIAS) return;
    const anchor = this.nodes.source.slice(event.anchorStart, event.anchorEnd);
    throw new Refusal(`${this.nameOf(depth)} is an alias (*${anchor})`);
  }

  private refuseOtherTypes(node: number, value: unknown, depth: number): void {
    if (isRecord(value)) return;
    if (value !== null) {
      const type = Array.isArray(value) ? 'list' : typeof value;
      throw new Refusal(`${this.nameOf(depth)} is a ${type}, not a mapping`);
    }
    const event = this.nodes.event(node);
    if (event?.type === EVENT_ID.SCALAR && event.valueStart !== -1) {
      const written = this.nodes.source.slice(event.valueStart, event.valueEnd);
      throw new Refusal(`${this.nameOf(depth)} is written as ${written}`);
    }
  }

  private nameOf(depth: number): string {
    return depth === 0 ? 'the document' : formatPath(this.target.slice(0, depth));
  }
}

/** A field of a JSON object, or an item of a list. */
export function memberOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string | number, unknown>)[step];
}
