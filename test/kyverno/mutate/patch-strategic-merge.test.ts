import { describe, expect, it } from 'vitest';
import { patchStrategicMerge } from '../../../src/kyverno/mutate/patch-strategic-merge.ts';
import { custom, failed, itAnswers, namespace, patched, pod, UNCHANGED } from './outcomes.ts';

describe('keys', () => {
  itAnswers([
    ['are added', namespace(), { metadata: { labels: { a: '1' } } }, patched(namespace({ a: '1' }))],
    ['are replaced', namespace({ a: '1' }), { metadata: { labels: { a: '2' } } }, patched(namespace({ a: '2' }))],
    ['that are the same change nothing', namespace({ a: '1' }), { metadata: { labels: { a: '1' } } }, UNCHANGED],
    [
      'are deleted by null',
      namespace({ a: '1', b: '2' }),
      { metadata: { labels: { a: null } } },
      patched(namespace({ b: '2' })),
    ],
    ['that are missing are not deleted', namespace({ b: '2' }), { metadata: { labels: { a: null } } }, UNCHANGED],
    [
      'of mappings that are added leave out null',
      namespace(),
      { metadata: { labels: { a: null, b: '2' } } },
      patched(namespace({ b: '2' })),
    ],
    [
      'that are null in the object stay',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' }, spec: { a: null, b: 1 } },
      { spec: { b: 2 } },
      patched({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' }, spec: { a: null, b: 2 } }),
    ],
    [
      'become texts in the place of a text',
      namespace({ a: '1' }),
      { metadata: { labels: { a: 2 } } },
      patched(namespace({ a: '2' })),
    ],
    [
      'stay numbers in the place of a number',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' }, spec: { a: 1 } },
      { spec: { a: 2 } },
      patched({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' }, spec: { a: 2 } }),
    ],
    [
      'of another type are an error',
      namespace({ a: '1' }),
      { metadata: { labels: 'x' } },
      failed('wrong node kind: expected MappingNode but got ScalarNode: node contents:\n"x"\n'),
    ],
    [
      'that make the object no object are an error',
      namespace(),
      { kind: null },
      {
        status: 'error',
        message:
          'failed to unmarshal patched resource: Object \'Kind\' is missing in \'{"apiVersion":"v1","metadata":{"name":"shop"}}\'',
      },
    ],
    [
      'named __proto__ are keys as others',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { ['__proto__']: { a: '1' } } },
      { metadata: { ['__proto__']: { b: '2' } } },
      patched({ apiVersion: 'v1', kind: 'Namespace', metadata: { ['__proto__']: { a: '1', b: '2' } } }),
    ],
  ]);
});

describe('keys to add', () => {
  itAnswers([
    [
      'are added where they are missing',
      namespace({ a: '1' }),
      { metadata: { labels: { '+(pod-security.kubernetes.io/enforce)': 'baseline' } } },
      patched(namespace({ a: '1', 'pod-security.kubernetes.io/enforce': 'baseline' })),
    ],
    [
      'are left out where they are there',
      namespace({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
      { metadata: { labels: { '+(pod-security.kubernetes.io/enforce)': 'baseline' } } },
      UNCHANGED,
    ],
    [
      'are added one by one',
      namespace({ a: '1' }),
      { metadata: { labels: { '+(a)': '2', '+(b)': '2' } } },
      patched(namespace({ a: '1', b: '2' })),
    ],
    [
      'are added to what is missing',
      namespace(),
      { metadata: { labels: { '+(a)': '2' } } },
      patched(namespace({ a: '2' })),
    ],
    ['may be mappings', namespace(), { metadata: { '+(labels)': { a: '1' } } }, patched(namespace({ a: '1' }))],
    ['may be mappings that are there', namespace({ b: '1' }), { metadata: { '+(labels)': { a: '1' } } }, UNCHANGED],
    [
      'count as there when they are null',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' }, spec: { a: null } },
      { spec: { '+(a)': 1 } },
      UNCHANGED,
    ],
  ]);
});

describe('conditions', () => {
  itAnswers([
    [
      'that hold',
      namespace({ a: '1' }),
      { metadata: { labels: { '(a)': '1', b: '2' } } },
      patched(namespace({ a: '1', b: '2' })),
    ],
    [
      'that do not hold change nothing at all',
      namespace({ a: '1' }),
      { metadata: { labels: { '(a)': '2', b: '2' } }, spec: { c: 1 } },
      UNCHANGED,
    ],
    ['on what is missing', namespace(), { metadata: { labels: { '(a)': '*', b: '2' } } }, UNCHANGED],
    [
      'with wildcards and operators',
      namespace({ a: 'ab' }),
      { metadata: { '(name)': '!default', '(labels)': { '(a)': 'a* | b' }, labels: { b: '2' } } },
      patched(namespace({ a: 'ab', b: '2' })),
    ],
    [
      'compare numbers by their text',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' }, spec: { n: 5 } },
      { spec: { '(n)': '>4', b: 1 } },
      patched({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' }, spec: { b: 1, n: 5 } }),
    ],
    ['that are global', namespace({ a: '1' }), { metadata: { '<(name)': '!shop', labels: { b: '2' } } }, UNCHANGED],
    [
      'that are global and hold',
      namespace({ a: '1' }),
      { metadata: { '<(name)': '!kube-system', labels: { b: '2' } } },
      patched(namespace({ a: '1', b: '2' })),
    ],
    [
      'with keys to add are met by anything',
      pod({ securityContext: { a: 1 }, containers: [] }),
      { spec: { '(securityContext)': { '+(b)': 2 } } },
      patched(pod({ containers: [], securityContext: { a: 1, b: 2 } })),
    ],
    [
      'with blanks around are an error',
      namespace({ a: '1' }),
      { metadata: { ' (name) ': 'shop', labels: { b: '2' } } },
      failed('failed to preProcess rule: the key of (name) has blanks around it'),
    ],
  ]);
});

describe('elements with conditions', () => {
  itAnswers([
    [
      'change each element that meets them',
      pod({
        containers: [
          { name: 'a', image: 'x:1' },
          { name: 'b', image: 'y:1' },
          { name: 'c', image: 'x:2' },
        ],
      }),
      { spec: { containers: [{ '(image)': 'x:*', imagePullPolicy: 'Always' }] } },
      patched(
        pod({
          containers: [
            { image: 'x:1', imagePullPolicy: 'Always', name: 'a' },
            { image: 'x:2', imagePullPolicy: 'Always', name: 'c' },
            { image: 'y:1', name: 'b' },
          ],
        }),
      ),
    ],
    [
      'change none where none meets them',
      pod({ containers: [{ name: 'a', image: 'x:1' }] }),
      { spec: { containers: [{ '(image)': 'y:*', imagePullPolicy: 'Always' }], hostNetwork: false } },
      patched(pod({ containers: [{ image: 'x:1', name: 'a' }], hostNetwork: false })),
    ],
    [
      'select by name',
      pod({ containers: [{ name: 'a' }, { name: 'b' }] }),
      { spec: { containers: [{ '(name)': 'b', image: 'x' }] } },
      patched(pod({ containers: [{ image: 'x', name: 'b' }, { name: 'a' }] })),
    ],
    [
      'select all',
      pod({ initContainers: [{ name: 'i' }], containers: [{ name: 'a' }, { name: 'b' }] }),
      { spec: { containers: [{ '(name)': '*', resources: { requests: { cpu: '1' } } }] } },
      patched(
        pod({
          containers: [
            { name: 'a', resources: { requests: { cpu: '1' } } },
            { name: 'b', resources: { requests: { cpu: '1' } } },
          ],
          initContainers: [{ name: 'i' }],
        }),
      ),
    ],
    [
      'add what the first has not',
      pod({ containers: [{ name: 'a' }, { name: 'b', tty: true }] }),
      { spec: { containers: [{ '(name)': '*', '+(tty)': false }] } },
      patched(
        pod({
          containers: [
            { name: 'a', tty: false },
            { name: 'b', tty: false },
          ],
        }),
      ),
    ],
    [
      'add nothing after an element that has it',
      pod({ containers: [{ name: 'a', tty: true }, { name: 'b' }] }),
      { spec: { containers: [{ '(name)': '*', '+(tty)': false }] } },
      UNCHANGED,
    ],
    [
      'that are global need one',
      pod({
        containers: [
          { name: 'a', image: 'x' },
          { name: 'b', image: 'y' },
        ],
      }),
      { spec: { containers: [{ '<(image)': 'x' }], hostNetwork: true } },
      patched(
        pod({
          containers: [
            { image: 'x', name: 'a' },
            { image: 'y', name: 'b' },
          ],
          hostNetwork: true,
        }),
      ),
    ],
    [
      'that are global skip all when there is none',
      pod({ containers: [{ name: 'a', image: 'x' }] }),
      { spec: { containers: [{ '<(image)': 'y' }], hostNetwork: true } },
      UNCHANGED,
    ],
    ['without a name change nothing', custom({ l: [{ a: 1 }] }), { spec: { l: [{ '(a)': 1, b: 2 }] } }, UNCHANGED],
    [
      'of nested lists',
      pod({
        containers: [
          {
            name: 'a',
            env: [
              { name: 'E', value: '1' },
              { name: 'F', value: '2' },
            ],
          },
        ],
      }),
      { spec: { containers: [{ '(name)': 'a', env: [{ '(name)': 'F', value: '3' }] }] } },
      patched(
        pod({
          containers: [
            {
              env: [
                { name: 'F', value: '3' },
                { name: 'E', value: '1' },
              ],
              name: 'a',
            },
          ],
        }),
      ),
    ],
    [
      'two of them lose what is between, as in Kyverno',
      pod({
        containers: [
          { name: 'a', image: 'x' },
          { name: 'b', image: 'y' },
        ],
      }),
      {
        spec: {
          containers: [
            { '(name)': 'a', tty: true },
            { '(name)': 'b', tty: false },
          ],
        },
      },
      patched(pod({ containers: [{ name: 'b', tty: false }] })),
    ],
  ]);
});

describe('patches', () => {
  itAnswers([
    [
      'of another type',
      namespace(),
      'x',
      failed(
        'failed to preProcess rule: wrong node kind: expected MappingNode but got ScalarNode: node contents:\n"x"\n',
      ),
    ],
    [
      'that are lists',
      pod({ containers: [] }),
      [{ a: 1 }],
      failed(
        'failed to preProcess rule: wrong node kind: expected SequenceNode but got MappingNode: node contents:\n{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": []}}\n',
      ),
    ],
    ['that are empty', namespace(), {}, UNCHANGED],
    ['with nothing but empty mappings', namespace(), { metadata: { labels: {} }, spec: [{}] }, UNCHANGED],
  ]);
});

describe('patchStrategicMerge', () => {
  it('needs a patch', () => {
    const outcome = { status: 'error', message: 'empty mutate rule' };
    expect([null, undefined].map((patch) => patchStrategicMerge(namespace(), patch))).toEqual([outcome, outcome]);
  });

  it('gives up where Kyverno crashes', () => {
    const patch = { spec: { containers: [{ '(name)': 'x' }, { '(name)': 'y' }] } };
    expect(patchStrategicMerge(pod({ containers: [{ name: 'a' }] }), patch)).toEqual(
      failed('failed to preProcess rule: runtime error: slice bounds out of range [2:1]'),
    );
  });

  it('refuses what is nested too deeply, or would cost too much', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth++) deep = { a: deep };
    expect(patchStrategicMerge(namespace(), { metadata: deep })).toEqual(failed('the value is nested too deeply'));
    const containers = Array.from({ length: 3000 }, (_, index) => ({ name: String(index) }));
    const cost = { spec: { containers: [{ '(name)': '*', tty: true }] } };
    expect(patchStrategicMerge(pod({ containers }), cost)).toEqual(failed('a list is too long to be merged'));
    const args = Array.from({ length: 1000 }, () => 'x');
    const copies = { spec: { containers: [{ '(name)': '*', args }] } };
    expect(patchStrategicMerge(custom({ containers }), copies)).toEqual(
      failed('failed to preProcess rule: the patch applies to too many elements'),
    );
  });
});
