import { type PreparedRequest, prepareRequest, withoutObjects } from '../evaluation/prepared-request.ts';
import type { PolicyRequest, RuleValues, UserInfo } from '../types.ts';

/** Nobody is this user: who made the old object is not known. */
const UNKNOWN_USER: UserInfo = {
  username: 'kyverno:kyverno-invalid-controller',
  uid: 'kyverno:invaliduid',
  groups: ['kyverno:invalidgroup'],
  extra: {},
  roles: ['kyverno:invalidrole'],
  clusterRoles: ['kyverno:invalidrole'],
};

/**
 * The request that made the object that is updated, as far as it can be known.
 *
 * Source: kyverno pkg/engine/handlers/validation/validate_resource.go, validateOldObject
 *
 * @returns nothing for requests that update nothing
 */
export function requestOfOldObject({ request }: PreparedRequest): PreparedRequest | undefined {
  const { operation, oldObject, object } = request;
  if (operation !== 'UPDATE' || oldObject === undefined || object === undefined) return undefined;
  const past: PolicyRequest = {
    ...request,
    operation: 'CREATE',
    object: oldObject,
    oldObject: undefined,
    subresource: '',
    user: UNKNOWN_USER,
    values: pastValues(request.values ?? {}),
    ruleValues: (policy, rule) => {
      const given = request.ruleValues?.(policy, rule);
      return given && { ...given, values: pastValues(given.values) };
    },
  };
  return prepareRequest(past);
}

/** Values but those that mean the present request. */
function pastValues(values: RuleValues['values']): RuleValues['values'] {
  const { 'request.operation': _, ...rest } = withoutObjects(values);
  return rest;
}
