import { isRecord, type KubernetesObject } from '../../model/manifest.ts';
import { type Candidate, candidateOf } from '../match/candidate.ts';
import type { PolicyRequest, UserInfo } from '../types.ts';
import { VariableContext } from '../variables/context.ts';
import { imagesOf } from '../variables/images.ts';
import { withNamespace } from './namespace.ts';

/** A request as rules look at it. Made once, however many rules there are. */
export interface PreparedRequest {
  /** With the namespace in the objects, as the API server puts it there before any policy is asked. */
  readonly request: PolicyRequest;
  /** What is matched: the object, or what is deleted. */
  readonly candidate: Candidate | undefined;
  /** What variables can name. Made when somebody needs it. */
  readonly context: () => VariableContext;
}

const known = new WeakMap<PolicyRequest, PreparedRequest>();

export function prepareRequest(request: PolicyRequest): PreparedRequest {
  const found = known.get(request);
  if (found !== undefined) return found;
  const prepared = prepare(request);
  known.set(request, prepared);
  known.set(prepared.request, prepared);
  return prepared;
}

function prepare(given: PolicyRequest): PreparedRequest {
  let context: VariableContext | undefined;
  let request: PolicyRequest = {
    ...given,
    object: given.object && withNamespace(given.object, given),
    oldObject: given.oldObject && withNamespace(given.oldObject, given),
  };
  if (Object.keys(given.values ?? {}).some((path) => OBJECT_PATH.test(path))) {
    context = contextOf(request);
    request = { ...request, ...objectsIn(context, request) };
  }
  const matched = request.object ?? request.oldObject;
  return {
    request,
    candidate: matched && candidateOf(matched, request),
    context: () => {
      context ??= contextOf(request);
      return context;
    },
  };
}

const OBJECT_PATH = /^request\.(object|oldObject)\b/;

/** The request after its object has been changed. */
export function withChangedObject(request: PolicyRequest, object: KubernetesObject): PolicyRequest {
  const { values } = request;
  return { ...request, object, values: values && withoutObjects(values) };
}

/** Values but those for parts of the objects, which are in them already. */
export function withoutObjects(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([path]) => !OBJECT_PATH.test(path)));
}

function contextOf(request: PolicyRequest): VariableContext {
  const { object, oldObject, operation, namespace, user, values = {} } = request;
  const subject = object ?? oldObject;
  const known = VariableContext.of({
    request: {
      ...(object !== undefined && { object }),
      ...(oldObject !== undefined && { oldObject }),
      operation,
      namespace,
      ...(user && userData(user)),
    },
    ...(user && serviceAccountOf(user.username)),
  });
  const context = subject === undefined ? known : known.withLazy('images', () => imagesOf(subject));
  return Object.entries(values).reduce((made, [path, value]) => made.withPath(path, value), context);
}

function userData({ roles, clusterRoles, username, uid, groups, extra }: UserInfo): Readonly<Record<string, unknown>> {
  const userInfo = {
    ...(username !== '' && { username }),
    ...(uid !== '' && { uid }),
    ...(groups.length > 0 && { groups }),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
  return {
    ...(roles.length > 0 && { roles }),
    ...(clusterRoles.length > 0 && { clusterRoles }),
    userInfo,
  };
}

const SERVICE_ACCOUNT = 'system:serviceaccount:';

function serviceAccountOf(username: string): Readonly<Record<string, string>> {
  const [namespace = '', name] = username.slice(SERVICE_ACCOUNT.length).split(':');
  return {
    serviceAccountName: name ?? '',
    serviceAccountNamespace: name === undefined ? '' : namespace,
  };
}

/** Values may also replace parts of the objects, which are then what rules judge. */
function objectsIn(context: VariableContext, request: PolicyRequest): Partial<PolicyRequest> {
  const found = (field: 'object' | 'oldObject'): KubernetesObject | undefined => {
    if (request[field] === undefined) return undefined;
    const value = context.query(`request.${field}`);
    return isRecord(value) && typeof value.kind === 'string' ? (value as KubernetesObject) : undefined;
  };
  return { object: found('object'), oldObject: found('oldObject') };
}
