import { inContainer } from '../judge.ts';
import { bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const FIELD = ['securityContext', 'procMount'];
const A = 'procMount (container "a" must not set securityContext.procMount to "Unmasked")';

const mounting = (name: string, procMount: string | null) => secured(name, { procMount });
const unmasked = (name: string) => mounting(name, 'Unmasked');

testCheck('procMount', {
  cases: [
    ['unset is allowed', 'baseline:latest', pod(), 'allowed'],
    ['Default is allowed', 'baseline:latest', pod({ containers: [mounting('a', 'Default')] }), 'allowed'],
    ['null is unset', 'baseline:latest', pod({ containers: [mounting('a', null)] }), 'allowed'],
    ['no security context is allowed', 'baseline:latest', pod({ containers: [bare('a')] }), 'allowed'],
    ['Unmasked is forbidden', 'baseline:latest', pod({ containers: [unmasked('a')] }), A],
    [
      'any other text is forbidden',
      'baseline:latest',
      pod({ containers: [mounting('a', 'default')] }),
      A.replace('Unmasked', 'default'),
    ],
    [
      'an empty text is forbidden',
      'baseline:latest',
      pod({ containers: [mounting('a', '')] }),
      A.replace('Unmasked', ''),
    ],
    [
      'values are sorted and distinct, containers are not',
      'baseline:latest',
      pod({ containers: [unmasked('b'), mounting('a', ''), unmasked('b')] }),
      'procMount (containers "b", "a", "b" must not set securityContext.procMount to "", "Unmasked")',
    ],
    [
      'init containers come first, ephemeral ones last',
      'baseline:latest',
      inEveryList(unmasked),
      'procMount (containers "i", "c", "e" must not set securityContext.procMount to "Unmasked")',
    ],
    ["the host's users do not help", 'baseline:latest', pod({ containers: [unmasked('a')], hostUsers: true }), A],
    ['a null hostUsers does not help', 'baseline:latest', pod({ containers: [unmasked('a')], hostUsers: null }), A],
    ['os windows does not help', 'baseline:latest', pod({ containers: [unmasked('a')], os: { name: 'windows' } }), A],
  ],
  timelines: [
    ['baseline always asks', 'baseline', pod({ containers: [unmasked('a')] }), { 'v1.0': A }],
    [
      'v1.35 lets pods in a user namespace pass at baseline',
      'baseline',
      pod({ containers: [unmasked('a')], hostUsers: false }),
      { 'v1.0': A, 'v1.35': 'allowed' },
    ],
    [
      'restricted has a check of its own from v1.35 on',
      'restricted',
      pod({ containers: [unmasked('a')], hostUsers: false }),
      { 'v1.0': A, 'v1.35': 'not in force' },
    ],
  ],
  violations: [
    [
      'one for each container, with its value',
      'baseline:latest',
      pod({ initContainers: [mounting('i', '')], containers: [bare('ok'), unmasked('b')] }),
      [
        inContainer('initContainers', 0, 'i', FIELD, '', 'unset or Default'),
        inContainer('containers', 1, 'b', FIELD, 'Unmasked', 'unset or Default'),
      ],
    ],
  ],
});
