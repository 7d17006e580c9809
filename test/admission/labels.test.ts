import { expect, it } from 'vitest';
import { LABEL_KEYS, levelLabel, MODES, versionLabel } from '../../src/admission/labels.ts';

it('names the six labels in the order in which upstream reports them', () => {
  expect(LABEL_KEYS).toEqual([
    'pod-security.kubernetes.io/enforce',
    'pod-security.kubernetes.io/enforce-version',
    'pod-security.kubernetes.io/audit',
    'pod-security.kubernetes.io/audit-version',
    'pod-security.kubernetes.io/warn',
    'pod-security.kubernetes.io/warn-version',
  ]);
});

it.each(MODES)('names the labels of %s', (mode) => {
  expect([levelLabel(mode), versionLabel(mode)]).toEqual(LABEL_KEYS.filter((key) => key.includes(mode)));
});
