import type { Manifest } from '../../model/manifest.ts';
import type { CompiledPolicy } from '../compiled-policy.ts';
import type { FieldProblem } from '../read/problem.ts';
import type { Action } from '../types.ts';
import {
  type AdmissionSettings,
  type Binding,
  compileEnforcements,
  judgeWith,
  type Verdict,
} from './admission-enforcement.ts';
import { compileAdmissionValidator } from './admission-validator.ts';
import { type Answer, answer, toRuleResponse } from './answer.ts';
import { compileMatchResources, MATCHES_ALL, MATCHES_NOTHING, type ResourceMatcher } from './match-resources.ts';
import { describePolicy } from './policy-info.ts';
import { createScope } from './scope.ts';
import type { AdmissionPolicySpec } from './spec.ts';
import { targetOf } from './target.ts';

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
      scope: createScope(requiresBinding ? 'admission' : 'rule', { hasParams: spec.paramKind !== undefined }),
      path: 'spec',
      validations: 'validations',
      conditions: 'spec.matchConditions',
      hasVariablesInConditions: !requiresBinding,
      judgesAll: requiresBinding && spec.failurePolicy === 'Ignore',
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
