import { isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';
import { FieldReader, readKind } from '../suites/fields.ts';
import type { SuiteProblem } from '../suites/suite.ts';
import type { PolicyContext } from './file-lookups.ts';
import { IMAGE_FIELDS, type ImageData, imageDataOf } from './image-data.ts';

export const NO_CONTEXT: PolicyContext = { objects: [], images: [] };

/** What a Context file says, and what is wrong with it. */
export interface ReadContext {
  readonly context: PolicyContext;
  readonly problems: readonly SuiteProblem[];
}

/** Whether a document is a Context of Kyverno's CLI. */
export function isContext({ apiVersion, kind }: KubernetesObject): boolean {
  return kind === 'Context' && typeof apiVersion === 'string' && apiVersion.startsWith('cli.kyverno.io/');
}

/**
 * Reads what policies find when they look something up (`cli.kyverno.io/v1alpha1`, kind Context).
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/context.go
 */
export function readContext(document: unknown): ReadContext {
  const problems: SuiteProblem[] = [];
  const reader = new FieldReader(document, [], problems);
  readKind(reader);
  reader.value('metadata');
  const spec = reader.inner('spec');
  const context = { objects: readObjects(spec, 'resources'), images: spec.items('images').map(readImage) };
  spec.refuseOthers();
  reader.refuseOthers();
  return { context, problems };
}

/** A list of Kubernetes objects. */
export function readObjects(reader: FieldReader, name: string): readonly KubernetesObject[] {
  const list = reader.value(name);
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    reader.refuse(name, 'expected a list');
    return [];
  }
  return list.flatMap((item: unknown, index) => {
    if (isNamedObject(item)) return [item];
    reader.refuse(name, 'expected an object with apiVersion, kind and metadata.name', index);
    return [];
  });
}

function isNamedObject(item: unknown): item is KubernetesObject {
  if (!isRecord(item) || typeof item.kind !== 'string' || item.kind === '') return false;
  return typeof item.apiVersion === 'string' && metadataText(item as KubernetesObject, 'name') !== '';
}

function readImage(reader: FieldReader): ImageData {
  const { texts, documents } = IMAGE_FIELDS;
  const data = imageDataOf(
    Object.fromEntries(texts.map((name) => [name, reader.text(name)])),
    Object.fromEntries(documents.map((name) => [name, reader.value(name)])),
  );
  if (data.image === '') reader.refuse('image', 'is missing');
  reader.refuseOthers();
  return data;
}
