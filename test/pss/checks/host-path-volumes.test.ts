import { inPod } from '../judge.ts';
import { pod } from '../pod.ts';
import { testCheck } from './table.ts';

const hostPath = { path: '/var/log' };

testCheck('hostPathVolumes', {
  cases: [
    ['no volumes are allowed', 'baseline:latest', pod(), 'allowed'],
    ['null volumes are allowed', 'baseline:latest', pod({ volumes: null }), 'allowed'],
    ['another source is allowed', 'baseline:latest', pod({ volumes: [{ name: 'v', nfs: {} }] }), 'allowed'],
    ['no source is allowed', 'baseline:latest', pod({ volumes: [{ name: 'v' }] }), 'allowed'],
    ['a null hostPath is absent', 'baseline:latest', pod({ volumes: [{ name: 'v', hostPath: null }] }), 'allowed'],
    ['a null volume has no source', 'baseline:latest', pod({ volumes: [null] }), 'allowed'],
    [
      'hostPath is forbidden',
      'baseline:latest',
      pod({ volumes: [{ name: 'v', hostPath }] }),
      'hostPath volumes (volume "v")',
    ],
    [
      'an empty hostPath is present',
      'baseline:latest',
      pod({ volumes: [{ name: 'v', hostPath: {} }] }),
      'hostPath volumes (volume "v")',
    ],
    [
      'a volume without a name has an empty one',
      'baseline:latest',
      pod({ volumes: [{ hostPath }] }),
      'hostPath volumes (volume "")',
    ],
    [
      'another source beside it does not help',
      'baseline:latest',
      pod({ volumes: [{ name: 'v', emptyDir: {}, hostPath }] }),
      'hostPath volumes (volume "v")',
    ],
    [
      'several stand in the order of the manifest, repeated',
      'baseline:latest',
      pod({
        volumes: [
          { name: 'w', hostPath },
          { name: 'ok', emptyDir: {} },
          { name: 'v', hostPath },
          { name: 'w', hostPath },
        ],
      }),
      'hostPath volumes (volumes "w", "v", "w")',
    ],
  ],
  timelines: [
    [
      'baseline always asks',
      'baseline',
      pod({ volumes: [{ name: 'v', hostPath }] }),
      { 'v1.0': 'hostPath volumes (volume "v")' },
    ],
    [
      'restricted always has a check of its own',
      'restricted',
      pod({ volumes: [{ name: 'v', hostPath }] }),
      { 'v1.0': 'not in force' },
    ],
  ],
  violations: [
    [
      'one for each volume, with its source',
      'baseline:latest',
      pod({
        volumes: [
          { name: 'ok', emptyDir: {} },
          { name: 'v', hostPath },
        ],
      }),
      [inPod(['volumes', 1, 'hostPath'], { path: '/var/log' }, 'unset')],
    ],
  ],
});
