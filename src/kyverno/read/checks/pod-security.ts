import { findExclusionProblems } from '../../pod-security/validate-exclusions.ts';
import { exclusionsOf } from '../exclusions.ts';
import { child, type RuleCheck } from './check.ts';
import { checkControlNames } from './control-names.ts';

/** What a podSecurity rule leaves out. The path is that of the field, which Kyverno's own messages shorten. */
export const checkPodSecurity: RuleCheck = ({ validate = {} }, path) => {
  const { podSecurity } = validate;
  if (podSecurity === undefined) return [];
  const exclusions = exclusionsOf(podSecurity.exclude);
  const at = child(path, 'validate.podSecurity.exclude');
  return [...findExclusionProblems(podSecurity.level, exclusions, at), ...checkControlNames(exclusions, at)];
};
