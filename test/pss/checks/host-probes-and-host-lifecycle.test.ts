import type { Container } from '../../../src/pss/index.ts';
import type { Handler } from '../../../src/pss/pod.ts';
import { type Case, inContainer } from '../judge.ts';
import { container, inEveryList, pod } from '../pod.ts';
import { testCheck } from './table.ts';

const ALLOWED = 'unset or empty';

const probing = (name: string, host: string | null) => container(name, { livenessProbe: { httpGet: { host } } });
const forbidden = (containers: string, hosts: string) => `probe or lifecycle host (${containers} ${hosts})`;
const ONE = forbidden('container "a" uses', 'probe or lifecycle host "h"');

const places: readonly [name: string, fields: (handler: Handler) => Container][] = [
  ['livenessProbe', (livenessProbe) => ({ livenessProbe })],
  ['readinessProbe', (readinessProbe) => ({ readinessProbe })],
  ['startupProbe', (startupProbe) => ({ startupProbe })],
  ['lifecycle.postStart', (postStart) => ({ lifecycle: { postStart } })],
  ['lifecycle.preStop', (preStop) => ({ lifecycle: { preStop } })],
];

const everyPlace = places.flatMap(([place, fields]): Case[] => [
  [
    `${place}.httpGet.host is forbidden`,
    'baseline:latest',
    pod({ containers: [container('a', fields({ httpGet: { host: 'h' } }))] }),
    ONE,
  ],
  [
    `${place}.tcpSocket.host is forbidden`,
    'baseline:latest',
    pod({ containers: [container('a', fields({ tcpSocket: { host: 'h' } }))] }),
    ONE,
  ],
  [
    `${place} without a host is allowed`,
    'baseline:latest',
    pod({ containers: [container('a', fields({ httpGet: {}, tcpSocket: null }))] }),
    'allowed',
  ],
]);

const localHosts = ['localhost', '127.0.0.1', '::1', ' '].map(
  (host): Case => [
    `"${host}" is a host as well`,
    'baseline:latest',
    pod({ containers: [probing('a', host)] }),
    forbidden('container "a" uses', `probe or lifecycle host "${host}"`),
  ],
);

testCheck('hostProbesAndHostLifecycle', {
  cases: [
    ...everyPlace,
    ...localHosts,
    ['an empty host is allowed', 'baseline:latest', pod({ containers: [probing('a', '')] }), 'allowed'],
    ['a null host is allowed', 'baseline:latest', pod({ containers: [probing('a', null)] }), 'allowed'],
    [
      'a null handler is allowed',
      'baseline:latest',
      pod({ containers: [container('a', { livenessProbe: null })] }),
      'allowed',
    ],
    [
      'a null lifecycle is allowed',
      'baseline:latest',
      pod({ containers: [container('a', { lifecycle: null })] }),
      'allowed',
    ],
    [
      'a null hook is allowed',
      'baseline:latest',
      pod({ containers: [container('a', { lifecycle: { postStart: null } })] }),
      'allowed',
    ],
    ['a null container is allowed', 'baseline:latest', pod({ containers: [null] }), 'allowed'],
    [
      'hosts take the plural on their own, sorted and distinct',
      'baseline:latest',
      pod({
        containers: [
          container('a', {
            livenessProbe: { httpGet: { host: 'z' }, tcpSocket: { host: 'y' } },
            lifecycle: { preStop: { httpGet: { host: 'z' } } },
          }),
        ],
      }),
      forbidden('container "a" uses', 'probe or lifecycle hosts "y", "z"'),
    ],
    [
      'containers take the plural on their own, sorted',
      'baseline:latest',
      pod({ containers: [probing('b', 'h'), probing('a', 'h')] }),
      forbidden('containers "a", "b" use', 'probe or lifecycle host "h"'),
    ],
    [
      'a repeated name is told once, and counts once',
      'baseline:latest',
      pod({ containers: [probing('a', 'h'), probing('a', 'h')] }),
      ONE,
    ],
    [
      'names of all lists are sorted together',
      'baseline:latest',
      inEveryList((name) => probing(name, `${name}-host`)),
      forbidden('containers "c", "e", "i" use', 'probe or lifecycle hosts "c-host", "e-host", "i-host"'),
    ],
  ],
  timelines: [
    [
      'v1.34 brings the check to baseline',
      'baseline',
      pod({ containers: [probing('a', 'h')] }),
      { 'v1.0': 'not in force', 'v1.34': ONE },
    ],
    [
      'and to restricted',
      'restricted',
      pod({ containers: [probing('a', 'h')] }),
      { 'v1.0': 'not in force', 'v1.34': ONE },
    ],
  ],
  violations: [
    [
      'one for each host, probes before hooks',
      'baseline:latest',
      pod({
        initContainers: [container('i', { startupProbe: { tcpSocket: { host: 's' } } })],
        containers: [
          container('a', {
            lifecycle: { preStop: { tcpSocket: { host: '4' } }, postStart: { httpGet: { host: '3' } } },
            readinessProbe: { tcpSocket: { host: '2' }, httpGet: { host: '1' } },
            livenessProbe: { httpGet: { host: '' } },
          }),
        ],
      }),
      [
        inContainer('initContainers', 0, 'i', ['startupProbe', 'tcpSocket', 'host'], 's', ALLOWED),
        inContainer('containers', 0, 'a', ['readinessProbe', 'httpGet', 'host'], '1', ALLOWED),
        inContainer('containers', 0, 'a', ['readinessProbe', 'tcpSocket', 'host'], '2', ALLOWED),
        inContainer('containers', 0, 'a', ['lifecycle', 'postStart', 'httpGet', 'host'], '3', ALLOWED),
        inContainer('containers', 0, 'a', ['lifecycle', 'preStop', 'tcpSocket', 'host'], '4', ALLOWED),
      ],
    ],
  ],
});
