import { inContainer, inPod } from '../judge.ts';
import { bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const FIELD = ['securityContext', 'windowsOptions', 'hostProcess'];
const forbidden = (setters: string) =>
  `hostProcess (${setters} must not set securityContext.windowsOptions.hostProcess=true)`;

const hostProcess = (name: string) => secured(name, { windowsOptions: { hostProcess: true } });
const podOptions = { windowsOptions: { hostProcess: true } };

testCheck('windowsHostProcess', {
  cases: [
    ['unset is allowed', 'baseline:latest', pod({ containers: [bare('a'), null] }), 'allowed'],
    [
      'false is allowed',
      'baseline:latest',
      pod({
        securityContext: { windowsOptions: { hostProcess: false } },
        containers: [secured('a', { windowsOptions: { hostProcess: false } })],
      }),
      'allowed',
    ],
    [
      'null is allowed',
      'baseline:latest',
      pod({ securityContext: { windowsOptions: { hostProcess: null } } }),
      'allowed',
    ],
    ['null options are absent', 'baseline:latest', pod({ securityContext: { windowsOptions: null } }), 'allowed'],
    ['a null security context is absent', 'baseline:latest', pod({ securityContext: null }), 'allowed'],
    ['true in the pod is forbidden', 'baseline:latest', pod({ securityContext: podOptions }), forbidden('pod')],
    [
      "a container's false does not undo the pod's true",
      'baseline:latest',
      pod({ securityContext: podOptions, containers: [secured('a', { windowsOptions: { hostProcess: false } })] }),
      forbidden('pod'),
    ],
    [
      'true in a container is forbidden',
      'baseline:latest',
      pod({ containers: [hostProcess('a')] }),
      forbidden('container "a"'),
    ],
    [
      'the pod is named first',
      'baseline:latest',
      pod({ securityContext: podOptions, containers: [hostProcess('b'), bare('ok'), hostProcess('a')] }),
      forbidden('pod and containers "b", "a"'),
    ],
    [
      'init containers come first, ephemeral ones last',
      'baseline:latest',
      inEveryList(hostProcess),
      forbidden('containers "i", "c", "e"'),
    ],
    [
      'a pod that is not for Windows is judged as well',
      'baseline:latest',
      pod({ securityContext: podOptions, os: { name: 'linux' } }),
      forbidden('pod'),
    ],
  ],
  timelines: [
    ['baseline always asks', 'baseline', pod({ securityContext: podOptions }), { 'v1.0': forbidden('pod') }],
    [
      'restricted always asks, also of Windows pods',
      'restricted',
      pod({ securityContext: podOptions, os: { name: 'windows' } }),
      { 'v1.0': forbidden('pod') },
    ],
  ],
  violations: [
    [
      'the pod, then containers',
      'baseline:latest',
      pod({
        securityContext: podOptions,
        initContainers: [hostProcess('i')],
        containers: [bare('ok'), hostProcess('b')],
      }),
      [
        inPod(FIELD, true, 'unset or false'),
        inContainer('initContainers', 0, 'i', FIELD, true, 'unset or false'),
        inContainer('containers', 1, 'b', FIELD, true, 'unset or false'),
      ],
    ],
    [
      'a container alone',
      'baseline:latest',
      pod({ ephemeralContainers: [hostProcess('e')] }),
      [inContainer('ephemeralContainers', 0, 'e', FIELD, true, 'unset or false')],
    ],
  ],
});
