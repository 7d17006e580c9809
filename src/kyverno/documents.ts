import { groupOf, type KubernetesObject } from '../model/manifest.ts';

/** What a document of the group kyverno.io is to us; `no judge` has to do with policies, but judges nothing. */
export type DocumentKind = 'policy' | 'exception' | 'no judge';

const KINDS: ReadonlyMap<string, DocumentKind> = new Map(
  Object.entries({
    ClusterPolicy: 'policy',
    Policy: 'policy',
    PolicyException: 'exception',
    CleanupPolicy: 'no judge',
    ClusterCleanupPolicy: 'no judge',
    GlobalContextEntry: 'no judge',
  } as const),
);

/** Nothing for documents of other groups and kinds. */
export function classicKind({ apiVersion, kind }: KubernetesObject): DocumentKind | undefined {
  return groupOf(apiVersion) === 'kyverno.io' ? KINDS.get(kind) : undefined;
}
