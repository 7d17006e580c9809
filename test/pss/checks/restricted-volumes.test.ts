import { type Case, inPod } from '../judge.ts';
import { pod } from '../pod.ts';
import { testCheck } from './table.ts';

const ALLOWED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
/** In the order in which the type of a volume with several sources is found. */
const OTHERS = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];
const FIX = `one of ${ALLOWED.join(', ')}`;

const forbidden = (type: string) => `restricted volume types (volume "v" uses restricted volume type "${type}")`;

const allowedSources = ALLOWED.map(
  (source): Case => [
    `${source} is allowed`,
    'restricted:latest',
    pod({ volumes: [{ name: 'v', [source]: {} }] }),
    'allowed',
  ],
);
const otherSources = OTHERS.map(
  (source): Case => [
    `${source} is forbidden`,
    'restricted:latest',
    pod({ volumes: [{ name: 'v', [source]: {} }] }),
    forbidden(source),
  ],
);
const firstSources = OTHERS.slice(1).map((source, index): Case => {
  const first = OTHERS[index] ?? '';
  return [
    `of ${first} and ${source} the former is the type`,
    'restricted:latest',
    pod({ volumes: [{ name: 'v', [source]: {}, [first]: {} }] }),
    forbidden(first),
  ];
});

testCheck('restrictedVolumes', {
  cases: [
    ...allowedSources,
    ...otherSources,
    ...firstSources,
    ['no volumes are allowed', 'restricted:latest', pod(), 'allowed'],
    ['null volumes are allowed', 'restricted:latest', pod({ volumes: null }), 'allowed'],
    ['no source is of type unknown', 'restricted:latest', pod({ volumes: [{ name: 'v' }] }), forbidden('unknown')],
    [
      'a null source is none',
      'restricted:latest',
      pod({ volumes: [{ name: 'v', emptyDir: null }] }),
      forbidden('unknown'),
    ],
    [
      'a source that nobody knows is of type unknown',
      'restricted:latest',
      pod({ volumes: [{ name: 'v', tape: {} }] }),
      forbidden('unknown'),
    ],
    [
      'sources are case-sensitive',
      'restricted:latest',
      pod({ volumes: [{ name: 'v', emptydir: {} }] }),
      forbidden('unknown'),
    ],
    [
      'a null volume is of type unknown and has no name',
      'restricted:latest',
      pod({ volumes: [null] }),
      forbidden('unknown').replace('"v"', '""'),
    ],
    [
      'an allowed source beside another lets the volume pass',
      'restricted:latest',
      pod({ volumes: [{ name: 'v', hostPath: {}, emptyDir: {} }] }),
      'allowed',
    ],
    [
      'volumes take the plural on their own, in the order of the manifest, repeated',
      'restricted:latest',
      pod({
        volumes: [
          { name: 'w', nfs: {} },
          { name: 'ok', secret: {} },
          { name: 'v', nfs: {} },
          { name: 'w', nfs: {} },
        ],
      }),
      'restricted volume types (volumes "w", "v", "w" use restricted volume type "nfs")',
    ],
    [
      'types take the plural on their own, sorted and distinct',
      'restricted:latest',
      pod({
        volumes: [
          { name: 'v', nfs: {} },
          { name: 'w', hostPath: {} },
          { name: 'x', nfs: {} },
        ],
      }),
      'restricted volume types (volumes "v", "w", "x" use restricted volume types "hostPath", "nfs")',
    ],
  ],
  timelines: [
    ['restricted always asks', 'restricted', pod({ volumes: [{ name: 'v', nfs: {} }] }), { 'v1.0': forbidden('nfs') }],
    [
      'image is allowed at every version',
      'restricted',
      pod({ volumes: [{ name: 'v', image: {} }] }),
      { 'v1.0': 'allowed' },
    ],
    ['baseline never asks', 'baseline', pod({ volumes: [{ name: 'v', nfs: {} }] }), { 'v1.0': 'not in force' }],
  ],
  violations: [
    [
      'one for each volume, at its source',
      'restricted:latest',
      pod({
        volumes: [
          { name: 'ok', secret: {} },
          { name: 'v', nfs: { server: 's' } },
          { name: 'w', hostPath: {} },
        ],
      }),
      [inPod(['volumes', 1, 'nfs'], { server: 's' }, FIX), inPod(['volumes', 2, 'hostPath'], {}, FIX)],
    ],
    [
      'at the volume itself when it has no source',
      'restricted:latest',
      pod({ volumes: [{ name: 'v' }] }),
      [inPod(['volumes', 0], null, FIX)],
    ],
  ],
});
