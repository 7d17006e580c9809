import type { NamespaceDeclaration } from '../model/namespace.ts';
import { findIdleMetadata } from '../namespaces/conflicts.ts';
import { declareNamespace } from '../namespaces/declare.ts';
import { declareManaged, locateManaged } from '../namespaces/declare-application.ts';
import type { LabelProblem } from '../namespaces/problem.ts';
import type { CollectedTarget, Collection } from './collect.ts';

/** What the manifests of all targets, and their Applications, say of namespaces. */
export function declare({ targets, leftOut }: Collection): NamespaceDeclaration[] {
  return [...targets, ...leftOut].flatMap(({ target, namespaces }) => [
    ...namespaces.map(({ manifest, trace }) =>
      declareNamespace(
        manifest,
        { cluster: target.placement?.cluster ?? '', source: 'manifest', target: target.id },
        trace,
      ),
    ),
    ...(target.application === undefined ? [] : asList(declareManaged(target.application, target.id))),
  ]);
}

function asList<Item>(item: Item | undefined): Item[] {
  return item === undefined ? [] : [item];
}

/** What an Application says of its namespace that has no effect. */
export function idleMetadata({ target }: CollectedTarget): LabelProblem[] {
  const { application } = target;
  if (application?.managed === undefined || application.createsNamespace) return [];
  const { cluster, namespace } = application.destination;
  return [findIdleMetadata(cluster, namespace, target.id, application.name, locateManaged(application))];
}
