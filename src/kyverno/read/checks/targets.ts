import { problemIf, type RuleCheck } from './check.ts';

/**
 * Objects that a rule mutates though they did not cause it.
 *
 * Source: kyverno api/kyverno/v1/rule_types.go, spec_types.go
 */
export const checkTargets: RuleCheck = ({ mutate = {} }, path, { spec, isNamespaced, namespace: own }) => [
  ...(mutate.targets ?? []).flatMap(({ namespace = '' }, index) =>
    problemIf(
      isNamespaced && namespace !== '' && namespace !== own,
      `${path}.mutate.targets[${index}].namespace`,
      'This field can be ignored or should have value of the namespace where the policy is being created',
    ),
  ),
  ...problemIf(
    Object.keys(mutate).length > 0 &&
      (mutate.targets ?? []).length === 0 &&
      (spec.mutateExistingOnPolicyUpdate === true || mutate.mutateExistingOnPolicyUpdate === true),
    `${path}.mutate.targets`,
    'has to be specified when mutateExistingOnPolicyUpdate is set',
  ),
];
