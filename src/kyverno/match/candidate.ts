import { isRecord, type KubernetesObject, metadataText } from '../../model/manifest.ts';
import type { Operation, PolicyRequest, UserInfo } from '../types.ts';
import type { Labels } from './label-selector.ts';

/** What a filter looks at. */
export interface Candidate {
  readonly object: KubernetesObject;
  readonly operation: Operation;
  readonly subresource: string;
  readonly name: string;
  /** Of the object; the name of a Namespace is not meant. */
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly namespaceLabels: Labels;
  readonly user: UserInfo | undefined;
}

const NONE: Labels = {};

/** A candidate whose labels and annotations are only looked up when a filter asks. */
export function candidateOf(
  object: KubernetesObject,
  { operation, subresource, namespaceLabels, user }: PolicyRequest,
): Candidate {
  let labels: Labels | undefined;
  let annotations: Labels | undefined;
  return {
    object,
    operation,
    subresource,
    name: metadataText(object, 'name') || metadataText(object, 'generateName'),
    namespace: metadataText(object, 'namespace'),
    namespaceLabels,
    user: user === undefined || isNobody(user) ? undefined : user,
    get labels() {
      labels ??= textMap(object, 'labels');
      return labels;
    },
    get annotations() {
      annotations ??= textMap(object, 'annotations');
      return annotations;
    },
  };
}

/** A map of texts in metadata; as in Kubernetes, one value that is no text makes all of it empty. */
export function textMap({ metadata }: KubernetesObject, field: 'labels' | 'annotations'): Labels {
  const map = isRecord(metadata) ? metadata[field] : undefined;
  if (!isRecord(map)) return NONE;
  return Object.values(map).every((value) => typeof value === 'string') ? (map as Labels) : NONE;
}

/** User information of which nothing is filled in is none. */
function isNobody({ username, uid, groups, extra, roles, clusterRoles }: UserInfo): boolean {
  return (
    username === '' &&
    uid === '' &&
    groups.length + roles.length + clusterRoles.length === 0 &&
    Object.keys(extra).length === 0
  );
}
