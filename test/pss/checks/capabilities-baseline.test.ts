import type { Case } from '../judge.ts';
import { inContainer } from '../judge.ts';
import { inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const DEFAULT_SET = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
const ALLOWED = 'a capability of the default set';

const adding = (name: string, ...add: (string | null)[]) => secured(name, { capabilities: { add, drop: ['ALL'] } });
const forbidden = (names: string, container = 'container "a"') =>
  `non-default capabilities (${container} must not include ${names} in securityContext.capabilities.add)`;

const forbiddenNames = ['ALL', 'NET_RAW', 'SYS_ADMIN', 'CAP_CHOWN', 'chown', 'CHOWN ', ''].map(
  (name): Case => [
    `"${name}" is forbidden`,
    'baseline:latest',
    pod({ containers: [adding('a', name)] }),
    forbidden(`"${name}"`),
  ],
);

testCheck('capabilities_baseline', {
  cases: [
    ...DEFAULT_SET.map(
      (name): Case => [`${name} is allowed`, 'baseline:latest', pod({ containers: [adding('a', name)] }), 'allowed'],
    ),
    ...forbiddenNames,
    [
      'the whole default set at once is allowed',
      'baseline:latest',
      pod({ containers: [adding('a', ...DEFAULT_SET)] }),
      'allowed',
    ],
    ['an empty list is allowed', 'baseline:latest', pod({ containers: [adding('a')] }), 'allowed'],
    [
      'a null list is allowed',
      'baseline:latest',
      pod({ containers: [secured('a', { capabilities: { add: null } })] }),
      'allowed',
    ],
    [
      'null capabilities are allowed',
      'baseline:latest',
      pod({ containers: [secured('a', { capabilities: null })] }),
      'allowed',
    ],
    [
      'a null security context is allowed',
      'baseline:latest',
      pod({ containers: [{ name: 'a', securityContext: null }] }),
      'allowed',
    ],
    ['a null entry is ""', 'baseline:latest', pod({ containers: [adding('a', null)] }), forbidden('""')],
    [
      'what is dropped does not matter',
      'baseline:latest',
      pod({ containers: [secured('a', { capabilities: { drop: ['NET_RAW'] } })] }),
      'allowed',
    ],
    [
      'forbidden names of all containers are sorted and distinct',
      'baseline:latest',
      pod({
        containers: [adding('b', 'ZZ', 'CHOWN', 'NET_RAW'), adding('ok', 'CHOWN'), adding('a', 'BPF', 'ZZ', 'ZZ')],
      }),
      forbidden('"BPF", "NET_RAW", "ZZ"', 'containers "b", "a"'),
    ],
    [
      'names are sorted by UTF-8 bytes',
      'baseline:latest',
      pod({ containers: [adding('a', '😀', 'Ａ', 'Z')] }),
      forbidden('"Z", "Ａ", "😀"'),
    ],
    [
      'init containers come first, ephemeral ones last',
      'baseline:latest',
      inEveryList((name) => adding(name, 'NET_RAW')),
      forbidden('"NET_RAW"', 'containers "i", "c", "e"'),
    ],
    [
      'os windows does not help',
      'baseline:latest',
      pod({ containers: [adding('a', 'NET_RAW')], os: { name: 'windows' } }),
      forbidden('"NET_RAW"'),
    ],
  ],
  timelines: [
    [
      'baseline always asks',
      'baseline',
      pod({ containers: [adding('a', 'NET_RAW')] }),
      { 'v1.0': forbidden('"NET_RAW"') },
    ],
    [
      'restricted has a check of its own from v1.22 on',
      'restricted',
      pod({ containers: [adding('a', 'NET_RAW')] }),
      { 'v1.0': forbidden('"NET_RAW"'), 'v1.22': 'not in force' },
    ],
  ],
  violations: [
    [
      'one for each forbidden entry, in the order of the manifest',
      'baseline:latest',
      pod({ initContainers: [adding('i', 'SYS_TIME')], containers: [adding('a', 'NET_RAW', 'CHOWN', 'BPF', 'BPF')] }),
      [
        inContainer('initContainers', 0, 'i', ['securityContext', 'capabilities', 'add', 0], 'SYS_TIME', ALLOWED),
        inContainer('containers', 0, 'a', ['securityContext', 'capabilities', 'add', 0], 'NET_RAW', ALLOWED),
        inContainer('containers', 0, 'a', ['securityContext', 'capabilities', 'add', 2], 'BPF', ALLOWED),
        inContainer('containers', 0, 'a', ['securityContext', 'capabilities', 'add', 3], 'BPF', ALLOWED),
      ],
    ],
  ],
});
