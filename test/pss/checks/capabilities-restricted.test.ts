import { inContainer } from '../judge.ts';
import { bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const DROP = ['securityContext', 'capabilities', 'drop'];
const ADD = ['securityContext', 'capabilities', 'add'];
const ADDABLE = 'unset or NET_BIND_SERVICE';

const dropping = (name: string, ...drop: (string | null)[]) => secured(name, { capabilities: { drop } });
const adding = (name: string, ...add: (string | null)[]) => secured(name, { capabilities: { add, drop: ['ALL'] } });

const A_DROP = 'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"])';
const addition = (names: string, container = 'container "a"') =>
  `unrestricted capabilities (${container} must not include ${names} in securityContext.capabilities.add)`;

testCheck('capabilities_restricted', {
  cases: [
    ['dropping ALL is enough', 'restricted:latest', pod(), 'allowed'],
    ['ALL may stand among others', 'restricted:latest', pod({ containers: [dropping('a', 'KILL', 'ALL')] }), 'allowed'],
    [
      'NET_BIND_SERVICE may be added',
      'restricted:latest',
      pod({ containers: [adding('a', 'NET_BIND_SERVICE')] }),
      'allowed',
    ],
    ['adding nothing is allowed', 'restricted:latest', pod({ containers: [adding('a')] }), 'allowed'],
    ['all in lower case is not ALL', 'restricted:latest', pod({ containers: [dropping('a', 'all')] }), A_DROP],
    ['CAP_ALL is not ALL', 'restricted:latest', pod({ containers: [dropping('a', 'CAP_ALL')] }), A_DROP],
    ['some names are not ALL', 'restricted:latest', pod({ containers: [dropping('a', 'KILL', 'NET_RAW')] }), A_DROP],
    ['dropping nothing is forbidden', 'restricted:latest', pod({ containers: [dropping('a')] }), A_DROP],
    ['a null entry is not ALL', 'restricted:latest', pod({ containers: [dropping('a', null)] }), A_DROP],
    [
      'a null list has no ALL',
      'restricted:latest',
      pod({ containers: [secured('a', { capabilities: { drop: null } })] }),
      A_DROP,
    ],
    [
      'null capabilities drop nothing',
      'restricted:latest',
      pod({ containers: [secured('a', { capabilities: null })] }),
      A_DROP,
    ],
    [
      'a null security context drops nothing',
      'restricted:latest',
      pod({ containers: [{ name: 'a', securityContext: null }] }),
      A_DROP,
    ],
    ['no security context drops nothing', 'restricted:latest', pod({ containers: [bare('a')] }), A_DROP],
    [
      'a name of the default set may not be added',
      'restricted:latest',
      pod({ containers: [adding('a', 'CHOWN')] }),
      addition('"CHOWN"'),
    ],
    [
      'CAP_NET_BIND_SERVICE is not NET_BIND_SERVICE',
      'restricted:latest',
      pod({ containers: [adding('a', 'CAP_NET_BIND_SERVICE', 'NET_BIND_SERVICE')] }),
      addition('"CAP_NET_BIND_SERVICE"'),
    ],
    ['a null addition is ""', 'restricted:latest', pod({ containers: [adding('a', null)] }), addition('""')],
    [
      'additions of all containers are sorted and distinct',
      'restricted:latest',
      pod({ containers: [adding('b', 'ZZ', 'KILL'), adding('ok'), adding('a', 'BPF', 'ZZ')] }),
      addition('"BPF", "KILL", "ZZ"', 'containers "b", "a"'),
    ],
    [
      'missing drops are told before additions; a container may have both',
      'restricted:latest',
      pod({
        containers: [
          secured('a', { capabilities: { add: ['chown', 'CAP_NET_BIND_SERVICE'], drop: ['all'] } }),
          bare('b'),
        ],
      }),
      'unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"]; container "a" must not include "CAP_NET_BIND_SERVICE", "chown" in securityContext.capabilities.add)',
    ],
    [
      'init containers come first, ephemeral ones last, in both parts',
      'restricted:latest',
      inEveryList((name) => secured(name, { capabilities: { add: ['KILL'] } })),
      'unrestricted capabilities (containers "i", "c", "e" must set securityContext.capabilities.drop=["ALL"]; containers "i", "c", "e" must not include "KILL" in securityContext.capabilities.add)',
    ],
    ['no containers, no offender', 'restricted:latest', pod({ containers: null }), 'allowed'],
    ['a user namespace does not help', 'restricted:latest', pod({ containers: [bare('a')], hostUsers: false }), A_DROP],
  ],
  timelines: [
    [
      'v1.22 brings the check',
      'restricted',
      pod({ containers: [bare('a')] }),
      { 'v1.0': 'not in force', 'v1.22': A_DROP },
    ],
    [
      'v1.25 lets Windows pods pass, whatever they add',
      'restricted',
      pod({ containers: [adding('a', 'NET_RAW')], os: { name: 'windows' } }),
      { 'v1.0': 'not in force', 'v1.22': addition('"NET_RAW"'), 'v1.25': 'allowed' },
    ],
    ['baseline never asks', 'baseline', pod({ containers: [bare('a')] }), { 'v1.0': 'not in force' }],
  ],
  violations: [
    [
      'missing drops, then forbidden additions',
      'restricted:latest',
      pod({
        initContainers: [secured('i', { capabilities: { add: ['KILL', 'NET_BIND_SERVICE', 'BPF'], drop: ['all'] } })],
        containers: [bare('a')],
      }),
      [
        inContainer('initContainers', 0, 'i', DROP, ['all'], 'a list with ALL'),
        inContainer('containers', 0, 'a', DROP, null, 'a list with ALL'),
        inContainer('initContainers', 0, 'i', [...ADD, 0], 'KILL', ADDABLE),
        inContainer('initContainers', 0, 'i', [...ADD, 2], 'BPF', ADDABLE),
      ],
    ],
    [
      'an addition alone',
      'restricted:latest',
      pod({ ephemeralContainers: [adding('e', 'KILL')] }),
      [inContainer('ephemeralContainers', 0, 'e', [...ADD, 0], 'KILL', ADDABLE)],
    ],
  ],
});
