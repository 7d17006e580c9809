import { groupOf, metadataText } from '../../model/manifest.ts';
import type { PolicyRequest, UserInfo } from '../types.ts';
import { targetOf, versionOf } from './target.ts';

type Json = Readonly<Record<string, unknown>>;

/** What expressions see of a request. */
export interface RequestVariables {
  readonly object: unknown;
  readonly oldObject: unknown;
  readonly request: Json;
  readonly namespaceObject: unknown;
}

const NOTHING: Json = {};

const kyvernoVariables = new WeakMap<PolicyRequest, RequestVariables>();
const ruleVariables = new WeakMap<PolicyRequest, RequestVariables>();
const kubernetesVariables = new WeakMap<PolicyRequest, RequestVariables>();

/**
 * As Kyverno's own policies see it: an object that is not there is empty, and the request holds both objects. The same value for
 * the same request.
 *
 * Source: kyverno pkg/cel/policies/vpol/compiler/eval.go, pkg/cel/engine/request.go
 */
export function variablesOfKyverno(request: PolicyRequest): RequestVariables {
  return remember(kyvernoVariables, request, () => {
    const { object, oldObject } = request;
    const admission = describeRequest(request, describeUser(request.user));
    return {
      object: object ?? NOTHING,
      oldObject: oldObject ?? NOTHING,
      request: { ...admission, object: object ?? null, oldObject: oldObject ?? null },
      namespaceObject: describeNamespace(request),
    };
  });
}

/**
 * As `validate.cel` sees it: what is not there is null.
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_cel.go
 */
export function variablesOfRule(request: PolicyRequest): RequestVariables {
  return remember(ruleVariables, request, () => describeAdmission(request, describeUser(request.user)));
}

/**
 * As Kubernetes shows it to its own policies: like a rule, except that somebody always asks.
 *
 * Source: k8s.io/apiserver pkg/admission/plugin/cel/condition.go, kyverno pkg/admissionpolicy/user_info.go
 */
export function variablesOfKubernetes(request: PolicyRequest): RequestVariables {
  return remember(kubernetesVariables, request, () =>
    describeAdmission(request, { ...SOMEBODY, ...describeUser(request.user) }),
  );
}

function describeAdmission(request: PolicyRequest, userInfo: Json): RequestVariables {
  return {
    object: request.object ?? null,
    oldObject: request.oldObject ?? null,
    request: describeRequest(request, userInfo),
    namespaceObject: describeNamespace(request),
  };
}

function remember(
  known: WeakMap<PolicyRequest, RequestVariables>,
  request: PolicyRequest,
  make: () => RequestVariables,
): RequestVariables {
  let variables = known.get(request);
  if (variables === undefined) {
    variables = make();
    known.set(request, variables);
  }
  return variables;
}

/** A name that nobody has, for when nobody is known to ask. */
const NOBODY = 'system:kyverno:background-scan';
const SOMEBODY: Json = { username: NOBODY, uid: NOBODY, groups: [NOBODY] };

/**
 * The admission request, as its JSON is: what is empty is left out.
 *
 * Source: k8s.io/api admission/v1/types.go
 */
function describeRequest(request: PolicyRequest, userInfo: Json): Json {
  const target = targetOf(request);
  const { group, version, kind, resources, subresource, name } = target;
  const namespace = target.isNamespace ? name : target.namespace;
  const { apiVersion } = request.object ?? request.oldObject ?? {};
  const groupVersionKind = { group: groupOf(apiVersion), version: versionOf(apiVersion), kind };
  const groupVersionResource = { group, version, resource: resources[0] ?? '' };
  return {
    kind: groupVersionKind,
    resource: groupVersionResource,
    requestKind: groupVersionKind,
    requestResource: groupVersionResource,
    ...(subresource === '' ? undefined : { subResource: subresource, requestSubResource: subresource }),
    ...(name === '' ? undefined : { name }),
    ...(namespace === '' ? undefined : { namespace }),
    operation: request.operation,
    userInfo,
    dryRun: false,
    options: null,
  };
}

function describeUser(user: UserInfo | undefined): Json {
  if (user === undefined) return NOTHING;
  const { username, uid, groups, extra } = user;
  return {
    ...(username === '' ? undefined : { username }),
    ...(uid === '' ? undefined : { uid }),
    ...(groups.length === 0 ? undefined : { groups }),
    ...(Object.keys(extra).length === 0 ? undefined : { extra }),
  };
}

/** Of a Namespace itself there is none. */
function describeNamespace(request: PolicyRequest): unknown {
  const { namespace, namespaceLabels: labels } = targetOf(request);
  if (namespace === '') return null;
  const { namespaceAnnotations: annotations } = request;
  const metadata = { name: namespace, labels, ...(annotations === undefined ? undefined : { annotations }) };
  return { metadata, spec: {}, status: {} };
}

/** `namespace/name`, or the name where there is no namespace. */
export function keyOf(object: Parameters<typeof metadataText>[0]): string {
  const namespace = metadataText(object, 'namespace');
  const name = metadataText(object, 'name');
  return namespace === '' ? name : `${namespace}/${name}`;
}
