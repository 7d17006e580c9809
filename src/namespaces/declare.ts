import { isRecord, type Manifest, metadataText } from '../model/manifest.ts';
import type { Editable, NamespaceDeclaration } from '../model/namespace.ts';
import type { Location } from '../model/report.ts';

/** Where labels of an object stand: in the file itself, or traced through what rendered it. */
export interface Trace {
  readonly locate: (key?: string) => Location;
  readonly editable?: Editable;
}

/** Whether an object is a Namespace of Kubernetes. */
export function isNamespace({ object }: Manifest): boolean {
  return object.kind === 'Namespace' && (object.apiVersion === 'v1' || object.apiVersion === undefined);
}

/** What a Namespace manifest, rendered or of a snapshot, says. */
export function declareNamespace(
  manifest: Manifest,
  facts: Pick<NamespaceDeclaration, 'cluster' | 'source' | 'target'>,
  trace: Trace = traceInFile(manifest),
): NamespaceDeclaration {
  const metadata = isRecord(manifest.object.metadata) ? manifest.object.metadata : {};
  return { ...facts, ...trace, name: metadataText(manifest.object, 'name'), ...readLabels(metadata) };
}

/** Labels as the API server decodes them: null is the empty text, anything else but text is refused. */
export function readLabels(
  metadata: Readonly<Record<string, unknown>>,
): Pick<NamespaceDeclaration, 'labels' | 'annotations' | 'mistyped'> {
  const { labels } = metadata;
  const entries = isRecord(labels) ? Object.entries(labels) : [];
  const isMistyped = labels !== undefined && labels !== null && !isRecord(labels);
  return {
    labels: isRecord(labels) ? mapValues(labels, asText) : {},
    annotations: isRecord(metadata.annotations) ? mapValues(metadata.annotations, asText) : {},
    mistyped: isMistyped
      ? ['metadata.labels']
      : entries.filter(([, value]) => value !== null && typeof value !== 'string').map(([key]) => key),
  };
}

function mapValues(
  record: Readonly<Record<string, unknown>>,
  map: (value: unknown) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function asText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Lines of a manifest that stands in a file as it is, which can be edited there. */
export function traceInFile(manifest: Manifest): Trace {
  const { object, source } = manifest;
  const locate = (key?: string): Location => {
    const line = source.lineOf(key === undefined ? ['metadata', 'labels'] : ['metadata', 'labels', key]);
    return line === undefined ? { file: source.file } : { file: source.file, line };
  };
  if (source.lineOf([]) === undefined) return { locate };
  const { file } = source;
  return { locate, editable: { file, kind: 'Namespace', name: metadataText(object, 'name'), namespace: '' } };
}
