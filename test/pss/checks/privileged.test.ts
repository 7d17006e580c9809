import { inContainer } from '../judge.ts';
import { bare, inEveryList, pod, secured } from '../pod.ts';
import { testCheck } from './table.ts';

const FIELD = ['securityContext', 'privileged'];
const A = 'privileged (container "a" must not set securityContext.privileged=true)';

const privileged = (name: string) => secured(name, { privileged: true });

testCheck('privileged', {
  cases: [
    ['unset is allowed', 'baseline:latest', pod(), 'allowed'],
    ['false is allowed', 'baseline:latest', pod({ containers: [secured('a', { privileged: false })] }), 'allowed'],
    ['null is allowed', 'baseline:latest', pod({ containers: [secured('a', { privileged: null })] }), 'allowed'],
    ['no security context is allowed', 'baseline:latest', pod({ containers: [bare('a')] }), 'allowed'],
    ['a null container is allowed', 'baseline:latest', pod({ containers: [null] }), 'allowed'],
    ['true is forbidden', 'baseline:latest', pod({ containers: [privileged('a')] }), A],
    [
      'init containers come first, ephemeral ones last',
      'baseline:latest',
      inEveryList(privileged),
      'privileged (containers "i", "c", "e" must not set securityContext.privileged=true)',
    ],
    [
      'a repeated name is repeated, and counts each time',
      'baseline:latest',
      pod({ containers: [privileged('a'), bare('b'), privileged('a')] }),
      'privileged (containers "a", "a" must not set securityContext.privileged=true)',
    ],
    [
      'names are not escaped',
      'baseline:latest',
      pod({ containers: [privileged('x"y\\')] }),
      A.replace('"a"', '"x"y\\"'),
    ],
    [
      'a missing name is empty',
      'baseline:latest',
      pod({
        containers: [{ securityContext: { privileged: true } }, { name: null, securityContext: { privileged: true } }],
      }),
      'privileged (containers "", "" must not set securityContext.privileged=true)',
    ],
    ['os windows does not help', 'baseline:latest', pod({ containers: [privileged('a')], os: { name: 'windows' } }), A],
    ['a user namespace does not help', 'baseline:latest', pod({ containers: [privileged('a')], hostUsers: false }), A],
  ],
  timelines: [
    ['baseline always asks', 'baseline', pod({ containers: [privileged('a')] }), { 'v1.0': A }],
    ['restricted always asks', 'restricted', pod({ containers: [privileged('a')] }), { 'v1.0': A }],
    ['privileged never asks', 'privileged', pod({ containers: [privileged('a')] }), { 'v1.0': 'not in force' }],
  ],
  violations: [
    [
      'one for each container',
      'baseline:latest',
      pod({ containers: [bare('ok'), privileged('b')], ephemeralContainers: [privileged('e')] }),
      [
        inContainer('containers', 1, 'b', FIELD, true, 'unset or false'),
        inContainer('ephemeralContainers', 0, 'e', FIELD, true, 'unset or false'),
      ],
    ],
    [
      'a container without a name',
      'baseline:latest',
      pod({ initContainers: [{ securityContext: { privileged: true } }] }),
      [inContainer('initContainers', 0, '', FIELD, true, 'unset or false')],
    ],
  ],
});
