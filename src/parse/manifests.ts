import type { FieldPath } from '../model/field-path.ts';
import { isRecord, type KubernetesObject, type Manifest, type ManifestSource } from '../model/manifest.ts';
import { type Document, type DocumentError, isDocumentError, readStream } from './documents.ts';
import { createLocator } from './yaml/locate.ts';

/** A part of a manifest file or of rendered output that could not be read. */
export interface ManifestError {
  readonly file: string;
  /** From 1; undefined where the text is rendered. */
  readonly line: number | undefined;
  readonly message: string;
  /** Whether the text itself is wrong, not what it says. */
  readonly isSyntax: boolean;
}

/** What a stream of manifests holds. */
export interface ParsedManifests {
  readonly manifests: readonly Manifest[];
  readonly errors: readonly ManifestError[];
  /** Documents that were good before the first error; see {@link isUnrelated}. */
  readonly objectsBeforeError: number;
}

/** Says in which file the text of a document is written, and whether it was rendered, so that its lines are others. */
export type SourceOf = (text: string) => { readonly file: string; readonly rendered: boolean };

/**
 * Reads manifests as Argo CD does: every document must be an object with a kind, lists become their items.
 *
 * Source: argo-cd reposerver/repository/repository.go, getObjsFromYAMLOrJSON and GenerateManifests
 */
export function parseManifests(text: string, sourceOf: SourceOf): ParsedManifests {
  const manifests: Manifest[] = [];
  const errors: ManifestError[] = [];
  let objectsBeforeError = 0;
  for (const entry of readStream(text)) {
    const source = describeSource(entry, sourceOf);
    if (isDocumentError(entry)) {
      errors.push({ file: source.file, line: source.lineOf([]), message: entry.message, isSyntax: true });
      continue;
    }
    for (const { object, path } of flatten(entry.value)) {
      if (typeof object === 'string') {
        errors.push({ file: source.file, line: source.lineOf(path), message: object, isSyntax: false });
      } else manifests.push({ object, source: below(source, path) });
    }
    if (errors.length === 0) objectsBeforeError++;
  }
  return { manifests, errors, objectsBeforeError };
}

/**
 * Whether a file that nobody named has nothing to do with Kubernetes: it cannot be read, nothing before the error was an
 * object, and it does not look like a manifest (which is when Argo CD ignores it), or it can be read and holds no object
 * at all.
 */
export function isUnrelated(text: string, { manifests, errors, objectsBeforeError }: ParsedManifests): boolean {
  if (errors.length === 0 || objectsBeforeError > 0) return false;
  const isReadable = errors.every(({ isSyntax }) => !isSyntax);
  return (isReadable && manifests.length === 0) || !LOOKS_LIKE_MANIFEST.every((mark) => mark.test(text));
}

const LOOKS_LIKE_MANIFEST = [/apiVersion["']?\s*:/, /kind["']?\s*:/, /metadata["']?\s*:/];

/** An object of a document and its place in it, or what is wrong with it. */
interface Flattened {
  readonly object: KubernetesObject | string;
  readonly path: FieldPath;
}

/** Replaces an object whose `items` is a list by the items, one level deep: also a custom resource with such a field. */
function flatten(value: unknown): Flattened[] {
  if (!isRecord(value)) return [{ object: 'the document is not an object', path: [] }];
  if (!hasKind(value)) return [{ object: "the object has no 'kind'", path: [] }];
  const { items } = value;
  if (Array.isArray(items)) {
    return items.map((item, index) => ({ object: readItem(item), path: ['items', index] }));
  }
  const isNullList = items === null && !('spec' in value) && !('status' in value);
  return isNullList ? [] : [{ object: value, path: [] }];
}

function readItem(item: unknown): KubernetesObject | string {
  if (!isRecord(item)) return 'an item of the list is not an object';
  return hasKind(item) ? item : "an item of the list has no 'kind'";
}

function hasKind(value: Readonly<Record<string, unknown>>): value is KubernetesObject {
  return typeof value.kind === 'string' && value.kind !== '';
}

function describeSource(entry: Document | DocumentError, sourceOf: SourceOf): ManifestSource {
  const isError = isDocumentError(entry);
  const { file, rendered } = sourceOf(isError ? '' : entry.text);
  if (rendered) return { file, lineOf: () => undefined };
  if (isError) return { file, lineOf: () => entry.line };
  const locate = createLocator(entry.text);
  return { file, lineOf: (path) => entry.line - 1 + locate(path) };
}

function below(source: ManifestSource, prefix: FieldPath): ManifestSource {
  return prefix.length === 0 ? source : { file: source.file, lineOf: (path) => source.lineOf([...prefix, ...path]) };
}
