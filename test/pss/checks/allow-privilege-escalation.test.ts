import { inContainer } from '../judge.ts';
import { bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const FIELD = ['securityContext', 'allowPrivilegeEscalation'];
const A = 'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false)';

testCheck('allowPrivilegeEscalation', {
  cases: [
    ['false is allowed', 'restricted:latest', pod(), 'allowed'],
    [
      'true is forbidden',
      'restricted:latest',
      pod({ containers: [secured('a', { allowPrivilegeEscalation: true })] }),
      A,
    ],
    [
      'null is not false',
      'restricted:latest',
      pod({ containers: [secured('a', { allowPrivilegeEscalation: null })] }),
      A,
    ],
    [
      'an empty security context does not say false',
      'restricted:latest',
      pod({ containers: [{ name: 'a', securityContext: {} }] }),
      A,
    ],
    [
      'a null security context does not say false',
      'restricted:latest',
      pod({ containers: [{ name: 'a', securityContext: null }] }),
      A,
    ],
    ['no security context does not say false', 'restricted:latest', pod({ containers: [bare('a')] }), A],
    [
      'a null container counts, without a name',
      'restricted:latest',
      pod({ containers: [null] }),
      A.replace('"a"', '""'),
    ],
    ['no containers, no offender', 'restricted:latest', pod({ containers: [] }), 'allowed'],
    [
      'init containers come first, ephemeral ones last',
      'restricted:latest',
      inEveryList(bare),
      'allowPrivilegeEscalation != false (containers "i", "c", "e" must set securityContext.allowPrivilegeEscalation=false)',
    ],
    [
      'compliant containers are not named; a repeated name is repeated',
      'restricted:latest',
      pod({ containers: [bare('b'), secured('a', {}), bare('b')] }),
      'allowPrivilegeEscalation != false (containers "b", "b" must set securityContext.allowPrivilegeEscalation=false)',
    ],
    [
      'os Windows in capitals is not Windows',
      'restricted:latest',
      pod({ containers: [bare('a')], os: { name: 'Windows' } }),
      A,
    ],
    ['os linux is not Windows', 'restricted:latest', pod({ containers: [bare('a')], os: { name: 'linux' } }), A],
    ['os without a name is not Windows', 'restricted:latest', pod({ containers: [bare('a')], os: {} }), A],
    ['os null is not Windows', 'restricted:latest', pod({ containers: [bare('a')], os: null }), A],
    ['a user namespace does not help', 'restricted:latest', pod({ containers: [bare('a')], hostUsers: false }), A],
  ],
  timelines: [
    ['v1.8 brings the check', 'restricted', pod({ containers: [bare('a')] }), { 'v1.0': 'not in force', 'v1.8': A }],
    [
      'v1.25 lets Windows pods pass',
      'restricted',
      pod({ containers: [bare('a')], os: { name: 'windows' } }),
      { 'v1.0': 'not in force', 'v1.8': A, 'v1.25': 'allowed' },
    ],
    ['baseline never asks', 'baseline', pod({ containers: [bare('a')] }), { 'v1.0': 'not in force' }],
  ],
  violations: [
    ['none in a compliant pod', 'restricted:latest', pod(), []],
    [
      'one for each container, with what it says',
      'restricted:v1.8',
      pod({
        initContainers: [bare('i')],
        containers: [secured('a', {}), secured('b', { allowPrivilegeEscalation: true })],
      }),
      [
        inContainer('initContainers', 0, 'i', FIELD, null, 'false'),
        inContainer('containers', 1, 'b', FIELD, true, 'false'),
      ],
    ],
    [
      'an ephemeral container',
      'restricted:latest',
      pod({ ephemeralContainers: [bare('e')] }),
      [inContainer('ephemeralContainers', 0, 'e', FIELD, null, 'false')],
    ],
  ],
});
