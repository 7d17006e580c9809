import type { PolicySpec, Rule } from '../rule.ts';
import { checkAnchors } from './anchors.ts';
import { checkBackground } from './background.ts';
import { checkCelExpressions, checkMatchConditions } from './cel.ts';
import { child, type FieldProblem, type PolicyFrame, problemIf, type RuleCheck } from './check.ts';
import { checkConditions } from './conditions.ts';
import { checkContexts } from './contexts.ts';
import { checkEmptySet } from './empty-set.ts';
import { checkForeachElements } from './foreach-elements.ts';
import { checkMatching } from './matching.ts';
import { checkMetadataTexts } from './metadata-texts.ts';
import { checkOverrides } from './overrides.ts';
import { checkPodSecurity } from './pod-security.ts';
import { checkRuleBody, isFilled } from './rule-body.ts';
import { checkTargets } from './targets.ts';
import { checkVariables } from './variables.ts';

const RULE_CHECKS: readonly RuleCheck[] = [
  checkRuleBody,
  checkEmptySet,
  checkMatching,
  checkTargets,
  checkCelExpressions,
  checkPodSecurity,
  checkBackground,
  checkForeachElements,
  checkVariables,
  checkContexts,
  checkConditions,
  checkAnchors,
  checkMetadataTexts,
];

/**
 * Why Kyverno would not take a policy whose shape is right.
 *
 * Source: kyverno api/kyverno/v1/spec_types.go, pkg/validation/policy/validate.go
 */
export function checkSpec(frame: PolicyFrame): FieldProblem[] {
  const { spec, isNamespaced } = frame;
  const { rules } = spec;
  return [
    ...checkWebhook(spec),
    ...checkMatchConditions(spec),
    ...checkAdmission(spec),
    ...checkNames(rules),
    ...problemIf(
      isNamespaced && (spec.validationFailureActionOverrides ?? []).length > 0,
      'spec.validationFailureActionOverrides',
      'Use of validationFailureActionOverrides is supported only with ClusterPolicy',
    ),
    ...checkOverrides(spec.validationFailureActionOverrides ?? [], 'spec.validationFailureActionOverrides'),
    ...rules.flatMap((rule, index) => {
      const path = `spec.rules[${index}]`;
      return [
        ...checkOverrides(rule.validate?.failureActionOverrides ?? [], `${path}.validate.failureActionOverrides`),
        ...RULE_CHECKS.flatMap((check) => check(rule, path, frame)),
      ];
    }),
  ];
}

function checkWebhook({ webhookConfiguration = {}, ...spec }: PolicySpec): FieldProblem[] {
  return [
    ...problemIf(
      spec.webhookTimeoutSeconds !== undefined && webhookConfiguration.timeoutSeconds !== undefined,
      'spec.webhookTimeoutSeconds',
      'remove the deprecated field and use spec.webhookConfiguration.timeoutSeconds instead',
    ),
    ...problemIf(
      spec.failurePolicy !== undefined && webhookConfiguration.failurePolicy !== undefined,
      'spec.failurePolicy',
      'remove the deprecated field and use spec.webhookConfiguration.failurePolicy instead',
    ),
    ...problemIf(
      spec.generateExistingOnPolicyUpdate !== undefined,
      'spec.generateExistingOnPolicyUpdate',
      'remove the deprecated field and use spec.generate[*].generateExisting instead',
    ),
  ];
}

function checkAdmission({ admission = true, background = true, rules }: PolicySpec): FieldProblem[] {
  if (admission) return [];
  const onlyValidates = rules.every(
    ({ mutate, generate, verifyImages = [] }) =>
      !isFilled(mutate) && !isFilled(generate) && !verifyImages.some(isFilled),
  );
  return [
    ...problemIf(
      !background,
      child('spec', 'admission'),
      'disabling both admission and background processing is not allowed',
    ),
    ...problemIf(
      !onlyValidates,
      child('spec', 'admission'),
      'disabling admission processing is only allowed with validation policies',
    ),
  ];
}

function checkNames(rules: readonly Rule[]): FieldProblem[] {
  const seen = new Set<string>();
  return rules.flatMap(({ name }, index) => {
    const isTaken = seen.has(name);
    seen.add(name);
    return problemIf(isTaken, `spec.rules[${index}].name`, `Duplicate rule name: '${name}'`);
  });
}
