import { isRecord, type Manifest } from '../model/manifest.ts';
import type { NamespaceDeclaration } from '../model/namespace.ts';
import { parseManifests } from '../parse/manifests.ts';
import { sourceOfFile } from '../parse/sources.ts';
import { declareNamespace, isNamespace, traceInFile } from './declare.ts';

/** What a snapshot of a cluster's namespaces says, and everything that is wrong with the file. */
export interface LiveNamespaces {
  readonly declarations: readonly NamespaceDeclaration[];
  readonly problems: readonly string[];
}

/**
 * Reads what `kubectl get namespaces -o yaml` (or `-o json`) prints: a list, or the objects one by one.
 *
 * @param file as it is shown to people
 * @param cluster empty when the snapshot may stand for every cluster
 */
export function readLiveNamespaces(text: string, file: string, cluster: string): LiveNamespaces {
  const { manifests, errors } = parseManifests(text, sourceOfFile(file));
  const namespaces = manifests.filter(isNamespace);
  const others = manifests.filter((manifest) => !isNamespace(manifest));
  return {
    declarations: namespaces.map((manifest) => {
      const facts = { cluster, source: 'live', target: file } as const;
      return declareNamespace(manifest, facts, { locate: rememberPlaces(manifest) });
    }),
    problems: [
      ...errors.map(({ message, line }) => `${file}${line === undefined ? '' : `:${line}`}: ${message}`),
      ...(manifests.length === 0 && errors.length === 0
        ? [`${file}: expected Namespaces, as kubectl get namespaces -o yaml prints them, found none`]
        : []),
      ...others
        .map(
          ({ object }) =>
            `${file}: expected Namespaces, as kubectl get namespaces -o yaml prints them, got a ${object.kind}`,
        )
        .slice(0, 1),
    ],
  };
}

/** Looks all lines up now: a snapshot is one large document, whose syntax tree need not be kept for them. */
function rememberPlaces(manifest: Manifest): NamespaceDeclaration['locate'] {
  const { locate } = traceInFile(manifest);
  const { metadata } = manifest.object;
  const labels = isRecord(metadata) && isRecord(metadata.labels) ? Object.keys(metadata.labels) : [];
  const places = new Map(labels.map((key) => [key, locate(key)]));
  const place = locate();
  return (key) => (key === undefined ? place : (places.get(key) ?? place));
}
