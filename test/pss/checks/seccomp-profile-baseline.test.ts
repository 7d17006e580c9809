import { inContainer, inPod } from '../judge.ts';
import { annotated, bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const POD_KEY = 'seccomp.security.alpha.kubernetes.io/pod';
const PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';
const FIELD = ['securityContext', 'seccompProfile', 'type'];
const TYPES = 'unset, RuntimeDefault or Localhost';
const VALUES = 'unset, runtime/default or localhost/*';

const profiled = (name: string, type: string | null) => secured(name, { seccompProfile: { type } });
const podProfile = (type: string | null) => ({ seccompProfile: { type } });
const annotation = (data: string) => `seccompProfile (forbidden annotation ${data})`;
const setBy = (setters: string, types: string) =>
  `seccompProfile (${setters} must not set securityContext.seccompProfile.type to ${types})`;

testCheck('seccompProfile_baseline', {
  cases: [
    ['no annotation is allowed', 'baseline:v1.18', pod(), 'allowed'],
    ['annotation runtime/default is allowed', 'baseline:v1.18', annotated({ [POD_KEY]: 'runtime/default' }), 'allowed'],
    ['annotation docker/default is allowed', 'baseline:v1.18', annotated({ [POD_KEY]: 'docker/default' }), 'allowed'],
    ['annotation localhost/ is allowed', 'baseline:v1.18', annotated({ [POD_KEY]: 'localhost/' }), 'allowed'],
    ['annotation localhost/x is allowed', 'baseline:v1.18', annotated({ [`${PREFIX}a`]: 'localhost/x' }), 'allowed'],
    [
      'annotation unconfined is forbidden',
      'baseline:v1.18',
      annotated({ [POD_KEY]: 'unconfined' }),
      annotation(`${POD_KEY}="unconfined"`),
    ],
    ['an empty annotation is forbidden', 'baseline:v1.18', annotated({ [POD_KEY]: '' }), annotation(`${POD_KEY}=""`)],
    [
      'a null annotation is an empty one',
      'baseline:v1.18',
      annotated({ [`${PREFIX}a`]: null }),
      annotation(`${PREFIX}a=""`),
    ],
    [
      'localhost without a slash is forbidden',
      'baseline:v1.18',
      annotated({ [POD_KEY]: 'localhost' }),
      annotation(`${POD_KEY}="localhost"`),
    ],
    [
      'the spelling of the field is forbidden',
      'baseline:v1.18',
      annotated({ [POD_KEY]: 'RuntimeDefault' }),
      annotation(`${POD_KEY}="RuntimeDefault"`),
    ],
    [
      'values are quoted as in Go',
      'baseline:v1.18',
      annotated({ [POD_KEY]: '"\u00a0\n' }),
      annotation(`${POD_KEY}="\\"\\u00a0\\n"`),
    ],
    [
      'an annotation of no container is ignored',
      'baseline:v1.18',
      annotated({ [`${PREFIX}ghost`]: 'unconfined' }),
      'allowed',
    ],
    [
      'an annotation of an init or ephemeral container counts; several are sorted, the pod last',
      'baseline:v1.18',
      annotated(
        { [POD_KEY]: 'x', [`${PREFIX}i`]: 'y', [`${PREFIX}e`]: 'z', [`${PREFIX}a`]: 'w' },
        { ephemeralContainers: [bare('e')], initContainers: [bare('i')] },
      ),
      `seccompProfile (forbidden annotations ${PREFIX}a="w", ${PREFIX}e="z", ${PREFIX}i="y", ${POD_KEY}="x")`,
    ],
    [
      'an annotation of two containers of one name counts once',
      'baseline:v1.18',
      annotated({ [`${PREFIX}a`]: 'x' }, { containers: [bare('a'), bare('a')] }),
      annotation(`${PREFIX}a="x"`),
    ],
    [
      'a container without a name has an annotation as well',
      'baseline:v1.18',
      annotated({ [PREFIX]: 'x' }, { containers: [null] }),
      annotation(`${PREFIX}="x"`),
    ],
    ['no profile is allowed', 'baseline:latest', pod({ containers: [bare('a')] }), 'allowed'],
    ['RuntimeDefault is allowed', 'baseline:latest', pod({ securityContext: podProfile('RuntimeDefault') }), 'allowed'],
    ['Localhost is allowed', 'baseline:latest', pod({ containers: [profiled('a', 'Localhost')] }), 'allowed'],
    ['a null profile is absent', 'baseline:latest', pod({ securityContext: { seccompProfile: null } }), 'allowed'],
    [
      'Unconfined is forbidden',
      'baseline:latest',
      pod({ securityContext: podProfile('Unconfined') }),
      setBy('pod', '"Unconfined"'),
    ],
    [
      "the annotation's spelling is forbidden",
      'baseline:latest',
      pod({ containers: [profiled('a', 'runtime/default')] }),
      setBy('container "a"', '"runtime/default"'),
    ],
    [
      'a profile without a type is present, with type ""',
      'baseline:latest',
      pod({ securityContext: { seccompProfile: {} } }),
      setBy('pod', '""'),
    ],
    ['a null type is ""', 'baseline:latest', pod({ containers: [profiled('a', null)] }), setBy('container "a"', '""')],
    [
      'the pod is named first; types are sorted and distinct',
      'baseline:latest',
      pod({
        securityContext: podProfile('Unconfined'),
        containers: [profiled('b', 'Unconfined'), bare('ok'), profiled('a', 'Other')],
      }),
      setBy('pod and containers "b", "a"', '"Other", "Unconfined"'),
    ],
    [
      'init containers come first, ephemeral ones last',
      'baseline:latest',
      inEveryList((name) => profiled(name, 'Unconfined')),
      setBy('containers "i", "c", "e"', '"Unconfined"'),
    ],
    [
      'os windows does not help',
      'baseline:latest',
      pod({ securityContext: podProfile('Unconfined'), os: { name: 'windows' } }),
      setBy('pod', '"Unconfined"'),
    ],
  ],
  timelines: [
    [
      'v1.19 no longer reads annotations',
      'baseline',
      annotated({ [POD_KEY]: 'unconfined' }),
      { 'v1.0': annotation(`${POD_KEY}="unconfined"`), 'v1.19': 'allowed' },
    ],
    [
      'v1.19 is the first to read fields',
      'baseline',
      pod({ securityContext: podProfile('Unconfined') }),
      { 'v1.0': 'allowed', 'v1.19': setBy('pod', '"Unconfined"') },
    ],
    [
      'restricted has a check of its own from v1.19 on',
      'restricted',
      annotated({ [POD_KEY]: 'unconfined' }),
      { 'v1.0': annotation(`${POD_KEY}="unconfined"`), 'v1.19': 'not in force' },
    ],
  ],
  violations: [
    [
      'annotations: the pod first',
      'baseline:v1.18',
      annotated({ [`${PREFIX}a`]: null, [`${PREFIX}ghost`]: 'x', [POD_KEY]: 'unconfined' }),
      [
        { path: ['metadata', 'annotations', POD_KEY], found: 'unconfined', allowed: VALUES },
        { path: ['metadata', 'annotations', `${PREFIX}a`], found: '', allowed: VALUES },
      ],
    ],
    [
      'an annotation of two containers of one name once',
      'baseline:v1.18',
      annotated({ [`${PREFIX}a`]: 'x' }, { containers: [bare('a'), bare('a')] }),
      [{ path: ['metadata', 'annotations', `${PREFIX}a`], found: 'x', allowed: VALUES }],
    ],
    [
      'fields: the pod first',
      'baseline:v1.19',
      pod({
        securityContext: podProfile('Unconfined'),
        initContainers: [profiled('i', null)],
        containers: [profiled('a', 'x')],
      }),
      [
        inPod(FIELD, 'Unconfined', TYPES),
        inContainer('initContainers', 0, 'i', FIELD, null, TYPES),
        inContainer('containers', 0, 'a', FIELD, 'x', TYPES),
      ],
    ],
    [
      'a container alone',
      'baseline:latest',
      pod({ ephemeralContainers: [profiled('e', 'x')] }),
      [inContainer('ephemeralContainers', 0, 'e', FIELD, 'x', TYPES)],
    ],
  ],
});
