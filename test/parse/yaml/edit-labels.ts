import { expect } from 'vitest';
import { isRecord } from '../../../src/model/manifest.ts';
import { addEntries, type Insertion } from '../../../src/parse/yaml/edit.ts';

export type Entries = Insertion['entries'];

/** The object of a kind, in a document or in the items of one. */
export function selectKind(wanted: string): Insertion['select'] {
  return (value) => {
    if (!isRecord(value)) return undefined;
    if (value.kind === wanted) return [];
    const index = Array.isArray(value.items) ? value.items.findIndex((item) => item?.kind === wanted) : -1;
    return index === -1 ? undefined : ['items', index];
  };
}

/** Makes one insertion. What is refused leaves the file as it is. */
export function add(text: string, insertion: Insertion): { readonly text: string } | { readonly refusal: string } {
  const edited = addEntries(text, [insertion]);
  const [refusal] = edited.refusals;
  expect(edited.refusals).toHaveLength(1);
  if (refusal === undefined) return { text: edited.text };
  expect(edited.text).toBe(text);
  return { refusal };
}

/** Labels the first Namespace. */
export function addLabels(text: string, entries: Entries = [['level', 'restricted']]) {
  return add(text, { select: selectKind('Namespace'), path: ['metadata', 'labels'], entries });
}

/** Lines marked `+` are added, lines marked `-` removed. */
export type Diff = readonly string[];

export type DiffRow = [name: string, diff: Diff];

export function original(diff: Diff): string {
  return diff.flatMap((line) => (line.startsWith('+') ? [] : [`${line.slice(2)}\n`])).join('');
}

export function edited(diff: Diff): string {
  return diff.flatMap((line) => (line.startsWith('-') ? [] : [`${line.slice(2)}\n`])).join('');
}

/** The edit makes this of the file, and a second one leaves it as it is. */
export function expectEdit(text: string, wanted: string): void {
  expect(addLabels(text)).toEqual({ text: wanted });
  expect(addLabels(wanted)).toEqual({ text: wanted });
}
