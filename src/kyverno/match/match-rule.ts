import type { MatchResources, ResourceFilter } from '../read/rule.ts';
import type { Candidate } from './candidate.ts';
import type { GroupVersionKind } from './kind-selector.ts';
import { type CompiledFilter, compileFilter } from './resource-filter.ts';

export type CandidateTest = (candidate: Candidate) => boolean;

const NEVER: CandidateTest = () => false;

/**
 * Whether a rule applies, made for objects of one kind: `match` says yes and `exclude`, where there is one, does not say
 * yes too.
 *
 * Source: kyverno pkg/engine/utils/match.go, MatchesResourceDescription
 *
 * @returns nothing when no object of the kind can match
 */
export function compileRuleMatch(
  { match, exclude }: { readonly match: MatchResources; readonly exclude?: MatchResources },
  kind: GroupVersionKind,
): CandidateTest | undefined {
  const isMatched = compileMatch(match, kind);
  if (isMatched === undefined) return undefined;
  const isExcluded = exclude === undefined ? NEVER : compileExclude(exclude, kind);
  return (candidate) => isMatched(candidate) && !isExcluded(candidate);
}

function compileMatch(
  { any = [], all = [], ...inline }: MatchResources,
  kind: GroupVersionKind,
): CandidateTest | undefined {
  const compile = (filter: ResourceFilter): CandidateTest | undefined => {
    const compiled = compileFilter(filter, kind, 'policy');
    return compiled && ((candidate) => includes(compiled, candidate));
  };
  if (any.length > 0) {
    const tests = any.map(compile).filter((test) => test !== undefined);
    return tests.length === 0 ? undefined : (candidate) => tests.some((test) => test(candidate));
  }
  const tests = (all.length > 0 ? all : [inline]).map(compile);
  return tests.every((test) => test !== undefined) ? (candidate) => tests.every((test) => test(candidate)) : undefined;
}

/** Of whom nothing is known does not have to match; a filter that asks nothing else then matches nothing. */
function includes({ isEmpty, fitsResource, fitsUser }: CompiledFilter, candidate: Candidate): boolean {
  const fits = candidate.user === undefined ? undefined : fitsUser;
  if (isEmpty && fits === undefined) return false;
  return fitsResource(candidate) && (fits === undefined || fits(candidate.user));
}

function compileExclude({ any = [], all = [], ...inline }: MatchResources, kind: GroupVersionKind): CandidateTest {
  const compile = (filter: ResourceFilter): CandidateTest => {
    const compiled = compileFilter(filter, kind, 'policy');
    return compiled === undefined ? NEVER : (candidate) => excludes(compiled, candidate);
  };
  if (all.length > 0 && any.length === 0) {
    const tests = all.map(compile);
    return (candidate) => tests.every((test) => test(candidate));
  }
  const tests = (any.length > 0 ? any : [inline]).map(compile);
  return (candidate) => tests.some((test) => test(candidate));
}

/** Of whom nothing is known is nobody, whom filters on users do not exclude. */
function excludes({ isEmpty, fitsResource, fitsUser }: CompiledFilter, candidate: Candidate): boolean {
  if (isEmpty && fitsUser === undefined) return false;
  return fitsResource(candidate) && (fitsUser === undefined || fitsUser(candidate.user));
}
