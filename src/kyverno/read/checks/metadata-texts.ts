import { isRecord } from '../../../model/manifest.ts';
import type { Rule } from '../rule.ts';
import { child, problemIf, type RuleCheck } from './check.ts';

/**
 * Labels and annotations in patterns and patches have to be texts.
 *
 * Source: kyverno pkg/validation/policy/validate.go, isLabelAndAnnotationsString
 */
export const checkMetadataTexts: RuleCheck = (rule, path) =>
  problemIf(
    !patternsOf(rule).every(hasTexts),
    child(path, rule.mutate === undefined ? 'validate' : 'mutate'),
    'labels and annotations supports only string values, "use double quotes around the non string values"',
  );

function patternsOf({ validate = {}, mutate = {} }: Rule): unknown[] {
  const alternatives: readonly unknown[] = Array.isArray(validate.anyPattern) ? validate.anyPattern : [];
  return [
    ...(validate.foreach?.map(({ pattern }) => pattern) ?? [validate.pattern, ...alternatives]),
    ...(mutate.foreach?.map(({ patchStrategicMerge }) => patchStrategicMerge) ?? [mutate.patchStrategicMerge]),
  ];
}

function hasTexts(pattern: unknown): boolean {
  return hasTextsIn(at(pattern, 'metadata')) && hasTextsIn(at(at(at(pattern, 'spec'), 'template'), 'metadata'));
}

function hasTextsIn(metadata: unknown): boolean {
  return ['labels', 'annotations'].every((field) => {
    const map = at(metadata, field);
    return !isRecord(map) || Object.values(map).every((value) => typeof value === 'string');
  });
}

function at(value: unknown, field: string): unknown {
  return isRecord(value) ? value[field] : undefined;
}
