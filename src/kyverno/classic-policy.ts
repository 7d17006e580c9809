import type { KubernetesObject } from '../model/manifest.ts';
import { metadataText } from '../model/manifest.ts';
import type { EffectiveRules } from './auto-gen/effective-rules.ts';
import { kindOf, memoizeByKind } from './by-kind.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { withoutAddedNamespace } from './evaluation/namespace.ts';
import { type PreparedRequest, prepareRequest, withChangedObject } from './evaluation/prepared-request.ts';
import { compileFailureActions } from './failure-action.ts';
import { type GroupVersionKind, splitApiVersion } from './match/kind-selector.ts';
import { compileMatchConditions } from './match-conditions.ts';
import { type CompiledMutation, compileMutation } from './mutate-rules/compile-rule.ts';
import type { ClassicException } from './read/read-exception.ts';
import type { ClassicPolicy } from './read/read-policy.ts';
import type { PolicyRequest, PolicyResponse, RuleResponse } from './types.ts';
import { type CompiledRule, compileRule, type RuleSettings } from './validate/compile-rule.ts';

/** A ClusterPolicy or a Policy that is ready to be asked. */
export interface CompiledClassicPolicy extends CompiledPolicy {
  /** Whether it may change objects of this kind. */
  mutates(apiVersion: string, kind: string): boolean;
}

/** What a policy has to say to objects of one kind. */
interface KindRules {
  readonly validate: readonly CompiledRule[];
  readonly mutate: readonly CompiledMutation[];
}

const NO_RULES: KindRules = { validate: [], mutate: [] };

/** @param rules of the policy, with those that are generated */
export function compileClassicPolicy(
  policy: ClassicPolicy,
  rules: EffectiveRules,
  exceptions: readonly ClassicException[],
  settings: RuleSettings,
): CompiledClassicPolicy {
  const { info, spec } = policy;
  const rulesFor = memoizeByKind((apiVersion, kind) =>
    compileKind(policy, rules, splitApiVersion(apiVersion, kind), exceptions, settings),
  );
  const findAction = compileFailureActions(rules.all(), spec);
  const isAsked = compileScope(policy);
  const appliesOne = spec.applyRules === 'One';

  const answer = ({ request, candidate }: PreparedRequest, responses: readonly RuleResponse[]): PolicyResponse => {
    const place = { namespace: candidate?.namespace ?? '', namespaceLabels: request.namespaceLabels };
    return { policy: info, responses, actionOf: (rule) => findAction(rule, place) };
  };

  return {
    info,
    concerns: (apiVersion, kind) => rulesFor(apiVersion, kind) !== NO_RULES,
    mutates: (apiVersion, kind) => rulesFor(apiVersion, kind).mutate.length > 0,
    validate: (request) => {
      const { validate } = rulesFor(...kindOf(request));
      if (validate.length === 0) return undefined;
      const prepared = prepareRequest(request);
      if (!isAsked(prepared)) return undefined;
      const responses = evaluateRules(validate, prepared, appliesOne);
      return responses.length === 0 ? undefined : answer(prepared, responses);
    },
    mutate: (request) => {
      const { mutate } = rulesFor(...kindOf(request));
      if (mutate.length === 0 || request.object === undefined) return undefined;
      const prepared = prepareRequest(request);
      if (!isAsked(prepared)) return undefined;
      const { responses, object } = mutateInTurn(mutate, prepared, appliesOne);
      if (responses.length === 0) return undefined;
      return {
        ...answer(
          prepared,
          responses.map((response) => withoutNamespace(response, request)),
        ),
        object: object === undefined ? request.object : withoutAddedNamespace(object, request),
      };
    },
  };
}

function compileKind(
  policy: ClassicPolicy,
  rules: EffectiveRules,
  kind: GroupVersionKind,
  exceptions: readonly ClassicException[],
  settings: RuleSettings,
): KindRules {
  const validate = rules
    .forKind(kind.kind)
    .map((rule) => compileRule(rule, policy, kind, exceptions, settings))
    .filter((rule) => rule !== undefined);
  const mutate = rules
    .all()
    .map((rule) => compileMutation(rule, policy, kind, exceptions, settings))
    .filter((rule) => rule !== undefined);
  return validate.length + mutate.length === 0 ? NO_RULES : { validate, mutate };
}

/** A Policy is only asked about objects in its own namespace. */
function compileScope({ info, isNamespaced, spec }: ClassicPolicy): (prepared: PreparedRequest) => boolean {
  const isMatched = compileMatchConditions(spec.webhookConfiguration?.matchConditions ?? []);
  const isInside = (object: KubernetesObject | undefined): boolean =>
    !isNamespaced || object === undefined || metadataText(object, 'namespace') === info.namespace;
  return ({ request }) => isInside(request.object) && isInside(request.oldObject) && isMatched(request);
}

/** @param stopsAtFirst whether the first rule that passed or failed ends it */
function evaluateRules(
  rules: readonly CompiledRule[],
  prepared: PreparedRequest,
  stopsAtFirst: boolean,
): readonly RuleResponse[] {
  const responses: RuleResponse[] = [];
  for (const evaluate of rules) {
    const response = evaluate(prepared);
    if (response === undefined) continue;
    responses.push(response);
    if (stopsAtFirst && isApplied(response)) break;
  }
  return responses;
}

function isApplied({ status }: RuleResponse): boolean {
  return status === 'pass' || status === 'fail';
}

/**
 * Every rule sees what those before it made of the object.
 *
 * @returns the object only when something changed
 */
function mutateInTurn(rules: readonly CompiledMutation[], started: PreparedRequest, stopsAtFirst: boolean) {
  const responses: RuleResponse[] = [];
  let prepared = started;
  let object: KubernetesObject | undefined;
  for (const mutate of rules) {
    const results = mutate(prepared);
    responses.push(...results.map(({ response }) => response));
    const changed = results.findLast((result) => result.object !== undefined)?.object;
    if (changed !== undefined) {
      object = changed;
      prepared = prepareRequest(withChangedObject(prepared.request, changed));
    }
    if (stopsAtFirst && results.some(({ response }) => isApplied(response))) break;
  }
  return { responses, object };
}

function withoutNamespace(response: RuleResponse, request: PolicyRequest): RuleResponse {
  return response.patched === undefined
    ? response
    : { ...response, patched: withoutAddedNamespace(response.patched, request) };
}
