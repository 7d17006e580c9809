import { matchesWildcard } from '../../../model/wildcard.ts';
import { hasWildcard } from '../../match/wildcard.ts';
import type { FailureActionOverride } from '../rule.ts';
import { type FieldProblem, problemIf } from './check.ts';

type Action = 'enforce' | 'audit';

/**
 * Two overrides that say different things of one namespace.
 *
 * Source: kyverno pkg/validation/policy/validate.go, validateNamespaces
 */
export function checkOverrides(overrides: readonly FailureActionOverride[], path: string): FieldProblem[] {
  const seen: Record<Action, string[]> = { enforce: [], audit: [] };
  return overrides.flatMap(({ action, namespaces = [] }, index) => {
    const at = `${path}[${index}]`;
    if (action === undefined) return [{ path: `${at}.action`, message: 'invalid action' }];
    const own: Action = action.toLowerCase() === 'enforce' ? 'enforce' : 'audit';
    const others = seen[own === 'enforce' ? 'audit' : 'enforce'];
    const conflicts = namespaces.filter((namespace) => others.some((other) => overlap(namespace, other)));
    seen[own].push(...namespaces);
    return problemIf(
      conflicts.length > 0,
      `${at}.namespaces`,
      `conflicting namespaces found in path: ${at}.namespaces: ${conflicts.toSorted().join(', ')}`,
    );
  });
}

function overlap(one: string, other: string): boolean {
  if (!hasWildcard(one) && !hasWildcard(other)) return one === other;
  return matchesWildcard(one, other) || matchesWildcard(other, one);
}
