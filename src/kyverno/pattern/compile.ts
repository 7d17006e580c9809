import { isRecord } from '../../model/manifest.ts';
import type { NumberType } from '../values/go-text.ts';
import { type AnchorKind, parseAnchor } from './anchor.ts';
import { compileScalar } from './scalar.ts';
import type { ValueTest } from './text-pattern.ts';

/** A pattern that is ready to be compared with resources. */
export type CompiledPattern = MapPattern | ListPattern | ScalarPattern;

export interface MapPattern {
  readonly type: 'map';
  /** As written. */
  readonly entries: readonly Entry[];
  /** Keys with anchors that are looked at before all others, in their order. */
  readonly anchors: readonly Entry[];
  /** All other keys, in the order in which they are looked at. */
  readonly fields: readonly Entry[];
  /** Keys with anchors of which it matters whether any resource has them. */
  readonly expected: readonly Entry[];
  /** Where `metadata` has labels or annotations whose keys depend on the resource. */
  readonly expandable: readonly Expandable[];
}

export interface Entry {
  /** As written, with its anchor. */
  readonly raw: string;
  readonly anchor: AnchorKind | undefined;
  /** Of the resource. */
  readonly key: string;
  readonly value: CompiledPattern;
}

export interface Expandable {
  readonly field: 'labels' | 'annotations';
  readonly pattern: MapPattern;
}

export interface ListPattern {
  readonly type: 'list';
  readonly items: readonly CompiledPattern[];
}

export interface ScalarPattern {
  readonly type: 'scalar';
  readonly value: unknown;
  readonly test: ValueTest;
}

/** As deep as the YAML reader goes, and once more for what variables put in. */
const MAX_DEPTH = 800;

/** @returns nothing for a pattern that is nested so deeply that it is an attack */
export function compile(pattern: unknown, numbers: NumberType, depth = 0): CompiledPattern | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(pattern)) {
    const items = pattern.map((item) => compile(item, numbers, depth + 1));
    return items.every((item) => item !== undefined) ? { type: 'list', items } : undefined;
  }
  if (!isRecord(pattern)) return { type: 'scalar', value: pattern, test: compileScalar(pattern, numbers) };
  const entries: Entry[] = [];
  for (const [raw, child] of Object.entries(pattern)) {
    const value = compile(child, numbers, depth + 1);
    if (value === undefined) return undefined;
    const anchor = parseAnchor(raw);
    entries.push(toEntry(raw, anchor?.kind, anchor?.key ?? raw, value));
  }
  return toMapPattern(entries);
}

/** A key that is to be added where it is missing means nothing here: it stands for itself, parentheses included. */
export function toEntry(raw: string, anchor: AnchorKind | undefined, key: string, value: CompiledPattern): Entry {
  return anchor === 'addition' ? { raw, anchor: undefined, key: raw, value } : { raw, anchor, key, value };
}

export function toMapPattern(entries: readonly Entry[]): MapPattern {
  const sorted = entries.toSorted((a, b) => (a.raw < b.raw ? -1 : a.raw > b.raw ? 1 : 0));
  const anchors = sorted.filter(({ anchor }) => anchor !== undefined && anchor !== 'global');
  return {
    type: 'map',
    entries,
    anchors,
    fields: orderFields(sorted.filter(({ anchor }) => anchor === undefined || anchor === 'global')),
    expected: anchors.filter(({ anchor }) => anchor === 'condition' || anchor === 'existence'),
    expandable: findExpandable(entries),
  };
}

/** Patterns of labels and annotations by those that they stand for. */
export type Expanded = ReadonlyMap<MapPattern, MapPattern>;

/**
 * Global anchors, and what has anchors below it, go before the rest.
 *
 * @param fields sorted
 */
function orderFields(fields: readonly Entry[], expanded?: Expanded): readonly Entry[] {
  const comesFirst = ({ anchor, value }: Entry): boolean => anchor === 'global' || hasAnchors(value, expanded);
  return [...fields.filter(comesFirst).reverse(), ...fields.filter((entry) => !comesFirst(entry))];
}

/** The fields of a mapping once labels and annotations below it have lost what is no text, anchors included. */
export function reorderFields(pattern: MapPattern, expanded: Expanded): readonly Entry[] {
  const sorted = pattern.fields.toSorted((a, b) => (a.raw < b.raw ? -1 : 1));
  return orderFields(sorted, expanded);
}

function hasAnchors(pattern: CompiledPattern, expanded: Expanded | undefined): boolean {
  if (pattern.type === 'scalar') return false;
  if (pattern.type === 'list') return pattern.items.some((item) => hasAnchors(item, expanded));
  const { entries } = expanded?.get(pattern) ?? pattern;
  return entries.some(({ anchor, value }) => anchor !== undefined || hasAnchors(value, expanded));
}

function findExpandable(entries: readonly Entry[]): readonly Expandable[] {
  const metadata = findField(entries, 'metadata');
  if (metadata?.type !== 'map') return [];
  return (['labels', 'annotations'] as const).flatMap((field) => {
    const pattern = findField(metadata.entries, field);
    return pattern?.type === 'map' && pattern.entries.some(isExpandable) ? [{ field, pattern }] : [];
  });
}

/** The value of a key with or without an anchor. */
function findField(entries: readonly Entry[], name: string): CompiledPattern | undefined {
  return (entries.find(({ raw }) => raw === name) ?? entries.find(({ raw }) => parseAnchor(raw)?.key === name))?.value;
}

/** Besides wildcards in keys, expansion drops values that are no text. */
function isExpandable({ raw, value }: Entry): boolean {
  return hasWildcard(raw) || value.type !== 'scalar' || typeof value.value !== 'string';
}

export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}
