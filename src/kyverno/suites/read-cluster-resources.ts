import type { KubernetesObject } from '../../model/manifest.ts';
import { readObjects } from '../lookups/read-context.ts';
import { FieldReader, readKind } from './fields.ts';
import type { SuiteProblem } from './suite.ts';

/** What is in the cluster of a suite. */
export interface ClusterResources {
  readonly objects: readonly KubernetesObject[];
  /** Files with CustomResourceDefinitions, relative to the suite. */
  readonly definitionFiles: readonly string[];
}

/**
 * Reads a file that `clusterResources` names (`cli.kyverno.io/v1alpha1`, kind ClusterResource).
 *
 * Source: kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/clusterresource.go
 */
export function readClusterResources(document: unknown): {
  readonly resources: ClusterResources;
  readonly problems: readonly SuiteProblem[];
} {
  const problems: SuiteProblem[] = [];
  const reader = new FieldReader(document, [], problems);
  readKind(reader);
  reader.value('metadata');
  const spec = reader.inner('spec');
  const resources = { objects: readObjects(spec, 'resources'), definitionFiles: spec.texts('crds') ?? [] };
  spec.refuseOthers();
  reader.refuseOthers();
  return { resources, problems };
}
