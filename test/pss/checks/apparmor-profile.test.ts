import type { PodObject } from '../../../src/pss/index.ts';
import { inContainer, inPod } from '../judge.ts';
import { annotated, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const FIELD = ['securityContext', 'appArmorProfile', 'type'];
const TYPES = 'unset, RuntimeDefault or Localhost';
const VALUES = 'unset, runtime/default or localhost/*';

const podType = (type: string | null): PodObject => pod({ securityContext: { appArmorProfile: { type } } });
const unconfined = (name: string) => secured(name, { appArmorProfile: { type: 'Unconfined' } });
const annotation = (value: string | null): PodObject => annotated({ [`${PREFIX}a`]: value });
const badAnnotation = (quoted: string) =>
  `forbidden AppArmor profile (annotation must not set AppArmor profile type to "${PREFIX}a=${quoted}")`;

testCheck('appArmorProfile', {
  cases: [
    ['no profile is allowed', 'baseline:latest', pod(), 'allowed'],
    ['RuntimeDefault is allowed', 'baseline:latest', podType('RuntimeDefault'), 'allowed'],
    ['Localhost is allowed', 'baseline:latest', podType('Localhost'), 'allowed'],
    ['a null profile is absent', 'baseline:latest', pod({ securityContext: { appArmorProfile: null } }), 'allowed'],
    [
      'Unconfined is forbidden',
      'baseline:latest',
      podType('Unconfined'),
      'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")',
    ],
    [
      "the annotation's spelling is no type",
      'baseline:latest',
      podType('runtime/default'),
      'forbidden AppArmor profile (pod must not set AppArmor profile type to "runtime/default")',
    ],
    [
      'a profile without a type is present, with type ""',
      'baseline:latest',
      pod({ securityContext: { appArmorProfile: {} } }),
      'forbidden AppArmor profile (pod must not set AppArmor profile type to "")',
    ],
    [
      'a null type is ""',
      'baseline:latest',
      podType(null),
      'forbidden AppArmor profile (pod must not set AppArmor profile type to "")',
    ],
    [
      'a container is judged also where the pod has a good profile',
      'baseline:latest',
      pod({ securityContext: { appArmorProfile: { type: 'RuntimeDefault' } }, containers: [unconfined('a')] }),
      'forbidden AppArmor profile (container "a" must not set AppArmor profile type to "Unconfined")',
    ],
    [
      "the pod's bad profile counts also where the container has a good one",
      'baseline:latest',
      pod({
        securityContext: { appArmorProfile: { type: 'Unconfined' } },
        containers: [secured('a', { appArmorProfile: { type: 'Localhost' } })],
      }),
      'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")',
    ],
    [
      'init containers come first, ephemeral ones last; one value keeps the singular',
      'baseline:latest',
      inEveryList(unconfined),
      'forbidden AppArmor profile (containers "i", "c", "e" must not set AppArmor profile type to "Unconfined")',
    ],
    [
      'pod, containers and annotation are setters in this order; the reason counts values',
      'baseline:latest',
      annotated(
        { [`${PREFIX}zzz`]: 'unconfined' },
        {
          securityContext: { appArmorProfile: { type: 'Unconfined' } },
          containers: [secured('a', { appArmorProfile: { type: '' } })],
        },
      ),
      `forbidden AppArmor profiles (pod and container "a" and annotation must not set AppArmor profile type to "", "Unconfined", "${PREFIX}zzz="unconfined"")`,
    ],
    [
      'types are sorted and distinct, and stand before annotations',
      'baseline:latest',
      annotated(
        { [`${PREFIX}a`]: 'x' },
        {
          securityContext: { appArmorProfile: { type: 'zzz' } },
          containers: [
            secured('a', { appArmorProfile: { type: 'zzz' } }),
            secured('b', { appArmorProfile: { type: 'Other' } }),
          ],
        },
      ),
      `forbidden AppArmor profiles (pod and containers "a", "b" and annotation must not set AppArmor profile type to "Other", "zzz", "${PREFIX}a="x"")`,
    ],
    [
      'several annotations are sorted and take the plural',
      'baseline:latest',
      annotated({ [`${PREFIX}b`]: 'x', [`${PREFIX}a`]: 'y' }),
      `forbidden AppArmor profiles (annotations must not set AppArmor profile type to "${PREFIX}a="y"", "${PREFIX}b="x"")`,
    ],
    [
      'an annotation counts also when no container has its name',
      'baseline:latest',
      annotated({ [`${PREFIX}ghost`]: 'unconfined' }),
      `forbidden AppArmor profile (annotation must not set AppArmor profile type to "${PREFIX}ghost="unconfined"")`,
    ],
    [
      'the bare prefix counts',
      'baseline:latest',
      annotated({ [PREFIX]: 'unconfined' }),
      `forbidden AppArmor profile (annotation must not set AppArmor profile type to "${PREFIX}="unconfined"")`,
    ],
    [
      'the prefix counts only at the beginning',
      'baseline:latest',
      annotated({ [`x${PREFIX}a`]: 'unconfined' }),
      'allowed',
    ],
    [
      'the prefix counts only with its slash',
      'baseline:latest',
      annotated({ [PREFIX.slice(0, -1)]: 'unconfined' }),
      'allowed',
    ],
    ['annotation runtime/default is allowed', 'baseline:latest', annotation('runtime/default'), 'allowed'],
    [
      'annotation localhost/ is allowed, with and without a name',
      'baseline:latest',
      annotation('localhost/'),
      'allowed',
    ],
    ['annotation localhost/x is allowed', 'baseline:latest', annotation('localhost/x'), 'allowed'],
    ['an empty annotation is allowed', 'baseline:latest', annotation(''), 'allowed'],
    ['a null annotation is an empty one', 'baseline:latest', annotation(null), 'allowed'],
    [
      'annotation localhost without a slash is forbidden',
      'baseline:latest',
      annotation('localhost'),
      badAnnotation('"localhost"'),
    ],
    [
      'annotation docker/default is forbidden',
      'baseline:latest',
      annotation('docker/default'),
      badAnnotation('"docker/default"'),
    ],
    [
      'annotation values are case-sensitive',
      'baseline:latest',
      annotation('Runtime/Default'),
      badAnnotation('"Runtime/Default"'),
    ],
    [
      'annotation values are quoted as in Go',
      'baseline:latest',
      annotation('he said "hi"\t\\'),
      badAnnotation('"he said \\"hi\\"\\t\\\\"'),
    ],
    ['null annotations are none', 'baseline:latest', { ...pod(), metadata: { annotations: null } }, 'allowed'],
    ['null metadata has no annotations', 'baseline:latest', { ...pod(), metadata: null }, 'allowed'],
    ['a null security context has no profile', 'baseline:latest', pod({ securityContext: null }), 'allowed'],
  ],
  timelines: [
    [
      'fields count at every version of baseline',
      'baseline',
      podType('Unconfined'),
      { 'v1.0': 'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")' },
    ],
    [
      'annotations count at every version of restricted',
      'restricted',
      annotation('x'),
      { 'v1.0': badAnnotation('"x"') },
    ],
  ],
  violations: [
    [
      'pod, then containers, then annotations',
      'baseline:latest',
      annotated(
        { [`${PREFIX}b`]: 'x', [`${PREFIX}ok`]: 'runtime/default' },
        {
          securityContext: { appArmorProfile: { type: 'Unconfined' } },
          initContainers: [secured('i', { appArmorProfile: {} })],
          ephemeralContainers: [unconfined('e')],
        },
      ),
      [
        inPod(FIELD, 'Unconfined', TYPES),
        inContainer('initContainers', 0, 'i', FIELD, null, TYPES),
        inContainer('ephemeralContainers', 0, 'e', FIELD, 'Unconfined', TYPES),
        { path: ['metadata', 'annotations', `${PREFIX}b`], found: 'x', allowed: VALUES },
      ],
    ],
    [
      'only a container',
      'baseline:latest',
      pod({ containers: [unconfined('a')] }),
      [inContainer('containers', 0, 'a', FIELD, 'Unconfined', TYPES)],
    ],
  ],
});
