import type { KubernetesObject, Manifest } from '../../model/manifest.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import type { FieldProblem } from '../read/problem.ts';
import type { Action, PolicyRequest } from '../types.ts';
import { variablesOfKubernetes } from './activation.ts';
import { annotationsOf, decideAsKubernetes, decideAsKyverno } from './admission-outcome.ts';
import { type AdmissionValidator, compileAdmissionValidator } from './admission-validator.ts';
import { type Answer, answer, failedAnswer, toRuleResponse } from './answer.ts';
import { environmentFor } from './environments.ts';
import { compileMatchResources, MATCHES_ALL, MATCHES_NOTHING, type ResourceMatcher } from './match-resources.ts';
import { compileLooseParams, compileParams, type ParamSource } from './params.ts';
import { describePolicy, strictestAction } from './policy-info.ts';
import type { AdmissionPolicySpec, BindingSpec } from './spec.ts';
import { type Target, targetOf } from './target.ts';
import type { Activation } from './variables.ts';

/** A ValidatingAdmissionPolicyBinding of a policy, as read. */
export interface Binding {
  readonly name: string;
  readonly spec: BindingSpec;
}

export interface AdmissionSettings {
  /**
   * Whether policies are evaluated as an API server does: in as far as a binding says so. Else as the Kyverno CLI does, for which a
   * policy without bindings holds everywhere, and one with bindings wherever these say.
   */
  readonly requiresBinding: boolean;
  readonly ignoresUnsupported: boolean;
  readonly params: readonly KubernetesObject[];
}

/** Where a policy is in force, and what comes of it there. */
interface Enforcement {
  readonly matcher: ResourceMatcher;
  readonly params: ParamSource;
  readonly action: Action;
  readonly properties: Readonly<Record<string, string>>;
}

/** What came of one enforcement. */
interface Verdict {
  readonly answer: Answer;
  readonly action: Action;
}

/**
 * A ValidatingAdmissionPolicy with its bindings.
 *
 * Source: k8s.io/apiserver pkg/admission/plugin/policy/validating/dispatcher.go; kyverno pkg/admissionpolicy/validate.go
 */
export function compileAdmissionPolicy(
  manifest: Manifest,
  spec: AdmissionPolicySpec,
  bindings: readonly Binding[],
  settings: AdmissionSettings,
  problems: FieldProblem[],
): CompiledPolicy {
  const { requiresBinding } = settings;
  const info = describePolicy(manifest, 'ValidatingAdmissionPolicy');
  const validator = compileAdmissionValidator(
    spec,
    {
      environment: environmentFor(spec.paramKind === undefined ? 'admission' : 'parameterized'),
      path: 'spec',
      validations: 'validations',
      conditions: 'spec.matchConditions',
      hasVariablesInConditions: !requiresBinding,
    },
    problems,
  );
  const matcher = compileConstraints(spec, bindings, requiresBinding, problems);
  const enforcements = compileEnforcements(spec, bindings, settings);
  const judge = judgeWith(spec, validator, info.name, settings);
  return {
    info,
    concerns: (apiVersion, kind) =>
      !(requiresBinding && isExempt(apiVersion, kind)) &&
      matcher.concerns(apiVersion, kind) &&
      enforcements.some((enforcement) => enforcement.matcher.concerns(apiVersion, kind)),
    mutate: () => undefined,
    validate: (request) => {
      const target = targetOf(request);
      const subject = request.object ?? request.oldObject;
      if (requiresBinding && isExempt(subject?.apiVersion, target.kind)) return undefined;
      const fit = matcher.fit(target);
      if (fit === 'not') return undefined;
      const verdicts = enforcements.flatMap((enforcement) => {
        const bound = enforcement.matcher.fit(target);
        if (bound === 'not') return [];
        return fit === 'by-conversion' || bound === 'by-conversion'
          ? [{ answer: answer(info.name, 'error', CONVERSION, enforcement.properties), action: enforcement.action }]
          : judge(request, target, enforcement);
      });
      if (verdicts.length === 0) return undefined;
      const responses = withoutRepetition(verdicts).map((each) => toRuleResponse(each, 'validate', 'background scan'));
      const action = strictestOf(verdicts);
      return { policy: info, responses, actionOf: () => action };
    },
  };
}

const CONVERSION =
  'the policy is for another version of the object, to which an API server would convert it; conversion is not supported';

/** Kyverno does not look at what a policy matches when there are bindings. */
function compileConstraints(
  { matchConstraints }: AdmissionPolicySpec,
  bindings: readonly Binding[],
  requiresBinding: boolean,
  problems: FieldProblem[],
): ResourceMatcher {
  const matcher =
    matchConstraints === undefined
      ? MATCHES_NOTHING
      : compileMatchResources(matchConstraints, requiresBinding, 'spec.matchConstraints', problems);
  return !requiresBinding && bindings.length > 0 ? MATCHES_ALL : matcher;
}

function compileEnforcements(
  { paramKind }: AdmissionPolicySpec,
  bindings: readonly Binding[],
  { requiresBinding, params }: AdmissionSettings,
): readonly Enforcement[] {
  if (bindings.length === 0) {
    if (requiresBinding) return [];
    return [{ matcher: MATCHES_ALL, params: compileLooseParams(undefined, params), action: 'enforce', properties: {} }];
  }
  return bindings.map(({ name, spec: { matchResources, paramRef, validationActions } }) => ({
    matcher:
      matchResources === undefined
        ? MATCHES_ALL
        : // What is wrong with a binding is said where it is read.
          compileMatchResources(matchResources, requiresBinding, 'spec.matchResources', []),
    params: requiresBinding ? compileParams(paramKind, paramRef, params) : compileLooseParams(paramRef, params),
    action: strictestAction(validationActions),
    properties: { binding: name },
  }));
}

function judgeWith(
  spec: AdmissionPolicySpec,
  validator: AdmissionValidator,
  rule: string,
  { requiresBinding, ignoresUnsupported }: AdmissionSettings,
): (request: PolicyRequest, target: Target, enforcement: Enforcement) => readonly Verdict[] {
  const ignoresErrors = requiresBinding && spec.failurePolicy === 'Ignore';
  return (request, target, { params, action, properties }) => {
    const { found, error } = params(target);
    if (found === undefined) {
      const message = `failed to configure binding: ${error}`;
      return [{ answer: answer(rule, ignoresErrors ? 'skip' : 'error', message, properties), action }];
    }
    if (found.length === 0) return [{ answer: answer(rule, 'skip', 'no params found', properties), action }];
    return found.map((param) => {
      const activation: Activation = { ...variablesOfKubernetes(request), params: param };
      const result = validator(activation);
      const verdict = requiresBinding ? decideAsKubernetes(result, ignoresErrors) : decideAsKyverno(result);
      const of = { ...properties, ...(requiresBinding ? annotationsOf(rule, result) : undefined) };
      if (verdict.status === 'error')
        return { answer: failedAnswer(rule, verdict.message, activation, ignoresUnsupported, of), action };
      return { answer: answer(rule, verdict.status, verdict.message, of), action };
    });
  };
}

/** Answers that say the same, of several bindings or parameters, are given once. */
function withoutRepetition(verdicts: readonly Verdict[]): readonly Answer[] {
  const kept = new Map<string, Answer>();
  for (const verdict of verdicts) {
    const key = `${verdict.answer.status} ${verdict.answer.message}`;
    if (!kept.has(key)) kept.set(key, verdict.answer);
  }
  return [...kept.values()];
}

const STRICTNESS: readonly Action[] = ['enforce', 'warn', 'audit'];

/** Of what was found wrong; of all where nothing was. */
function strictestOf(verdicts: readonly Verdict[]): Action {
  const wrong = verdicts.filter(({ answer: { status } }) => status === 'fail' || status === 'error');
  const actions = (wrong.length === 0 ? verdicts : wrong).map(({ action }) => action);
  return STRICTNESS.find((action) => actions.includes(action)) ?? 'enforce';
}

const EXEMPT: readonly string[] = [
  ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  ...['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
];

/** Policies that could lock out their own repair. Source: k8s.io/apiserver …/webhook/predicates/rules/rules.go */
function isExempt(apiVersion: unknown, kind: string): boolean {
  return (
    typeof apiVersion === 'string' && apiVersion.startsWith('admissionregistration.k8s.io/') && EXEMPT.includes(kind)
  );
}
