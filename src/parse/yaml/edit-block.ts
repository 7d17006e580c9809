import { COLLECTION_STYLE } from 'js-yaml';
import { type Pair, Refusal } from './edit-nodes.ts';
import type { Place } from './edit-place.ts';
import { type Addition, DEFAULT_STEP, type Entry, endOfLine, writePlain } from './edit-text.ts';

/** Lines for a mapping in block style, behind one of its pairs. */
export function addInBlock(place: Place, entries: readonly Entry[], newline: string): Addition {
  const indent = ' '.repeat(place.nodes.columnOf(place.last.node));
  const lines = linesOf(place.missingKeys, entries, indent, stepAt(place));
  return behind(place, place.predecessor as Pair, lines, newline);
}

/**
 * Lines for a key that has no value yet, below it.
 *
 * @throws Refusal when lines cannot go there
 */
export function addBelowEmpty(place: Place, entries: readonly Entry[], newline: string): Addition {
  const { key, node } = place.last;
  const parent = place.trail.at(-2);
  if (key === undefined || parent === undefined || !place.nodes.isMapping(parent.node, COLLECTION_STYLE.BLOCK)) {
    throw new Refusal(`${place.name} is empty, and there is no line for it to go on`);
  }
  const step = stepAt(place);
  const indent = ' '.repeat(place.nodes.columnOf(parent.node)) + step;
  return behind(place, { key, node }, linesOf(place.missingKeys, entries, indent, step), newline);
}

function linesOf(
  [key, ...keys]: readonly string[],
  entries: readonly Entry[],
  indent: string,
  step: string,
): readonly string[] {
  if (key === undefined) return entries.map(([name, value]) => `${indent}${writePlain(name)}: ${writePlain(value)}`);
  return [`${indent}${writePlain(key)}:`, ...linesOf(keys, entries, indent + step, step)];
}

/** By how much mappings are indented in the mappings around them, the nearest first. */
function stepAt({ nodes, trail }: Place): string {
  for (const { node } of trail.toReversed()) {
    if (!nodes.isMapping(node, COLLECTION_STYLE.BLOCK)) continue;
    const inner = nodes.pairs(node).find((pair) => nodes.isMapping(pair.node, COLLECTION_STYLE.BLOCK));
    if (inner !== undefined) return ' '.repeat(nodes.columnOf(inner.node) - nodes.columnOf(node));
  }
  return DEFAULT_STEP;
}

function behind({ nodes }: Place, pair: Pair, lines: readonly string[], newline: string): Addition {
  const at = endOfLine(nodes.source, nodes.endOfPair(pair));
  const text = lines.join(newline);
  const isAfterBreak = /[\r\n]/.test(nodes.source.charAt(at - 1));
  return { at, text: isAfterBreak ? text + newline : newline + text };
}
