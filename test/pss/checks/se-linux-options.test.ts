import type { SeLinuxOptions } from '../../../src/pss/pod.ts';
import { type Case, inContainer, inPod } from '../judge.ts';
import { bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const FIELD = ['securityContext', 'seLinuxOptions'];
/** A field that no check reads, and the type therefore does not name. */
const LEVEL = { type: 'container_t', level: 's0:c1,c2' };
const TYPES = 'unset, container_t, container_init_t, container_kvm_t';

const labelled = (name: string, seLinuxOptions: SeLinuxOptions | null) => secured(name, { seLinuxOptions });
const forbidden = (setters: string, data: string) =>
  `seLinuxOptions (${setters} set forbidden securityContext.seLinuxOptions: ${data})`;
const A_TYPE = forbidden('container "a"', 'type "spc_t"');

const allowedTypes = ['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', ''].map(
  (type): Case => [
    `type "${type}" is allowed`,
    'baseline:latest',
    pod({ containers: [labelled('a', { type })] }),
    'allowed',
  ],
);

testCheck('seLinuxOptions', {
  cases: [
    ...allowedTypes,
    ['no options are allowed', 'baseline:latest', pod({ containers: [bare('a')] }), 'allowed'],
    [
      'null options are absent',
      'baseline:latest',
      pod({ securityContext: { seLinuxOptions: null }, containers: [labelled('a', null)] }),
      'allowed',
    ],
    ['empty options are allowed', 'baseline:latest', pod({ containers: [labelled('a', {})] }), 'allowed'],
    [
      'null fields are empty',
      'baseline:latest',
      pod({ containers: [labelled('a', { type: null, user: null, role: null })] }),
      'allowed',
    ],
    [
      'empty user and role are allowed',
      'baseline:latest',
      pod({ containers: [labelled('a', { user: '', role: '' })] }),
      'allowed',
    ],
    ['another type is forbidden', 'baseline:latest', pod({ containers: [labelled('a', { type: 'spc_t' })] }), A_TYPE],
    [
      'types are case-sensitive',
      'baseline:latest',
      pod({ containers: [labelled('a', { type: 'Container_t' })] }),
      A_TYPE.replace('spc_t', 'Container_t'),
    ],
    [
      'a user is forbidden, any',
      'baseline:latest',
      pod({ containers: [labelled('a', { user: 'system_u' })] }),
      forbidden('container "a"', 'user may not be set'),
    ],
    [
      'a role is forbidden, any',
      'baseline:latest',
      pod({ containers: [labelled('a', { role: 'object_r' })] }),
      forbidden('container "a"', 'role may not be set'),
    ],
    [
      'user and role beside an allowed type',
      'baseline:latest',
      pod({ containers: [labelled('a', { type: 'container_t', role: 'r', user: 'u' })] }),
      forbidden('container "a"', 'user may not be set; role may not be set'),
    ],
    [
      'the pod is named first; types, user and role of all are told in this order',
      'baseline:latest',
      pod({
        securityContext: { seLinuxOptions: { role: 'r' } },
        containers: [labelled('b', { user: 'u' }), labelled('a', { type: 'x_t' })],
      }),
      forbidden('pod and containers "b", "a"', 'type "x_t"; user may not be set; role may not be set'),
    ],
    [
      'types are sorted and distinct and take the plural on their own; allowed ones are not told',
      'baseline:latest',
      pod({
        securityContext: { seLinuxOptions: { type: 'z_t' } },
        containers: [
          labelled('a', { type: 'z_t' }),
          labelled('b', { type: 'b_t' }),
          labelled('c', { type: 'container_t', user: 'u' }),
        ],
      }),
      forbidden('pod and containers "a", "b", "c"', 'types "b_t", "z_t"; user may not be set'),
    ],
    [
      'only the pod',
      'baseline:latest',
      pod({ securityContext: { seLinuxOptions: { user: 'u' } } }),
      forbidden('pod', 'user may not be set'),
    ],
    [
      'init containers come first, ephemeral ones last',
      'baseline:latest',
      inEveryList((name) => labelled(name, { type: 'spc_t' })),
      forbidden('containers "i", "c", "e"', 'type "spc_t"'),
    ],
    ['the level is free', 'baseline:latest', pod({ containers: [labelled('a', LEVEL)] }), 'allowed'],
  ],
  timelines: [
    ['baseline always asks', 'baseline', pod({ containers: [labelled('a', { type: 'spc_t' })] }), { 'v1.0': A_TYPE }],
    [
      'v1.31 allows container_engine_t',
      'baseline',
      pod({ containers: [labelled('a', { type: 'container_engine_t' })] }),
      { 'v1.0': A_TYPE.replace('spc_t', 'container_engine_t'), 'v1.31': 'allowed' },
    ],
    [
      'v1.31 allows container_engine_t at restricted as well',
      'restricted',
      pod({ securityContext: { seLinuxOptions: { type: 'container_engine_t' } } }),
      { 'v1.0': forbidden('pod', 'type "container_engine_t"'), 'v1.31': 'allowed' },
    ],
    [
      'container_kvm_t is allowed at every version',
      'baseline',
      pod({ containers: [labelled('a', { type: 'container_kvm_t' })] }),
      { 'v1.0': 'allowed' },
    ],
  ],
  violations: [
    [
      'one for each field: the pod first',
      'baseline:v1.30',
      pod({
        securityContext: { seLinuxOptions: { user: 'u', type: 'container_engine_t' } },
        initContainers: [labelled('i', { role: 'r', user: 'u', type: 'container_t' })],
        containers: [labelled('a', { type: 'container_t' })],
      }),
      [
        inPod([...FIELD, 'type'], 'container_engine_t', TYPES),
        inPod([...FIELD, 'user'], 'u', 'unset'),
        inContainer('initContainers', 0, 'i', [...FIELD, 'user'], 'u', 'unset'),
        inContainer('initContainers', 0, 'i', [...FIELD, 'role'], 'r', 'unset'),
      ],
    ],
    [
      'what is allowed depends on the version',
      'baseline:v1.31',
      pod({ ephemeralContainers: [labelled('e', { type: 'spc_t' })] }),
      [inContainer('ephemeralContainers', 0, 'e', [...FIELD, 'type'], 'spc_t', `${TYPES}, container_engine_t`)],
    ],
  ],
});
