import type { NamespaceDeclaration } from '../model/namespace.ts';
import { findIdleMetadata } from '../namespaces/conflicts.ts';
import { declareNamespace } from '../namespaces/declare.ts';
import { declareManaged, locateManaged } from '../namespaces/declare-application.ts';
import type { LabelProblem } from '../namespaces/problem.ts';
import type { CollectedTarget, Collection } from './collect.ts';

/** What the manifests and Applications of all targets say of namespaces. */
export function declare({ targets }: Collection): NamespaceDeclaration[] {
  return targets.flatMap(({ target, namespaces, applications }) => [
    ...namespaces.map(({ manifest, trace }) =>
      declareNamespace(
        manifest,
        { cluster: target.placement?.cluster ?? '', source: 'manifest', target: target.id },
        trace,
      ),
    ),
    ...applications.flatMap((application) => declareManaged(application, target.id) ?? []),
  ]);
}

/** Applications that say something of their namespace which has no effect. */
export function idleMetadata({ target, applications }: CollectedTarget): LabelProblem[] {
  return applications.flatMap((application) => {
    const { name, destination, managed, createsNamespace } = application;
    if (managed === undefined || createsNamespace) return [];
    const location = locateManaged(application);
    return [findIdleMetadata(destination.cluster, destination.namespace, target.id, name, location)];
  });
}
