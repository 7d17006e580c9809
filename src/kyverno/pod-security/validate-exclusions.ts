import { findControl } from './controls.ts';
import type { PodSecurityExclusion } from './rule.ts';

/**
 * What is wrong with exclusions, in the words of Kyverno, which refuses such policies. A `controlName` that no control has
 * is left to the schema; it excludes nothing.
 *
 * Source: kyverno api/kyverno/v1/common_types.go, PodSecurityStandard.Validate; rule_types.go, ValidatePSaControlNames
 * @param level of the rule; undefined for a PolicyException, which has none
 * @param path of the list
 */
export function findExclusionProblems(
  level: string | undefined,
  exclusions: readonly PodSecurityExclusion[],
  path: string,
): readonly { path: string; message: string }[] {
  return exclusions.flatMap((exclusion, index) =>
    RULES.filter(({ isBroken }) => isBroken(exclusion, level)).map(({ field, message }) => ({
      path: `${path}[${index}].${field}`,
      message,
    })),
  );
}

interface ExclusionRule {
  readonly field: keyof PodSecurityExclusion;
  readonly message: string;
  isBroken(exclusion: PodSecurityExclusion, level: string | undefined): boolean;
}

const RULES: readonly ExclusionRule[] = [
  {
    field: 'controlName',
    message: 'exclude.images must be specified for the container level control',
    isBroken: ({ controlName, images }) => images.length === 0 && findControl(controlName)?.fields === 'container',
  },
  {
    field: 'controlName',
    message: 'exclude.images must not be specified for the pod level control',
    isBroken: ({ controlName, images }) => images.length > 0 && findControl(controlName)?.fields === 'pod',
  },
  {
    field: 'values',
    message: 'values is required',
    isBroken: ({ restrictedField, values }) => restrictedField !== '' && values.length === 0,
  },
  {
    field: 'restrictedField',
    message: 'restrictedField is required',
    isBroken: ({ restrictedField, values }) => restrictedField === '' && values.length > 0,
  },
  {
    field: 'controlName',
    message: 'Invalid control name defined at the given level',
    isBroken: ({ controlName }, level) => level === 'baseline' && findControl(controlName)?.isRestrictedOnly === true,
  },
];
