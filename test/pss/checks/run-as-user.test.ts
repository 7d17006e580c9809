import { inContainer, inPod } from '../judge.ts';
import { bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const FIELD = ['securityContext', 'runAsUser'];
const ALLOWED = 'unset, or any UID but 0';
const A = 'runAsUser=0 (container "a" must not set runAsUser=0)';
const POD = 'runAsUser=0 (pod must not set runAsUser=0)';

const root = (name: string) => secured(name, { runAsUser: 0 });

testCheck('runAsUser', {
  cases: [
    ['unset is allowed', 'restricted:latest', pod(), 'allowed'],
    [
      'null is unset',
      'restricted:latest',
      pod({ securityContext: { runAsUser: null }, containers: [secured('a', { runAsUser: null })] }),
      'allowed',
    ],
    [
      'another user is allowed',
      'restricted:latest',
      pod({ securityContext: { runAsUser: 1 }, containers: [secured('a', { runAsUser: 65534 })] }),
      'allowed',
    ],
    ['a negative user is not root', 'restricted:latest', pod({ securityContext: { runAsUser: -1 } }), 'allowed'],
    [
      'no security context is allowed',
      'restricted:latest',
      pod({ securityContext: null, containers: [bare('a'), null] }),
      'allowed',
    ],
    ['0 in the pod is forbidden', 'restricted:latest', pod({ securityContext: { runAsUser: 0 } }), POD],
    [
      '0 in the pod is forbidden also when every container has another user',
      'restricted:latest',
      pod({ securityContext: { runAsUser: 0 }, containers: [secured('a', { runAsUser: 1 })] }),
      POD,
    ],
    ['0 in a container is forbidden', 'restricted:latest', pod({ containers: [root('a')] }), A],
    [
      '0 in a container is forbidden also when the pod has another user',
      'restricted:latest',
      pod({ securityContext: { runAsUser: 1 }, containers: [root('a')] }),
      A,
    ],
    [
      'the pod is named first',
      'restricted:latest',
      pod({ securityContext: { runAsUser: 0 }, containers: [root('b'), bare('ok'), root('a')] }),
      'runAsUser=0 (pod and containers "b", "a" must not set runAsUser=0)',
    ],
    [
      'init containers come first, ephemeral ones last',
      'restricted:latest',
      inEveryList(root),
      'runAsUser=0 (containers "i", "c", "e" must not set runAsUser=0)',
    ],
    ['os windows does not help', 'restricted:latest', pod({ containers: [root('a')], os: { name: 'windows' } }), A],
    ["the host's users do not help", 'restricted:latest', pod({ containers: [root('a')], hostUsers: true }), A],
  ],
  timelines: [
    ['v1.23 brings the check', 'restricted', pod({ containers: [root('a')] }), { 'v1.0': 'not in force', 'v1.23': A }],
    [
      'v1.35 lets pods in a user namespace pass',
      'restricted',
      pod({ securityContext: { runAsUser: 0 }, hostUsers: false }),
      { 'v1.0': 'not in force', 'v1.23': POD, 'v1.35': 'allowed' },
    ],
    ['baseline never asks', 'baseline', pod({ containers: [root('a')] }), { 'v1.0': 'not in force' }],
  ],
  violations: [
    [
      'the pod, then containers',
      'restricted:latest',
      pod({ securityContext: { runAsUser: 0 }, containers: [bare('ok'), root('b')], ephemeralContainers: [root('e')] }),
      [
        inPod(FIELD, 0, ALLOWED),
        inContainer('containers', 1, 'b', FIELD, 0, ALLOWED),
        inContainer('ephemeralContainers', 0, 'e', FIELD, 0, ALLOWED),
      ],
    ],
    [
      'a container alone',
      'restricted:v1.23',
      pod({ initContainers: [root('i')] }),
      [inContainer('initContainers', 0, 'i', FIELD, 0, ALLOWED)],
    ],
  ],
});
