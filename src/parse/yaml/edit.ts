import { isDeepStrictEqual } from 'node:util';
import { COLLECTION_STYLE } from 'js-yaml';
import type { FieldPath } from '../../model/field-path.ts';
import { isRecord } from '../../model/manifest.ts';
import { type Document, isDocumentError, readStream } from '../documents.ts';
import { addBelowEmpty, addInBlock } from './edit-block.ts';
import { addInBraces } from './edit-flow.ts';
import { Nodes, Refusal } from './edit-nodes.ts';
import { memberOf, Place } from './edit-place.ts';
import { type Addition, applyAdditions, type Entry } from './edit-text.ts';

/** What to add to a file, and where. */
export interface Insertion {
  /**
   * Place of the object in a document: `[]`, `['items', 3]`; nothing for documents that are not meant. Called with the
   * value of each document in turn; the first place is taken.
   */
  readonly select: (value: unknown) => FieldPath | undefined;
  /** From the object to the mapping that gets the entries. What of it does not exist is made. */
  readonly path: readonly string[];
  /** Keys and their values. A key that exists already is left alone. */
  readonly entries: readonly Entry[];
}

/** The whole file with all entries in it that could be added. */
export interface Edited {
  readonly text: string;
  /** For each insertion why it was not made, a sentence without a capital and a full stop; nothing for those that were. */
  readonly refusals: readonly (string | undefined)[];
}

/**
 * Adds entries to mappings of a YAML or JSON file that people wrote, as if one insertion were made after the other. Nothing
 * of the file is removed or written anew: in block style whole lines are added, inside braces what the style there asks for.
 *
 * Places are guessed from the text, so the outcome is read again as Kubernetes would: it is the same file with these keys
 * added. Otherwise each half of the insertions is tried, so that those which change more are found and refused.
 */
export function addEntries(text: string, insertions: readonly Insertion[]): Edited {
  const edited = addAtOnce(text, insertions);
  if (edited !== undefined) return edited;
  const half = insertions.length >>> 1;
  const first = addEntries(text, insertions.slice(0, half));
  const second = addEntries(first.text, insertions.slice(half));
  return { text: second.text, refusals: [...first.refusals, ...second.refusals] };
}

/** @returns nothing when one of several insertions would change more than it should */
function addAtOnce(text: string, insertions: readonly Insertion[]): Edited | undefined {
  const documents = orRefusal(() => readDocuments(text));
  if (documents instanceof Refusal) return { text, refusals: insertions.map(() => documents.message) };
  const draft = new Draft(text, documents);
  const refusals = insertions.map((insertion) => orRefusal(() => draft.add(insertion))?.message);
  if (draft.sites.size === 0) return { text, refusals };
  const edited = draft.write();
  if (reads(edited, draft.values)) return { text: edited, refusals };
  if (insertions.length > 1) return undefined;
  return { text, refusals: [...draft.sites.values()].map(({ place }) => place.whyMoreChanges()) };
}

function readDocuments(text: string): readonly Document[] {
  // Text between template actions may read as YAML by chance, and mean something else once rendered.
  if (text.includes('{{')) throw new Refusal('the file holds template actions, {{ … }}');
  return readStream(text).map((entry) => {
    if (isDocumentError(entry)) throw new Refusal(`line ${entry.line} cannot be read: ${entry.message}`);
    return entry;
  });
}

function reads(text: string, values: readonly unknown[]): boolean {
  const found = readStream(text);
  if (found.some(isDocumentError)) return false;
  return isDeepStrictEqual(
    found.map((entry) => (entry as Document).value),
    values,
  );
}

function orRefusal<Value>(make: () => Value): Value | Refusal {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** A mapping that gets entries. */
interface Site {
  readonly place: Place;
  readonly entries: readonly Entry[];
  /** In the order of the file, which their offsets count from its start. */
  readonly additions: readonly Addition[];
}

/** Insertions into one file, before they are written. */
class Draft {
  private readonly text: string;
  private readonly documents: readonly Document[];
  private readonly newline: string;
  /** By document and path: insertions into one mapping share a site. */
  readonly sites = new Map<string, Site>();
  /** What the documents should be afterwards. */
  readonly values: unknown[];
  /** Of documents that were asked for. */
  private readonly nodes = new Map<Document, Nodes | Refusal>();

  constructor(text: string, documents: readonly Document[]) {
    this.text = text;
    this.documents = documents;
    this.values = documents.map(({ value }) => value);
    this.newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  }

  /** @throws Refusal */
  add({ select, path, entries }: Insertion): undefined {
    const { document, index, start } = this.choose(select);
    const target = [...start, ...path];
    const missing = withoutExisting(entries, valueAt(this.values[index], target));
    if (missing.length === 0) return;
    const key = JSON.stringify([index, ...target]);
    const known = this.sites.get(key);
    const place = known?.place ?? new Place(this.nodesOf(document), document.value, target);
    const all = [...(known?.entries ?? []), ...missing];
    const additions = additionsAt(place, all, this.newline).map(({ at, text }) => ({ at: document.start + at, text }));
    this.sites.set(key, { place, entries: all, additions });
    this.values[index] = withEntries(this.values[index], target, missing);
  }

  write(): string {
    return applyAdditions(
      this.text,
      [...this.sites.values()].flatMap(({ additions }) => additions),
    );
  }

  private choose(select: Insertion['select']) {
    for (const [index, document] of this.documents.entries()) {
      const start = select(document.value);
      if (start !== undefined) return { document, index, start };
    }
    throw new Refusal('the object is not in the file');
  }

  private nodesOf(document: Document): Nodes {
    const nodes = this.nodes.get(document) ?? orRefusal(() => new Nodes(document.text));
    this.nodes.set(document, nodes);
    if (nodes instanceof Refusal) throw nodes;
    return nodes;
  }
}

function valueAt(root: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, step) => memberOf(value, step), root);
}

/** Entries whose keys are not there yet; of several with one key the first. */
function withoutExisting(entries: readonly Entry[], mapping: unknown): Entry[] {
  const seen = new Set(isRecord(mapping) ? Object.keys(mapping) : []);
  return entries.filter(([key]) => {
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function additionsAt(place: Place, entries: readonly Entry[], newline: string): readonly Addition[] {
  if (place.isIn(COLLECTION_STYLE.BLOCK)) return [addInBlock(place, entries, newline)];
  if (place.isIn(COLLECTION_STYLE.FLOW)) return addInBraces(place, entries, newline);
  return [addBelowEmpty(place, entries, newline)];
}

function withEntries(value: unknown, path: FieldPath, entries: readonly Entry[]): unknown {
  const [step, ...rest] = path;
  // fromEntries makes a field of `__proto__` too.
  if (step === undefined) return Object.fromEntries([...Object.entries(value ?? {}), ...entries]);
  const member = withEntries(memberOf(value, step), rest, entries);
  if (Array.isArray(value)) return value.with(Number(step), member);
  return Object.fromEntries([...Object.entries(value ?? {}), [step, member]]);
}
