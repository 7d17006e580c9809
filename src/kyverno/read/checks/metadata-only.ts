import { isRecord } from '../../../model/manifest.ts';
import type { Rule } from '../rule.ts';

/**
 * Whether patterns and patches of a rule look at nothing but metadata.
 *
 * Source: kyverno pkg/validation/policy/validate.go, ruleOnlyDealsWithResourceMetaData
 */
export function touchesMetadataOnly({ mutate = {}, validate = {} }: Rule): boolean {
  const alternatives: readonly unknown[] = Array.isArray(validate.anyPattern) ? validate.anyPattern : [];
  return [mutate.patchStrategicMerge, validate.pattern, ...alternatives].every(
    (pattern) => !isRecord(pattern) || Object.keys(pattern).every((key) => key === 'metadata'),
  );
}
