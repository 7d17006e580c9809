import type { CelLookups } from '../../cel/lookups.ts';
import type { Manifest } from '../../model/manifest.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import type { FieldProblem } from '../read/problem.ts';
import type { PolicyRequest, PolicyResponse } from '../types.ts';
import { type RequestVariables, variablesOfKyverno } from './activation.ts';
import { type Answer, answer, toRuleResponse } from './answer.ts';
import { controllersOf, type PodLocation, rewritePolicy } from './auto-gen.ts';
import type { PolicyException } from './exceptions.ts';
import { compileMatchResources, MATCHES_ALL, MATCHES_NOTHING, type ResourceMatcher } from './match-resources.ts';
import { findPodTemplates } from './pod-templates.ts';
import { describePolicy, strictestAction } from './policy-info.ts';
import { processOf } from './process.ts';
import { createScope, type ScopeOptions } from './scope.ts';
import type { ValidatingPolicySpec } from './spec.ts';
import { targetOf } from './target.ts';
import { compileObjectValidator, type ObjectValidator, PASSED, SKIPPED } from './validate-object.ts';
import type { Activation } from './variables.ts';
import { limitToNamespace } from './within-namespace.ts';

/** A policy for one kind of pod location; what the author wrote is one of them. */
interface Variant {
  readonly matcher: ResourceMatcher;
  judge(request: PolicyRequest): Answer | undefined;
}

/**
 * A ValidatingPolicy or NamespacedValidatingPolicy.
 *
 * @param lookups where what is in no request is looked up, if anywhere
 *
 * Source: kyverno pkg/cel/policies/vpol/engine; https://kyverno.io/docs/policy-types/validating-policy/
 */
export function compileValidatingPolicy(
  manifest: Manifest,
  spec: ValidatingPolicySpec,
  exceptions: readonly PolicyException[],
  ignoresUnsupported: boolean,
  problems: FieldProblem[],
  lookups?: CelLookups,
): CompiledPolicy {
  const info = describePolicy(manifest, 'KyvernoValidatingPolicy');
  const outside = { lookups, namespace: info.kind === 'NamespacedValidatingPolicy' ? info.namespace : '' };
  const variants = compileVariants(spec, outside, exceptions, ignoresUnsupported, problems);
  const limit = limitToNamespace(info);
  const process = processOf(spec.evaluation);
  const action = spec.evaluation?.admission?.enabled === false ? 'audit' : strictestAction(spec.validationActions);
  const actionOf = () => action;
  const respond = (verdicts: readonly Answer[]): PolicyResponse => ({
    policy: info,
    responses: verdicts.map((verdict) => toRuleResponse(verdict, 'validate', process)),
    actionOf,
  });
  // Most objects get one of these, which need not be made again.
  const frequent = new Map([PASSED, SKIPPED].map((verdict) => [verdict, respond([verdict])]));
  return {
    info,
    concerns: (apiVersion, kind) =>
      limit.concerns(apiVersion, kind) && variants.some(({ matcher }) => matcher.concerns(apiVersion, kind)),
    mutate: () => undefined,
    validate: (request) => {
      const target = targetOf(request);
      if (!limit.includes(target)) return undefined;
      const verdicts: Answer[] = [];
      for (const variant of variants) {
        const verdict = variant.matcher.fit(target) === 'not' ? undefined : variant.judge(request);
        if (verdict !== undefined) verdicts.push(verdict);
      }
      const [first] = verdicts;
      if (first === undefined) return undefined;
      return (verdicts.length === 1 ? frequent.get(first) : undefined) ?? respond(verdicts);
    },
  };
}

function compileVariants(
  spec: ValidatingPolicySpec,
  outside: ScopeOptions,
  exceptions: readonly PolicyException[],
  ignoresUnsupported: boolean,
  problems: FieldProblem[],
): readonly Variant[] {
  const compile = (of: ValidatingPolicySpec, found: FieldProblem[]) =>
    compileObjectValidator(of, createScope('validating', outside), exceptions, ignoresUnsupported, found);
  const validator = compile(spec, problems);
  if (spec.evaluation?.mode === 'JSON')
    return [{ matcher: MATCHES_ALL, judge: (request) => validator(toJsonActivation(request)) }];
  const { matchConstraints } = spec;
  const matcher =
    matchConstraints === undefined
      ? MATCHES_NOTHING
      : compileMatchResources(matchConstraints, false, 'spec.matchConstraints', problems);
  return [
    { matcher, judge: (request) => validator(toActivation(variablesOfKyverno(request))) },
    ...controllersOf(spec).map(({ location, matchConstraints: match }): Variant => {
      // What is wrong with the policy as it is written has been said.
      const silent: FieldProblem[] = [];
      return {
        matcher: compileMatchResources(match, false, 'spec.matchConstraints', silent),
        judge: judgeController(
          location,
          location === 'extract' ? validator : compile(rewritePolicy(spec, location), problems),
        ),
      };
    }),
  ];
}

function judgeController(
  location: PodLocation,
  validator: ObjectValidator,
): (request: PolicyRequest) => Answer | undefined {
  if (location !== 'extract') return (request) => validator(toActivation(variablesOfKyverno(request)));
  return (request) => judgeTemplates(request, validator);
}

/** The first template that is not all right decides. What is exempt says nothing about the others. */
function judgeTemplates(request: PolicyRequest, validator: ObjectValidator): Answer | undefined {
  const templates = findPodTemplates(request);
  if (templates.length === 0) {
    const { apiVersion = '', kind = '' } = request.object ?? request.oldObject ?? {};
    const text = `error: extraction mode: no pod template found in ${apiVersion}/${kind}`;
    return answer('', 'error', text);
  }
  let exempt: Answer | undefined;
  let last: Answer | undefined;
  for (const { path, request: pod } of templates) {
    const verdict = validator(toActivation(variablesOfKyverno(pod)));
    if (verdict.exceptions !== undefined) exempt = mergeExceptions(exempt, verdict);
    else if (verdict.status === 'fail' || verdict.status === 'error')
      return { ...verdict, message: `${verdict.message} (pod template at ${path})` };
    else last = verdict;
  }
  return last ?? exempt;
}

function mergeExceptions(before: Answer | undefined, verdict: Answer): Answer {
  if (before === undefined) return verdict;
  return { ...before, exceptions: [...(before.exceptions ?? []), ...(verdict.exceptions ?? [])] };
}

function toActivation({ object, oldObject, request, namespaceObject }: RequestVariables): Activation {
  return { object, oldObject, request, namespaceObject };
}

/** Of a policy for JSON, which knows nothing of requests. */
function toJsonActivation(request: PolicyRequest): Activation {
  return { object: request.object ?? request.oldObject, oldObject: null, request: null, namespaceObject: null };
}
