import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../files/write-file.ts';
import { UsageError } from '../model/errors.ts';
import type { FieldPath } from '../model/field-path.ts';
import { groupBy } from '../model/group-by.ts';
import type { MissingLabels } from '../model/labels-report.ts';
import { isRecord, metadataText } from '../model/manifest.ts';
import type { Editable } from '../model/namespace.ts';
import { FileError } from '../model/ports.ts';
import { NAMESPACE_NAME_LABEL } from '../namespaces/rules.ts';
import type { NamespaceState } from '../namespaces/state.ts';
import { decodeText } from '../parse/text.ts';
import { addEntries, type Edited, type Insertion } from '../parse/yaml/edit.ts';
import { writeYaml } from '../parse/yaml/write.ts';
import type { Session } from './session.ts';

type Entries = readonly (readonly [key: string, value: string])[];

/** A namespace and the labels that it lacks. */
export interface Lacking {
  readonly state: NamespaceState;
  readonly entries: Entries;
}

export interface LabelPlan {
  readonly steps: readonly { readonly state: NamespaceState; readonly missing: MissingLabels }[];
  /** New texts of files, relative to the root. */
  readonly files: ReadonlyMap<string, string>;
}

/** Finds the file in which each namespace gets its labels, and edits the texts of these files; writes nothing. */
export async function planLabels(lacking: readonly Lacking[], session: Session): Promise<LabelPlan> {
  const edits = lacking.flatMap(({ state, entries }) => {
    const editable = state.ownerOf()?.editable;
    return editable === undefined ? [] : [{ state, entries, editable }];
  });
  const files = new Map<string, string>();
  const refusals = new Map<NamespaceState, string>();
  for (const [file, inFile] of groupBy(edits, ({ editable }) => editable.file)) {
    const edited = await edit(file, inFile, session);
    for (const [index, { state }] of inFile.entries()) {
      const refusal = edited.refusals[index];
      if (refusal !== undefined) refusals.set(state, refusal);
    }
    if (edited.refusals.includes(undefined)) files.set(file, edited.text);
  }
  return { steps: lacking.map((each) => ({ state: each.state, missing: describe(each, refusals) })), files };
}

/**
 * Writes what was planned, each file whole or not at all.
 *
 * @throws UsageError for a file that cannot be written
 */
export async function writeLabels({ files }: LabelPlan, { root }: Session): Promise<void> {
  for (const [file, text] of files) {
    try {
      // A link stays a link.
      const path = await realpath(join(root, file));
      await writeFileAtomically(path, text, (await stat(path)).mode & 0o777);
    } catch (error) {
      throw new UsageError(`--write: ${file} cannot be written: ${(error as Error).message}`);
    }
  }
}

interface Edit extends Lacking {
  readonly editable: Editable;
}

async function edit(file: string, edits: readonly Edit[], { tree }: Session): Promise<Edited> {
  const refuseAll = (refusal: string) => ({ text: '', refusals: edits.map(() => refusal) });
  try {
    const text = decodeUtf8(await tree.read(file));
    if (text === undefined) return refuseAll(`${file} is not UTF-8 text`);
    const edited = addEntries(text, edits.map(insertionOf));
    if (edited.text === text && edited.refusals.includes(undefined)) {
      return refuseAll(`${file} has the labels already, but what renders it changes or removes them`);
    }
    const refusals = edited.refusals.map((refusal) => (refusal === undefined ? undefined : `${file}: ${refusal}`));
    return { text: edited.text, refusals };
  } catch (error) {
    if (error instanceof FileError) return refuseAll(`${file} ${error.message}`);
    throw error;
  }
}

/** Text that encodes to the very same bytes again; nothing for other encodings, which an edit would change. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return decodeText(bytes) === text.replace(/^\ufeff/, '') && Buffer.from(text).equals(bytes) ? text : undefined;
}

function insertionOf({ editable, entries }: Edit): Insertion {
  return { select: (value) => findObject(value, editable), path: pathOf(editable), entries };
}

function pathOf({ kind }: Editable): readonly string[] {
  return kind === 'Namespace' ? ['metadata', 'labels'] : ['spec', 'syncPolicy', 'managedNamespaceMetadata', 'labels'];
}

/** The place of an object in a document: the document itself, or an item of a list. */
function findObject(value: unknown, editable: Editable): FieldPath | undefined {
  if (isObject(value, editable)) return [];
  const items = isRecord(value) && Array.isArray(value.items) ? value.items : [];
  const index = items.findIndex((item) => isObject(item, editable));
  return index === -1 ? undefined : ['items', index];
}

function isObject(value: unknown, { kind, name, namespace }: Editable): boolean {
  if (!isRecord(value) || value.kind !== kind) return false;
  const { metadata } = value;
  return (
    metadataText({ kind, metadata }, 'name') === name &&
    (kind === 'Namespace' || metadataText({ kind, metadata }, 'namespace') === namespace)
  );
}

function describe({ state, entries }: Lacking, refusals: ReadonlyMap<NamespaceState, string>): MissingLabels {
  const labels = Object.fromEntries(entries);
  const file = state.ownerOf()?.editable?.file;
  const refusal = refusals.get(state);
  if (file !== undefined && refusal === undefined) return { labels, file, isWritten: false };
  return { labels, isWritten: false, refusal: refusal ?? whyNot(state), manifest: readyManifest(state, labels) };
}

function whyNot(state: NamespaceState): string {
  const owner = state.ownerOf();
  if (owner === undefined) return 'nothing in this repository declares the namespace';
  if (owner.source === 'live') return 'only the cluster has the namespace, this repository does not';
  return `${owner.locate().file} is rendered, and where to add a label to it is not certain`;
}

function readyManifest({ name, labels }: NamespaceState, missing: Readonly<Record<string, string>>): string {
  return writeYaml({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...ownLabels(labels), ...missing } },
  });
}

/** Labels that the control plane gives every namespace are not for manifests. */
function ownLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { [NAMESPACE_NAME_LABEL]: _, ...own } = labels;
  return own;
}
