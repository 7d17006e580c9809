import { inContainer } from '../judge.ts';
import { bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const FIELD = ['securityContext', 'procMount'];
const A = 'procMount (container "a" must not set securityContext.procMount to "Unmasked")';

const mounting = (name: string, procMount: string | null) => secured(name, { procMount });
const unmasked = (name: string) => mounting(name, 'Unmasked');

testCheck('procMount_restricted', {
  cases: [
    ['unset is allowed', 'restricted:latest', pod(), 'allowed'],
    ['Default is allowed', 'restricted:latest', pod({ containers: [mounting('a', 'Default')] }), 'allowed'],
    ['null is unset', 'restricted:latest', pod({ containers: [mounting('a', null)] }), 'allowed'],
    ['no security context is allowed', 'restricted:latest', pod({ containers: [bare('a')] }), 'allowed'],
    ['Unmasked is forbidden', 'restricted:latest', pod({ containers: [unmasked('a')] }), A],
    ['a user namespace does not help', 'restricted:latest', pod({ containers: [unmasked('a')], hostUsers: false }), A],
    ['os windows does not help', 'restricted:latest', pod({ containers: [unmasked('a')], os: { name: 'windows' } }), A],
    [
      'values are sorted and distinct, containers are not',
      'restricted:latest',
      pod({ containers: [unmasked('b'), mounting('a', ''), unmasked('b')] }),
      'procMount (containers "b", "a", "b" must not set securityContext.procMount to "", "Unmasked")',
    ],
    [
      'init containers come first, ephemeral ones last',
      'restricted:latest',
      inEveryList(unmasked),
      'procMount (containers "i", "c", "e" must not set securityContext.procMount to "Unmasked")',
    ],
  ],
  timelines: [
    [
      'v1.35 brings the check',
      'restricted',
      pod({ containers: [unmasked('a')], hostUsers: false }),
      { 'v1.0': 'not in force', 'v1.35': A },
    ],
    ['baseline never asks', 'baseline', pod({ containers: [unmasked('a')] }), { 'v1.0': 'not in force' }],
  ],
  violations: [
    [
      'one for each container, with its value',
      'restricted:latest',
      pod({ containers: [unmasked('a')], ephemeralContainers: [bare('ok'), mounting('e', '')] }),
      [
        inContainer('containers', 0, 'a', FIELD, 'Unmasked', 'unset or Default'),
        inContainer('ephemeralContainers', 1, 'e', FIELD, '', 'unset or Default'),
      ],
    ],
  ],
});
