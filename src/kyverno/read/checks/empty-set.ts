import { isDeepStrictEqual } from 'node:util';
import { matchesWildcard } from '../../../model/wildcard.ts';
import { isEmptyDescription } from '../../match/resource-filter.ts';
import type { LabelSelector, MatchResources, ResourceDescription, UserFilter } from '../rule.ts';
import { problemIf, type RuleCheck } from './check.ts';

/**
 * An exclusion that takes away all that is matched.
 *
 * Source: kyverno api/kyverno/v1/rule_types.go, ValidateMatchExcludeConflict
 */
export const checkEmptySet: RuleCheck = ({ match, exclude }, path) =>
  problemIf(exclude !== undefined && takesAll(match, exclude), path, 'Rule is matching an empty set');

function takesAll(match: MatchResources, exclude: MatchResources): boolean {
  if (match.all?.length || exclude.all?.length) return false;
  const matched = match.any ?? [];
  const excluded = exclude.any ?? [];
  if (matched.length > 0 && excluded.length > 0)
    return matched.some((filter) => excluded.some((other) => isDeepStrictEqual(filter, other)));
  if (excluded.length === 0 && isEmptyDescription(exclude.resources ?? {}) && !namesUsers(exclude)) return false;
  return takesUsers(match, exclude) && takesResources(match.resources ?? {}, exclude.resources ?? {});
}

function namesUsers({ roles = [], clusterRoles = [], subjects = [] }: UserFilter): boolean {
  return roles.length + clusterRoles.length + subjects.length > 0;
}

function takesUsers(match: UserFilter, exclude: UserFilter): boolean {
  return (
    takesList(match.roles, exclude.roles) &&
    takesList(match.clusterRoles, exclude.clusterRoles) &&
    takesItems(match.subjects, exclude.subjects)
  );
}

function takesResources(match: ResourceDescription, exclude: ResourceDescription): boolean {
  if (exclude.name && !matchesWildcard(exclude.name, match.name ?? '')) return false;
  if (exclude.names?.length)
    return (match.names ?? []).some((name) => exclude.names?.some((pattern) => matchesWildcard(pattern, name)));
  return (
    takesList(match.namespaces, exclude.namespaces) &&
    takesList(match.kinds, exclude.kinds) &&
    takesSelector(match.selector, exclude.selector) &&
    takesSelector(match.namespaceSelector, exclude.namespaceSelector) &&
    isDeepStrictEqual(match.annotations, exclude.annotations)
  );
}

/** Where an exclusion names some, it must name all that are matched. */
function takesList(match: readonly string[] = [], exclude: readonly string[] = []): boolean {
  return exclude.length === 0 || (match.length > 0 && match.every((item) => exclude.includes(item)));
}

function takesItems(match: readonly unknown[] = [], exclude: readonly unknown[] = []): boolean {
  return (
    exclude.length === 0 ||
    (match.length > 0 && match.every((item) => exclude.some((other) => isDeepStrictEqual(item, other))))
  );
}

function takesSelector(match: LabelSelector | undefined, exclude: LabelSelector | undefined): boolean {
  if (match === undefined || exclude === undefined) return match === exclude;
  const wanted = Object.entries(match.matchLabels ?? {});
  const { matchLabels = {} } = exclude;
  return (
    takesItems(match.matchExpressions, exclude.matchExpressions) &&
    (Object.keys(matchLabels).length === 0 ||
      (wanted.length > 0 && wanted.every(([label, value]) => matchLabels[label] === value)))
  );
}
