import { type Manifest, metadataText } from '../../model/manifest.ts';
import { findConditionProblems } from '../conditions/evaluate.ts';
import type { PodSecurityExclusion } from '../pod-security/evaluate.ts';
import { findExclusionProblems } from '../pod-security/validate-exclusions.ts';
import { problemIf } from './checks/check.ts';
import { checkControlNames } from './checks/control-names.ts';
import { checkParts, filtersOf } from './checks/matching.ts';
import { EXCEPTION_SPEC } from './exception-shape.ts';
import { exclusionsOf } from './exclusions.ts';
import type { FieldProblem } from './problem.ts';
import { DEEPEST } from './read-policy.ts';
import type { MatchResources, PodSecurityControl } from './rule.ts';
import { decode } from './shape.ts';
import { isAtMostDeep } from './walk.ts';

/** A PolicyException of the group kyverno.io. */
export interface ClassicException {
  /** `namespace/name` */
  readonly name: string;
  readonly match: MatchResources;
  readonly conditions: unknown;
  readonly exceptions: readonly ExceptedRules[];
  readonly podSecurity: readonly PodSecurityExclusion[];
}

export interface ExceptedRules {
  /** `name`, or `namespace/name`. */
  readonly policyName: string;
  /** With wildcards; names after auto-generation. */
  readonly ruleNames: readonly string[];
}

export interface ExceptionReading {
  readonly exception?: ClassicException | undefined;
  readonly problems: readonly FieldProblem[];
}

interface Spec {
  readonly background?: boolean;
  readonly match: MatchResources;
  readonly conditions?: unknown;
  readonly exceptions: readonly ExceptedRules[];
  readonly podSecurity?: readonly PodSecurityControl[];
}

const VERSIONS: readonly unknown[] = ['kyverno.io/v2', 'kyverno.io/v2beta1'];

/**
 * Decodes a PolicyException and checks it as Kyverno does when it is applied.
 *
 * Source: kyverno api/kyverno/v2/policy_exception_types.go
 */
export function readException({ object }: Manifest): ExceptionReading {
  if (!VERSIONS.includes(object.apiVersion))
    return refuse('apiVersion', `must be ${VERSIONS.join(' or ')}, not ${JSON.stringify(object.apiVersion)}`);
  if (!isAtMostDeep(object, DEEPEST)) return refuse('spec', `is nested more than ${DEEPEST} levels deep`);
  const problems: FieldProblem[] = [];
  const spec = decode(object.spec, EXCEPTION_SPEC, 'spec', problems) as Spec;
  if (problems.length > 0) return { problems };
  const namespace = metadataText(object, 'namespace');
  const name = metadataText(object, 'name');
  const exception: ClassicException = {
    name: namespace === '' ? name : `${namespace}/${name}`,
    match: spec.match,
    conditions: spec.conditions,
    exceptions: spec.exceptions,
    podSecurity: exclusionsOf(spec.podSecurity),
  };
  return { exception, problems: checkException(exception, spec) };
}

function refuse(path: string, message: string): ExceptionReading {
  return { problems: [{ path, message }] };
}

function checkException({ match, conditions, exceptions, podSecurity }: ClassicException, spec: Spec): FieldProblem[] {
  return [
    ...(spec.background === false ? [] : findUserFilters(match)),
    ...checkParts(match, 'spec.match', false),
    ...exceptions.flatMap(({ policyName }, index) =>
      problemIf(policyName === '', `spec.exceptions[${index}].policyName`, 'An exception requires a policy name'),
    ),
    ...(conditions === undefined ? [] : findConditionProblems(conditions, 'spec.conditions')),
    ...findExclusionProblems(undefined, podSecurity, 'spec.podSecurity'),
    ...checkControlNames(podSecurity, 'spec.podSecurity'),
  ];
}

/** Exceptions that also hold for what is in the cluster already cannot ask who put it there. */
function findUserFilters(match: MatchResources): FieldProblem[] {
  return filtersOf(match, 'spec.match').flatMap(([filter, path]) =>
    (['roles', 'clusterRoles', 'subjects'] as const)
      .filter((field) => (filter[field] ?? []).length > 0)
      .map((field) => ({ path: `${path}.${field}`, message: 'Usage of user info is forbidden' })),
  );
}
