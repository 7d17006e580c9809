import { describe } from 'vitest';
import { custom, failed, itAnswers, namespace, patched, pod, UNCHANGED } from './outcomes.ts';

describe('lists of built-in kinds', () => {
  itAnswers([
    [
      'are merged by name, with new elements in front',
      pod({
        containers: [
          { name: 'a', image: 'x' },
          { name: 'b', image: 'y' },
        ],
      }),
      {
        spec: {
          containers: [
            { name: 'n', image: 'z' },
            { name: 'b', tty: true },
          ],
        },
      },
      patched(
        pod({
          containers: [
            { image: 'z', name: 'n' },
            { image: 'y', name: 'b', tty: true },
            { image: 'x', name: 'a' },
          ],
        }),
      ),
    ],
    [
      'are created',
      pod({ containers: [{ name: 'a' }] }),
      { spec: { initContainers: [{ name: 'i', image: 'z' }], volumes: [{ name: 'v', emptyDir: {} }] } },
      patched(
        pod({ containers: [{ name: 'a' }], initContainers: [{ image: 'z', name: 'i' }], volumes: [{ name: 'v' }] }),
      ),
    ],
    [
      'lose elements by a directive',
      pod({ containers: [{ name: 'a' }, { name: 'b' }] }),
      { spec: { containers: [{ name: 'a', $patch: 'delete' }] } },
      patched(pod({ containers: [{ name: 'b' }] })),
    ],
    [
      'replace elements by a directive',
      pod({ containers: [{ name: 'a', image: 'x', tty: true }] }),
      { spec: { containers: [{ name: 'a', image: 'y', $patch: 'replace' }] } },
      UNCHANGED,
    ],
    [
      'are replaced by a directive',
      pod({ containers: [{ name: 'a' }, { name: 'b' }] }),
      { spec: { containers: [{ name: 'c' }, { $patch: 'replace' }] } },
      patched(pod({ containers: [{ name: 'c' }] })),
    ],
    [
      'are deleted by a directive',
      pod({ containers: [{ name: 'a' }], volumes: [{ name: 'v' }] }),
      { spec: { volumes: [{ $patch: 'delete' }] } },
      patched(pod({ containers: [{ name: 'a' }] })),
    ],
    [
      'refuse other directives',
      pod({ containers: [{ name: 'a' }] }),
      { spec: { containers: [{ $patch: 'remove' }] } },
      failed("unknown patch strategy 'remove'"),
    ],
    [
      'are merged by port and protocol',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's' },
        spec: {
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
      },
      { spec: { ports: [{ port: 53, protocol: 'TCP', name: 'dns' }] } },
      patched({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's' },
        spec: {
          ports: [
            { port: 53, protocol: 'UDP' },
            { name: 'dns', port: 53, protocol: 'TCP' },
          ],
        },
      }),
    ],
    [
      'take a port without a protocol for the one with',
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } },
      { spec: { ports: [{ port: 80, protocol: 'TCP', name: 'web' }] } },
      UNCHANGED,
    ],
    [
      'of scalars are united',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', finalizers: ['a', 'b'] } },
      { metadata: { finalizers: ['c', 'a'] } },
      patched({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { finalizers: ['c', 'a', 'b'], name: 'c' } }),
    ],
    [
      'without keys are replaced',
      pod({ containers: [{ name: 'a' }], tolerations: [{ key: 'a' }, { key: 'b' }] }),
      { spec: { tolerations: [{ key: 'c' }] } },
      patched(pod({ containers: [{ name: 'a' }], tolerations: [{ key: 'c' }] })),
    ],
    [
      'keep their order apart from new elements',
      pod({
        containers: [
          {
            name: 'a',
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
            volumeMounts: [{ name: 'v', mountPath: '/v' }],
          },
        ],
      }),
      {
        spec: {
          containers: [
            {
              name: 'a',
              env: [
                { name: 'C', value: '3' },
                { name: 'B', value: '4' },
              ],
              volumeMounts: [{ name: 'w', mountPath: '/v' }],
            },
          ],
        },
      },
      patched(
        pod({
          containers: [
            {
              env: [
                { name: 'C', value: '3' },
                { name: 'B', value: '4' },
                { name: 'A', value: '1' },
              ],
              name: 'a',
              volumeMounts: [{ mountPath: '/v', name: 'w' }],
            },
          ],
        }),
      ),
    ],
    [
      'lose elements before one without the key, as in kustomize',
      pod({ containers: [{ name: 'a' }], hostAliases: [{ ip: '1' }, { hostnames: ['h'] }, { ip: '2' }] }),
      { spec: { hostNetwork: true } },
      patched(pod({ containers: [{ name: 'a' }], hostAliases: [{ hostnames: ['h'] }], hostNetwork: true })),
    ],
    [
      'are merged in templates',
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'c' },
        spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'a' }] } } } } },
      },
      {
        spec: {
          jobTemplate: {
            spec: { template: { spec: { containers: [{ name: 'b' }], imagePullSecrets: [{ name: 'r' }] } } },
          },
        },
      },
      patched({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'c' },
        spec: {
          jobTemplate: {
            spec: {
              template: { spec: { containers: [{ name: 'b' }, { name: 'a' }], imagePullSecrets: [{ name: 'r' }] } },
            },
          },
        },
      }),
    ],
  ]);
});

describe('other kinds', () => {
  itAnswers([
    [
      'have their lists replaced',
      custom({ containers: [{ name: 'a' }, { name: 'b' }] }),
      { spec: { containers: [{ name: 'b', tty: true }] } },
      patched(custom({ containers: [{ name: 'b', tty: true }] })),
    ],
    [
      'are known by the patch if the object has no version',
      { kind: 'Pod', spec: { containers: [{ name: 'a' }] } },
      { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'b' }] } },
      patched({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'b' }, { name: 'a' }] } }),
    ],
    [
      'may hold built-in kinds',
      custom({ pod: { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a' }] } } }),
      { spec: { pod: { spec: { containers: [{ name: 'b' }] } } } },
      patched(custom({ pod: { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'b' }, { name: 'a' }] } } })),
    ],
  ]);
});

describe('directives in mappings', () => {
  itAnswers([
    [
      'delete',
      pod({ containers: [], securityContext: { a: 1 } }),
      { spec: { securityContext: { $patch: 'delete' } } },
      patched(pod({ containers: [] })),
    ],
    [
      'replace',
      pod({ containers: [], securityContext: { a: 1 } }),
      { spec: { securityContext: { $patch: 'replace', b: 2 } } },
      patched(pod({ containers: [], securityContext: { b: 2 } })),
    ],
    [
      'merge',
      pod({ containers: [], securityContext: { a: 1 } }),
      { spec: { securityContext: { $patch: 'merge', b: 2 } } },
      patched(pod({ containers: [], securityContext: { a: 1, b: 2 } })),
    ],
    [
      'delete what is not there',
      pod({ containers: [] }),
      { spec: { securityContext: { $patch: 'delete', a: 1 } } },
      UNCHANGED,
    ],
    [
      'of other names are refused',
      pod({ containers: [], securityContext: { a: 1 } }),
      { spec: { securityContext: { $patch: 'keep', b: 2 } } },
      failed("unknown patch strategy 'keep'"),
    ],
    ['delete everything', namespace(), { $patch: 'delete' }, failed('filter cannot create or delete objects')],
    [
      'that kustomize does not know are fields',
      pod({ containers: [{ name: 'a' }] }),
      { spec: { '$setElementOrder/containers': [{ name: 'a' }], $retainKeys: ['a'] } },
      patched(pod({ $retainKeys: ['a'], '$setElementOrder/containers': [{ name: 'a' }], containers: [{ name: 'a' }] })),
    ],
  ]);
});
