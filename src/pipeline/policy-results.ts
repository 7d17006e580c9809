import type { PolicyAnswers } from '../judge/judge-policies.ts';
import type { PolicyEngine } from '../kyverno/engine.ts';
import type { PolicyResponse } from '../kyverno/types.ts';
import type { PolicyResults, PolicyResultsEntry } from '../model/policy-results.ts';
import type { Report, Resource } from '../model/report.ts';

export type { PolicyAnswers } from '../judge/judge-policies.ts';

/** What policies answered in a run, for those who want it as Kyverno tells it. */
export function describePolicyResults(
  engine: PolicyEngine | undefined,
  answers: readonly PolicyAnswers[],
  { targets }: Report,
): PolicyResults {
  return {
    ruleCount: engine?.ruleCount ?? 0,
    resourceCount: targets.reduce((count, { objects }) => count + objects, 0),
    exceptionCount: engine?.exceptionCount ?? 0,
    entries: answers.flatMap(({ resource, responses }) => responses.map((response) => entryOf(response, resource))),
    skippedPolicies: [],
    invalidPolicies: [],
  };
}

function entryOf({ policy, responses, actionOf }: PolicyResponse, resource: Resource): PolicyResultsEntry {
  return {
    policy: policy.key,
    policyKind: policy.kind,
    annotations: policy.annotations,
    resource,
    action: actionOf(responses[0]?.rule ?? ''),
    responses,
  };
}
