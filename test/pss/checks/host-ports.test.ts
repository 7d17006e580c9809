import { inContainer } from '../judge.ts';
import { container, inEveryList, pod } from '../pod.ts';
import { testCheck } from './table.ts';

const opening = (name: string, ...ports: (number | null)[]) =>
  container(name, { ports: ports.map((hostPort) => ({ containerPort: 80, hostPort })) });

testCheck('hostPorts', {
  cases: [
    [
      'a container port alone is allowed',
      'baseline:latest',
      pod({ containers: [container('a', { ports: [{ containerPort: 80 }] })] }),
      'allowed',
    ],
    ['0 is allowed', 'baseline:latest', pod({ containers: [opening('a', 0)] }), 'allowed'],
    ['null is 0', 'baseline:latest', pod({ containers: [opening('a', null)] }), 'allowed'],
    ['a null port has none', 'baseline:latest', pod({ containers: [container('a', { ports: [null] })] }), 'allowed'],
    ['null ports are none', 'baseline:latest', pod({ containers: [container('a', { ports: null })] }), 'allowed'],
    ['a null container has none', 'baseline:latest', pod({ containers: [null] }), 'allowed'],
    [
      'one port is forbidden',
      'baseline:latest',
      pod({ containers: [opening('a', 80)] }),
      'hostPort (container "a" uses hostPort 80)',
    ],
    [
      'a negative port is one',
      'baseline:latest',
      pod({ containers: [opening('a', -1)] }),
      'hostPort (container "a" uses hostPort -1)',
    ],
    [
      'ports take the plural on their own',
      'baseline:latest',
      pod({ containers: [opening('a', 80, 0, 81)] }),
      'hostPort (container "a" uses hostPorts 80, 81)',
    ],
    [
      'containers take the plural on their own; a shared port is told once',
      'baseline:latest',
      pod({ containers: [opening('b', 80), opening('a', 80, 80)] }),
      'hostPort (containers "b", "a" use hostPort 80)',
    ],
    [
      'ports are sorted as text',
      'baseline:latest',
      pod({ containers: [opening('a', 8080, 10000), opening('b', 9, 8080)] }),
      'hostPort (containers "a", "b" use hostPorts 10000, 8080, 9)',
    ],
    [
      'init containers come first, ephemeral ones last',
      'baseline:latest',
      inEveryList((name) => opening(name, 53)),
      'hostPort (containers "i", "c", "e" use hostPort 53)',
    ],
    [
      "the host's network alone opens no port: nothing is defaulted here",
      'baseline:latest',
      pod({ hostNetwork: true, containers: [container('a', { ports: [{ containerPort: 80 }] })] }),
      'allowed',
    ],
  ],
  timelines: [
    [
      'baseline always asks',
      'baseline',
      pod({ containers: [opening('a', 80)] }),
      { 'v1.0': 'hostPort (container "a" uses hostPort 80)' },
    ],
    [
      'restricted always asks',
      'restricted',
      pod({ containers: [opening('a', 80)] }),
      { 'v1.0': 'hostPort (container "a" uses hostPort 80)' },
    ],
  ],
  violations: [
    [
      'one for each port, repeated ones too, in the order of the manifest',
      'baseline:latest',
      pod({ initContainers: [opening('i', 0, 9)], containers: [opening('a', 80, 80)] }),
      [
        inContainer('initContainers', 0, 'i', ['ports', 1, 'hostPort'], 9, 'unset or 0'),
        inContainer('containers', 0, 'a', ['ports', 0, 'hostPort'], 80, 'unset or 0'),
        inContainer('containers', 0, 'a', ['ports', 1, 'hostPort'], 80, 'unset or 0'),
      ],
    ],
  ],
});
