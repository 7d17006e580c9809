import type { Manifest } from '../model/manifest.ts';
import type { Editable, NamespaceDeclaration } from '../model/namespace.ts';
import type { Location } from '../model/report.ts';
import { readLabels } from './declare.ts';

/** What an Argo CD Application says of the namespace that it deploys to. */
export interface NamespaceOwner {
  readonly manifest: Manifest;
  readonly name: string;
  readonly namespace: string;
  readonly destination: { readonly cluster: string; readonly namespace: string };
  readonly createsNamespace: boolean;
  readonly managed: Readonly<Record<string, unknown>> | undefined;
  /** Whether an ApplicationSet made it. */
  readonly isGenerated?: true;
}

/**
 * The namespace that an Application creates, with the labels that it manages there.
 *
 * Source: argo-cd controller/sync_namespace.go; `managedNamespaceMetadata` does nothing without `CreateNamespace=true`
 * @returns nothing for one that does not create its namespace
 */
export function declareManaged(owner: NamespaceOwner, target: string): NamespaceDeclaration | undefined {
  const { destination, managed, createsNamespace } = owner;
  if (!createsNamespace || destination.namespace === '') return undefined;
  const editable = editableOf(owner);
  return {
    cluster: destination.cluster,
    name: destination.namespace,
    source: managed === undefined ? 'created' : 'managed',
    target,
    locate: (key) => locateManaged(owner, key),
    ...readLabels(managed ?? {}),
    ...(editable === undefined ? {} : { editable }),
  };
}

/** Where a managed label stands, or would have to be added. */
export function locateManaged({ manifest }: NamespaceOwner, key?: string): Location {
  const path = ['spec', 'syncPolicy', 'managedNamespaceMetadata', 'labels'];
  const { file } = manifest.source;
  const line = manifest.source.lineOf(key === undefined ? path : [...path, key]);
  return line === undefined ? { file } : { file, line };
}

function editableOf({ manifest, name, namespace, isGenerated }: NamespaceOwner): Editable | undefined {
  if (isGenerated === true || manifest.source.lineOf([]) === undefined) return undefined;
  return { file: manifest.source.file, kind: 'Application', name, namespace };
}
