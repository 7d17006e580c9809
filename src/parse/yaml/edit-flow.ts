import { EVENT_ID, type MappingEvent, SCALAR_STYLE } from 'js-yaml';
import type { Pair } from './edit-nodes.ts';
import type { Place } from './edit-place.ts';
import { type Addition, DEFAULT_STEP, type Entry, endOfMatch, indentOf, writePlain, writeQuoted } from './edit-text.ts';

/** Pairs for a mapping in braces, of YAML or JSON: on lines of their own if the one before them is. */
export function addInBraces(place: Place, entries: readonly Entry[], newline: string): Addition[] {
  const { nodes, missingKeys, predecessor } = place;
  const { start } = nodes.event(place.last.node) as MappingEvent;
  const style = styleAt(place, start, predecessor);
  if (predecessor === undefined) {
    const space = nodes.source[start + 1] === ' ' ? ' ' : '';
    return [{ at: start + 1, text: space + pairsOf(missingKeys, entries, style).join(style.comma) }];
  }
  const end = nodes.endOfPair(predecessor);
  const indent = nodes.indentOfOwnLine(predecessor.key);
  if (indent === undefined) {
    return [{ at: end, text: style.comma + pairsOf(missingKeys, entries, style).join(style.comma) }];
  }
  const step = stepBetween(indentOf(nodes.source, start), indent);
  const layout = { indent, step, newline };
  return onOwnLines(nodes.source, end, pairsOf(missingKeys, entries, style, layout), layout);
}

/** How pairs in braces are written. */
interface Style {
  readonly write: (text: string) => string;
  readonly colon: string;
  readonly comma: string;
}

/** Lines that new pairs are laid out on. */
interface Layout {
  readonly indent: string;
  readonly step: string;
  readonly newline: string;
}

/** As the nearest key and the commas before it are written; what has no key yet is JSON. */
function styleAt({ nodes, last }: Place, start: number, predecessor: Pair | undefined): Style {
  const key = predecessor?.key ?? last.key;
  const event = key === undefined ? undefined : nodes.event(key);
  const isQuoted =
    event === undefined || (event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.DOUBLE_QUOTED);
  if (!isQuoted) return { write: writePlain, colon: ': ', comma: ', ' };
  const keyEnd = key === undefined ? undefined : nodes.endOf(key);
  const isTight = keyEnd !== undefined && endOfMatch(/:\S/y, nodes.source, keyEnd) !== undefined;
  const written = predecessor === undefined ? '' : nodes.source.slice(start, nodes.endOfPair(predecessor));
  const hasTightCommas = written.includes(',') ? !/,\s/.test(written) : isTight;
  return { write: writeQuoted, colon: isTight ? ':' : ': ', comma: hasTightCommas ? ',' : ', ' };
}

/** Pairs without the commas between them; a mapping that is new is one pair. Without a layout all is on one line. */
function pairsOf(
  [key, ...keys]: readonly string[],
  entries: readonly Entry[],
  style: Style,
  layout?: Layout,
): readonly string[] {
  const { write, colon } = style;
  if (key === undefined) return entries.map(([name, value]) => write(name) + colon + write(value));
  if (layout === undefined) {
    return [`${write(key)}${colon}{${pairsOf(keys, entries, style).join(style.comma)}}`];
  }
  const { indent, step, newline } = layout;
  const line = newline + indent + step;
  const pairs = pairsOf(keys, entries, style, { indent: indent + step, step, newline });
  return [`${write(key)}${colon}{${line}${pairs.join(`,${line}`)}${newline}${indent}}`];
}

function stepBetween(outer: string, inner: string): string {
  return inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : DEFAULT_STEP;
}

/** Behind a pair that ends at `end` and stands on a line of its own; comments behind it stay there. */
function onOwnLines(source: string, end: number, pairs: readonly string[], { indent, newline }: Layout): Addition[] {
  const comma = endOfMatch(/[ \t]*,/y, source, end);
  const lineEnd = endOfMatch(BLANK_REST, source, comma ?? end);
  if (lineEnd === undefined) {
    return [{ at: end, text: pairs.map((pair) => `,${newline}${indent}${pair}`).join('') }];
  }
  if (comma !== undefined) {
    return [{ at: lineEnd, text: pairs.map((pair) => `${indent}${pair},${newline}`).join('') }];
  }
  const lines = pairs.map((pair) => indent + pair).join(`,${newline}`);
  return [
    { at: end, text: ',' },
    { at: lineEnd, text: lines + newline },
  ];
}

/** White space and a comment up to the end of a line. */
const BLANK_REST = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|[\r\n])/y;
