import { inContainer, inPod } from '../judge.ts';
import { annotated, bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const FIELD = ['securityContext', 'seccompProfile', 'type'];
const ALLOWED = 'RuntimeDefault or Localhost';
const A_UNSET =
  'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';

const profiled = (name: string, type: string | null) => secured(name, { seccompProfile: { type } });
const podProfile = (type: string | null) => ({ seccompProfile: { type } });
const setBy = (setters: string, types: string) =>
  `seccompProfile (${setters} must not set securityContext.seccompProfile.type to ${types})`;

testCheck('seccompProfile_restricted', {
  cases: [
    ['RuntimeDefault in the container is enough', 'restricted:latest', pod(), 'allowed'],
    [
      'Localhost in the container is enough',
      'restricted:latest',
      pod({ containers: [profiled('a', 'Localhost')] }),
      'allowed',
    ],
    [
      'RuntimeDefault in the pod is enough',
      'restricted:latest',
      pod({ securityContext: podProfile('RuntimeDefault'), containers: [bare('a'), null] }),
      'allowed',
    ],
    [
      'Localhost in the pod is enough',
      'restricted:latest',
      pod({ securityContext: podProfile('Localhost'), containers: [bare('a')] }),
      'allowed',
    ],
    ['nowhere set is forbidden', 'restricted:latest', pod({ containers: [bare('a')] }), A_UNSET],
    [
      'a null profile is absent',
      'restricted:latest',
      pod({ securityContext: { seccompProfile: null }, containers: [secured('a', { seccompProfile: null })] }),
      A_UNSET,
    ],
    [
      'a null security context sets nothing',
      'restricted:latest',
      pod({ securityContext: null, containers: [{ name: 'a', securityContext: null }] }),
      A_UNSET,
    ],
    ['a null container sets nothing', 'restricted:latest', pod({ containers: [null] }), A_UNSET.replace('"a"', '""')],
    ['no containers, no offender', 'restricted:latest', pod({ containers: [] }), 'allowed'],
    [
      'an annotation does not count',
      'restricted:v1.19',
      annotated({ 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' }, { containers: [bare('a')] }),
      A_UNSET,
    ],
    [
      'Unconfined in a container is forbidden',
      'restricted:latest',
      pod({ containers: [profiled('a', 'Unconfined')] }),
      setBy('container "a"', '"Unconfined"'),
    ],
    [
      'Unconfined in a container is forbidden also when the pod has a good profile',
      'restricted:latest',
      pod({ securityContext: podProfile('Localhost'), containers: [profiled('a', 'Unconfined'), bare('b')] }),
      setBy('container "a"', '"Unconfined"'),
    ],
    [
      'Unconfined in the pod is forbidden also when every container has a good profile',
      'restricted:latest',
      pod({ securityContext: podProfile('Unconfined') }),
      setBy('pod', '"Unconfined"'),
    ],
    [
      'a profile without a type is present, with type ""',
      'restricted:latest',
      pod({ securityContext: { seccompProfile: {} } }),
      setBy('pod', '""'),
    ],
    [
      'a null type is ""',
      'restricted:latest',
      pod({ containers: [profiled('a', null)] }),
      setBy('container "a"', '""'),
    ],
    [
      'who has a bad profile hides who has none',
      'restricted:latest',
      pod({ containers: [bare('b'), profiled('a', 'x')] }),
      setBy('container "a"', '"x"'),
    ],
    [
      'the pod is named first; types are sorted and distinct',
      'restricted:latest',
      pod({ securityContext: podProfile('z'), containers: [profiled('b', 'z'), profiled('a', 'x')] }),
      setBy('pod and containers "b", "a"', '"x", "z"'),
    ],
    [
      'init containers come first, ephemeral ones last: no profile',
      'restricted:latest',
      inEveryList(bare),
      'seccompProfile (pod or containers "i", "c", "e" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ],
    [
      'init containers come first, ephemeral ones last: a bad profile',
      'restricted:latest',
      inEveryList((name) => profiled(name, 'x')),
      setBy('containers "i", "c", "e"', '"x"'),
    ],
    [
      'a user namespace does not help',
      'restricted:latest',
      pod({ containers: [bare('a')], hostUsers: false }),
      A_UNSET,
    ],
  ],
  timelines: [
    [
      'v1.19 brings the check',
      'restricted',
      pod({ containers: [bare('a')] }),
      { 'v1.0': 'not in force', 'v1.19': A_UNSET },
    ],
    [
      'v1.25 lets Windows pods pass, whatever their profile',
      'restricted',
      pod({ containers: [profiled('a', 'x')], os: { name: 'windows' } }),
      { 'v1.0': 'not in force', 'v1.19': setBy('container "a"', '"x"'), 'v1.25': 'allowed' },
    ],
    ['baseline never asks', 'baseline', pod({ containers: [bare('a')] }), { 'v1.0': 'not in force' }],
  ],
  violations: [
    [
      'bad profiles: the pod first; who has none is left out',
      'restricted:latest',
      pod({ securityContext: podProfile('x'), initContainers: [bare('i')], containers: [profiled('a', null)] }),
      [inPod(FIELD, 'x', ALLOWED), inContainer('containers', 0, 'a', FIELD, null, ALLOWED)],
    ],
    [
      'a bad profile of a container alone',
      'restricted:v1.19',
      pod({ ephemeralContainers: [profiled('e', 'x')] }),
      [inContainer('ephemeralContainers', 0, 'e', FIELD, 'x', ALLOWED)],
    ],
    [
      'no profile',
      'restricted:latest',
      pod({ initContainers: [bare('i')], containers: [profiled('ok', 'Localhost'), bare('b')] }),
      [
        inContainer('initContainers', 0, 'i', FIELD, null, `${ALLOWED}, here or in the pod`),
        inContainer('containers', 1, 'b', FIELD, null, `${ALLOWED}, here or in the pod`),
      ],
    ],
  ],
});
