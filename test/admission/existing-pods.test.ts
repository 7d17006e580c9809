import { describe, expect, it } from 'vitest';
import { describeExistingPods, type ExistingPod } from '../../src/admission/namespace.ts';
import { LATEST } from '../../src/pss/versions.ts';

const RESTRICTED = { level: 'restricted', version: LATEST } as const;
const HEAD = 'existing pods in namespace "x" violate the new PodSecurity enforce level "restricted:latest"';

function many(count: number, pod: Partial<ExistingPod>): ExistingPod[] {
  return Array.from({ length: count }, (_, index) => ({ name: `p-${index}`, reason: '', ...pod }));
}

describe('describeExistingPods', () => {
  it.each<[string, ExistingPod[], string[]]>([
    ['no pods', [], []],
    ['pods that are fine', many(3, {}), []],
    ['one pod', [{ name: 'a', reason: 'r' }], [HEAD, 'a: r']],
    [
      'two pods, named after the first in the alphabet',
      [
        { name: 'b', reason: 'r' },
        { name: 'a', reason: 'r' },
      ],
      [HEAD, 'a (and 1 other pod): r'],
    ],
    ['three pods', many(3, { reason: 'r' }), [HEAD, 'p-0 (and 2 other pods): r']],
    [
      'groups in byte order of their texts',
      [
        { name: '\u{1f600}', reason: 'r' },
        { name: '\ue000', reason: 's' },
        { name: 'b', reason: 't' },
        { name: 'B', reason: 'u' },
      ],
      [HEAD, 'B: u', 'b: t', '\ue000: s', '\u{1f600}: r'],
    ],
    ['3000 pods', many(3000, { reason: 'r' }), [HEAD, 'p-0 (and 2999 other pods): r']],
    [
      'more pods than are looked at',
      many(3001, {}),
      ['new PodSecurity enforce level only checked against the first 3000 of 3001 existing pods'],
    ],
    [
      'one pod of each controller before its replicas',
      [...many(3001, { owner: 'a' }), { name: 'late', reason: 'r', owner: 'b' }],
      ['new PodSecurity enforce level only checked against the first 3000 of 3002 existing pods', HEAD, 'late: r'],
    ],
  ])('%s', (_, pods, expected) => {
    expect(describeExistingPods('x', RESTRICTED, pods)).toEqual(expected);
  });
});
