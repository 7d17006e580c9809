import {
  BOOL,
  type CelType,
  DYN,
  INT,
  listOf,
  mapOf,
  type ObjectType,
  objectOf,
  STRING,
  TIMESTAMP,
} from './cel-type.ts';

const groupVersionKind = objectOf('kubernetes.GroupVersionKind', { group: STRING, version: STRING, kind: STRING });

const groupVersionResource = objectOf('kubernetes.GroupVersionResource', {
  group: STRING,
  version: STRING,
  resource: STRING,
});

const userInfo = objectOf('kubernetes.UserInfo', {
  username: STRING,
  uid: STRING,
  groups: listOf(STRING),
  extra: mapOf(STRING, listOf(STRING)),
});

/**
 * The variable `request`. Kyverno has the objects in it, Kubernetes has not.
 *
 * Source: k8s.io/apiserver/pkg/admission/plugin/cel/compile.go, BuildRequestType; kyverno pkg/cel/compiler/request.go
 */
export function requestType(options: { readonly hasObjects: boolean }): CelType {
  return objectOf('kubernetes.AdmissionRequest', {
    kind: groupVersionKind,
    resource: groupVersionResource,
    subResource: STRING,
    requestKind: groupVersionKind,
    requestResource: groupVersionResource,
    requestSubResource: STRING,
    name: STRING,
    namespace: STRING,
    operation: STRING,
    userInfo,
    dryRun: BOOL,
    options: DYN,
    ...(options.hasObjects ? { object: DYN, oldObject: DYN } : {}),
  });
}

/**
 * The variable `namespaceObject`.
 *
 * Source: k8s.io/apiserver/pkg/admission/plugin/cel/compile.go, BuildNamespaceType
 */
export const NAMESPACE_TYPE: CelType = objectOf('kubernetes.Namespace', {
  metadata: objectOf('kubernetes.NamespaceMetadata', {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: mapOf(STRING, STRING),
    annotations: mapOf(STRING, STRING),
    UID: STRING,
    creationTimestamp: TIMESTAMP,
    deletionGracePeriodSeconds: INT,
    deletionTimestamp: TIMESTAMP,
    generation: INT,
    resourceVersion: STRING,
    finalizers: listOf(STRING),
  }),
  spec: objectOf('kubernetes.NamespaceSpec', { finalizers: listOf(STRING) }),
  status: objectOf('kubernetes.NamespaceStatus', {
    conditions: listOf(
      objectOf('kubernetes.NamespaceCondition', {
        status: STRING,
        type: STRING,
        lastTransitionTime: TIMESTAMP,
        message: STRING,
        reason: STRING,
      }),
    ),
    phase: STRING,
  }),
});

/**
 * The types of what a mutation makes: `Object`, and `Object.spec` or anything like it, which has every field.
 *
 * Source: k8s.io/apiserver/pkg/cel/mutation/typeresolver.go, jsonpatch.go
 */
export function mutationType(name: string): ObjectType | undefined {
  if (name === 'JSONPatch') return JSON_PATCH_TYPE;
  const isObject = name === 'Object' || name.startsWith('Object.');
  return isObject ? { kind: 'object', name, field: () => DYN } : undefined;
}

const JSON_PATCH_TYPE = objectOf('JSONPatch', { op: STRING, path: STRING, from: STRING, value: DYN });
