import { evaluateConditions } from '../conditions/evaluate.ts';
import type { PreparedRequest } from '../evaluation/prepared-request.ts';
import type { Candidate } from '../match/candidate.ts';
import type { GroupVersionKind } from '../match/kind-selector.ts';
import { compileFilter } from '../match/resource-filter.ts';
import { compileWildcards } from '../match/wildcard.ts';
import type { ClassicException } from '../read/read-exception.ts';
import type { MatchResources, ResourceFilter } from '../read/rule.ts';
import type { VariableContext } from '../variables/context.ts';
import { VariableError } from '../variables/errors.ts';

/** Finds the exceptions of one rule that a request falls under. */
export type ExceptionFinder = (
  prepared: PreparedRequest,
  context: () => VariableContext,
) => readonly ClassicException[];

const NONE: readonly ClassicException[] = [];

/**
 * Exceptions that name a rule, made for objects of one kind.
 *
 * Source: kyverno pkg/engine/utils/exceptions.go, MatchesException
 *
 * @param policy `name`, or `namespace/name`
 * @param rule after auto-generation
 */
export function compileExceptions(
  exceptions: readonly ClassicException[],
  policy: string,
  rule: string,
  kind: GroupVersionKind,
): ExceptionFinder {
  const compiled = exceptions
    .filter((exception) => namesRule(exception, policy, rule))
    .map((exception) => ({ exception, fits: compileMatch(exception.match, kind) }));
  if (compiled.length === 0) return () => NONE;
  return ({ candidate }, context) => {
    if (candidate === undefined) return NONE;
    return compiled
      .filter(({ exception, fits }) => fits(candidate) && holds(exception.conditions, context))
      .map(({ exception }) => exception);
  };
}

export function namesRule({ exceptions }: ClassicException, policy: string, rule: string): boolean {
  return exceptions.some(({ policyName, ruleNames }) => policyName === policy && compileWildcards(ruleNames)(rule));
}

function compileMatch(
  { any = [], all = [] }: MatchResources,
  kind: GroupVersionKind,
): (candidate: Candidate) => boolean {
  const tests = (any.length > 0 ? any : all).map((filter) => compileException(filter, kind));
  if (any.length > 0) return (candidate) => tests.some((test) => test(candidate));
  return (candidate) => tests.length > 0 && tests.every((test) => test(candidate));
}

function compileException(filter: ResourceFilter, kind: GroupVersionKind): (candidate: Candidate) => boolean {
  const compiled = compileFilter(filter, kind, 'exception');
  if (compiled === undefined) return () => false;
  const { isEmpty, fitsResource, fitsUser } = compiled;
  return (candidate) =>
    !(isEmpty && fitsUser === undefined) &&
    fitsResource(candidate) &&
    (fitsUser === undefined || fitsUser(candidate.user));
}

/** Conditions that cannot be evaluated do not excuse anything. */
function holds(conditions: unknown, context: () => VariableContext): boolean {
  if (conditions === undefined) return true;
  try {
    return evaluateConditions(conditions, context()).holds;
  } catch (thrown) {
    if (thrown instanceof VariableError) return false;
    throw thrown;
  }
}
