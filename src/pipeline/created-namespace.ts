import type { Manifest } from '../model/manifest.ts';
import type { NamespaceDeclaration } from '../model/namespace.ts';
import type { NamespaceOwner } from '../namespaces/declare-application.ts';
import type { CollectedTarget } from './collect.ts';

/**
 * The Namespace that Argo CD will create for an Application, which no file holds: admission sees it as any other.
 *
 * @returns nothing where a manifest or the cluster has it already
 */
export function createdNamespace(
  { target }: CollectedTarget,
  declarations: readonly NamespaceDeclaration[],
): Manifest | undefined {
  const { application } = target;
  if (application === undefined || !application.createsNamespace) return undefined;
  const { cluster, namespace } = application.destination;
  const isThere = declarations.some(
    (each) =>
      each.name === namespace &&
      (each.source === 'manifest' || (each.source === 'live' && application.managed === undefined)) &&
      (each.cluster === cluster || each.cluster === ''),
  );
  return namespace === '' || isThere ? undefined : manifestOf(application, namespace);
}

function manifestOf({ manifest, managed }: NamespaceOwner, name: string): Manifest {
  const { source } = manifest;
  return {
    object: { apiVersion: 'v1', kind: 'Namespace', metadata: { ...managed, name } },
    source: {
      file: source.file,
      lineOf: ([field, ...rest]) =>
        field === 'metadata' && managed !== undefined
          ? source.lineOf(['spec', 'syncPolicy', 'managedNamespaceMetadata', ...rest])
          : source.lineOf(['spec', 'destination', 'namespace']),
    },
  };
}
