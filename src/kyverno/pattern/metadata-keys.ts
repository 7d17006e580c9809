import { isRecord } from '../../model/manifest.ts';
import { matchesWildcard } from '../../model/wildcard.ts';
import { formatAnchor, parseAnchor } from './anchor.ts';
import { type Entry, hasWildcard, type MapPattern, toEntry, toMapPattern } from './compile.ts';

/**
 * The pattern of labels or annotations with the keys that an object has instead of wildcards: of each the first that
 * matches. What matches no key stays as it is. Values that are no text are dropped, as by Kyverno.
 *
 * Source: kyverno pkg/engine/wildcards/wildcards.go, ExpandInMetadata
 *
 * @param present labels or annotations of the object
 */
export function expandKeys(pattern: MapPattern, present: Readonly<Record<string, unknown>>): MapPattern {
  const keys = Object.keys(present).filter((key) => typeof present[key] === 'string');
  const texts = pattern.entries.filter(({ value }) => value.type === 'scalar' && typeof value.value === 'string');
  return toMapPattern(texts.map((entry) => expandEntry(entry, keys)));
}

function expandEntry(entry: Entry, keys: readonly string[]): Entry {
  if (!hasWildcard(entry.raw)) return entry;
  const anchor = parseAnchor(entry.raw);
  const wanted = anchor?.key ?? entry.raw;
  const key = keys.find((each) => matchesWildcard(wanted, each)) ?? wanted;
  const raw = anchor === undefined ? key : formatAnchor({ kind: anchor.kind, key });
  return toEntry(raw, anchor?.kind, key, entry.value);
}

/** Whether an object has labels or annotations. */
export function labelsOf(
  metadata: unknown,
  field: 'labels' | 'annotations',
): Readonly<Record<string, unknown>> | undefined {
  const labels = isRecord(metadata) && Object.hasOwn(metadata, field) ? metadata[field] : undefined;
  return isRecord(labels) ? labels : undefined;
}
