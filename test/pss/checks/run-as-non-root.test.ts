import { inContainer, inPod } from '../judge.ts';
import { bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const FIELD = ['securityContext', 'runAsNonRoot'];
const A_UNSET = 'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)';
const A_FALSE = 'runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)';
const POD_FALSE = 'runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)';

const yes = { runAsNonRoot: true };
const no = { runAsNonRoot: false };
const root = (name: string) => secured(name, no);

testCheck('runAsNonRoot', {
  cases: [
    ['true in the container is enough', 'restricted:latest', pod(), 'allowed'],
    [
      'true in the pod is enough',
      'restricted:latest',
      pod({ securityContext: yes, containers: [bare('a'), null] }),
      'allowed',
    ],
    [
      'a null field in the pod is unset',
      'restricted:latest',
      pod({ securityContext: { runAsNonRoot: null }, containers: [bare('a')] }),
      A_UNSET,
    ],
    ['nowhere set is forbidden', 'restricted:latest', pod({ containers: [bare('a')] }), A_UNSET],
    ['null is unset', 'restricted:latest', pod({ containers: [secured('a', { runAsNonRoot: null })] }), A_UNSET],
    [
      'a null security context sets nothing',
      'restricted:latest',
      pod({ containers: [{ name: 'a', securityContext: null }] }),
      A_UNSET,
    ],
    ['a null container sets nothing', 'restricted:latest', pod({ containers: [null] }), A_UNSET.replace('"a"', '""')],
    ['no containers, no offender', 'restricted:latest', pod({ containers: [] }), 'allowed'],
    ['false in a container is forbidden', 'restricted:latest', pod({ containers: [root('a')] }), A_FALSE],
    [
      'false in a container is forbidden also when the pod says true',
      'restricted:latest',
      pod({ securityContext: yes, containers: [root('a')] }),
      A_FALSE,
    ],
    [
      'false in the pod is forbidden also when every container says true',
      'restricted:latest',
      pod({ securityContext: no }),
      POD_FALSE,
    ],
    [
      'false in the pod is forbidden also without containers',
      'restricted:latest',
      pod({ securityContext: no, containers: [] }),
      POD_FALSE,
    ],
    [
      'who says false hides who says nothing',
      'restricted:latest',
      pod({ securityContext: no, containers: [bare('b'), root('a')] }),
      'runAsNonRoot != true (pod and container "a" must not set securityContext.runAsNonRoot=false)',
    ],
    [
      'init containers come first, ephemeral ones last: saying nothing',
      'restricted:latest',
      inEveryList(bare),
      'runAsNonRoot != true (pod or containers "i", "c", "e" must set securityContext.runAsNonRoot=true)',
    ],
    [
      'init containers come first, ephemeral ones last: saying false',
      'restricted:latest',
      inEveryList(root, { securityContext: no }),
      'runAsNonRoot != true (pod and containers "i", "c", "e" must not set securityContext.runAsNonRoot=false)',
    ],
    [
      'a user other than root does not help',
      'restricted:latest',
      pod({ containers: [secured('a', { runAsNonRoot: null, runAsUser: 1 })] }),
      A_UNSET,
    ],
    [
      'os windows does not help',
      'restricted:latest',
      pod({ containers: [bare('a')], os: { name: 'windows' } }),
      A_UNSET,
    ],
    ["the host's users do not help", 'restricted:latest', pod({ containers: [bare('a')], hostUsers: true }), A_UNSET],
  ],
  timelines: [
    ['restricted always asks', 'restricted', pod({ containers: [bare('a')] }), { 'v1.0': A_UNSET }],
    [
      'v1.35 lets pods in a user namespace pass, even saying false',
      'restricted',
      pod({ securityContext: no, hostUsers: false }),
      { 'v1.0': POD_FALSE, 'v1.35': 'allowed' },
    ],
    ['baseline never asks', 'baseline', pod({ containers: [bare('a')] }), { 'v1.0': 'not in force' }],
  ],
  violations: [
    [
      'who says false: the pod first',
      'restricted:latest',
      pod({ securityContext: no, initContainers: [bare('i')], containers: [root('a')] }),
      [inPod(FIELD, false, 'unset or true'), inContainer('containers', 0, 'a', FIELD, false, 'unset or true')],
    ],
    [
      'a container that says false alone',
      'restricted:latest',
      pod({ ephemeralContainers: [root('e')] }),
      [inContainer('ephemeralContainers', 0, 'e', FIELD, false, 'unset or true')],
    ],
    [
      'who says nothing',
      'restricted:latest',
      pod({ initContainers: [bare('i')], containers: [secured('ok', {}), bare('b')] }),
      [
        inContainer('initContainers', 0, 'i', FIELD, null, 'true, here or in the pod'),
        inContainer('containers', 1, 'b', FIELD, null, 'true, here or in the pod'),
      ],
    ],
  ],
});
