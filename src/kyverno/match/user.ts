import type { Subject, UserFilter } from '../read/rule.ts';
import type { UserInfo } from '../types.ts';
import { compileWildcard } from './wildcard.ts';

export type UserTest = (user: UserInfo | undefined) => boolean;

const NOBODY: UserInfo = { username: '', uid: '', groups: [], extra: {}, roles: [], clusterRoles: [] };

/**
 * `roles`, `clusterRoles` and `subjects` of a filter, which all have to match.
 *
 * Source: kyverno pkg/engine/utils/match.go, pkg/utils/match/subjects.go
 *
 * @returns nothing when the filter has none of them
 */
export function compileUserFilter({ roles = [], clusterRoles = [], subjects = [] }: UserFilter): UserTest | undefined {
  if (roles.length + clusterRoles.length + subjects.length === 0) return undefined;
  const tests = subjects.map(compileSubject);
  return (asked) => {
    const user = asked ?? NOBODY;
    return (
      (roles.length === 0 || user.roles.some((role) => roles.includes(role))) &&
      (clusterRoles.length === 0 || user.clusterRoles.some((role) => clusterRoles.includes(role))) &&
      (tests.length === 0 || tests.some((test) => test(user)))
    );
  };
}

function compileSubject({ kind, name, namespace = '' }: Subject): (user: UserInfo) => boolean {
  if (kind === 'ServiceAccount') {
    const fits = compileWildcard(`system:serviceaccount:${namespace}:${name}`);
    return ({ username }) => fits(username);
  }
  const fits = compileWildcard(name);
  if (kind === 'Group') return ({ groups }) => groups.some(fits);
  return kind === 'User' ? ({ username }) => fits(username) : () => false;
}
