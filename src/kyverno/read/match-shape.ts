import { listOf, object, oneOf, type Shape, TEXT, TEXT_MAP, TEXTS } from './shape.ts';

export const LABEL_SELECTOR: Shape = object({
  matchLabels: TEXT_MAP,
  matchExpressions: listOf(object({ key: TEXT, operator: TEXT, values: TEXTS }, ['key', 'operator'])),
});

const FILTER = {
  roles: TEXTS,
  clusterRoles: TEXTS,
  subjects: listOf(object({ apiGroup: TEXT, kind: TEXT, name: TEXT, namespace: TEXT }, ['kind', 'name'])),
  resources: object({
    kinds: TEXTS,
    name: TEXT,
    names: TEXTS,
    namespaces: TEXTS,
    annotations: TEXT_MAP,
    selector: LABEL_SELECTOR,
    namespaceSelector: LABEL_SELECTOR,
    operations: listOf(oneOf('CREATE', 'CONNECT', 'UPDATE', 'DELETE')),
  }),
};

const ANY_ALL = { any: listOf(object(FILTER)), all: listOf(object(FILTER)) };

/** What to match, of version v1, in which a filter may also stand by itself. */
export const MATCH_V1: Shape = object({ ...ANY_ALL, ...FILTER });

/** What to match, of all later versions and of exceptions. */
export const MATCH_V2: Shape = object(ANY_ALL);
