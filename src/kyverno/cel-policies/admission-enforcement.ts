import type { KubernetesObject } from '../../model/manifest.ts';
import type { Action, PolicyRequest } from '../types.ts';
import { variablesOfKubernetes } from './activation.ts';
import { annotationsOf, decideAsKubernetes, decideAsKyverno } from './admission-outcome.ts';
import type { AdmissionValidator } from './admission-validator.ts';
import { type Answer, answer, failedAnswer } from './answer.ts';
import { compileMatchResources, MATCHES_ALL, type ResourceMatcher } from './match-resources.ts';
import { compileLooseParams, compileParams, type ParamSource } from './params.ts';
import { strictestAction } from './policy-info.ts';
import type { AdmissionPolicySpec, BindingSpec } from './spec.ts';
import type { Target } from './target.ts';
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
export interface Enforcement {
  readonly matcher: ResourceMatcher;
  readonly params: ParamSource;
  readonly action: Action;
  readonly properties: Readonly<Record<string, string>>;
}

/** What came of one enforcement. */
export interface Verdict {
  readonly answer: Answer;
  readonly action: Action;
}

/** One for each binding; without any one for everything, or none at all. */
export function compileEnforcements(
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

/** What comes of a policy where a binding puts it in force, for each of its parameters. */
export function judgeWith(
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
      return [{ answer: answer(rule, 'error', message, properties), action }];
    }
    if (found.length === 0) return [{ answer: answer(rule, 'skip', 'no params found', properties), action }];
    return found.map((param) => {
      const activation: Activation = { ...variablesOfKubernetes(request), params: param };
      const result = validator(activation);
      const verdict = requiresBinding ? decideAsKubernetes(result, ignoresErrors) : decideAsKyverno(result);
      const of = { ...properties, ...(requiresBinding ? annotationsOf(rule, result) : undefined) };
      if (verdict.status === 'error')
        return { answer: failedAnswer(rule, verdict.message, verdict.errors ?? [], ignoresUnsupported, of), action };
      return { answer: answer(rule, verdict.status, verdict.message, of), action };
    });
  };
}
