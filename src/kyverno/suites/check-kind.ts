import type { FieldReader } from './fields.ts';

/** Says that a document is of another kind than a file has to be; Kyverno's files had no kind once. */
export function checkKind(reader: FieldReader, kind: string): void {
  const found = { apiVersion: reader.text('apiVersion'), kind: reader.text('kind') };
  if (found.apiVersion !== '' && found.apiVersion !== API_VERSION)
    reader.refuse('apiVersion', `allowed: ${API_VERSION}`);
  if (found.kind !== '' && found.kind !== kind) reader.refuse('kind', `allowed: ${kind}`);
}

const API_VERSION = 'cli.kyverno.io/v1alpha1';
