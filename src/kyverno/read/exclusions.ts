import type { PodSecurityExclusion } from '../pod-security/evaluate.ts';
import type { PodSecurityControl } from './rule.ts';

export function exclusionsOf(controls: readonly PodSecurityControl[] = []): PodSecurityExclusion[] {
  return controls.map(({ controlName, images = [], restrictedField = '', values = [] }) => ({
    controlName,
    images,
    restrictedField,
    values,
  }));
}
