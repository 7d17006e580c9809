import { describe, expect, it } from 'vitest';
import { patchJson6902 } from '../../../src/kyverno/mutate/json-patch.ts';
import type { PatchOutcome } from '../../../src/kyverno/mutate/outcome.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { failed, patched, UNCHANGED } from './outcomes.ts';

type Case = readonly [title: string, object: KubernetesObject, patch: readonly unknown[], outcome: PatchOutcome];

function foo(fields?: Readonly<Record<string, unknown>>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Foo', ...fields };
}

/** Cases and outcomes are those of Kyverno 1.19. */
function itAnswers(cases: readonly Case[]): void {
  it.each<Case>(cases)('%s', (_, object, patch, outcome) => {
    const before = JSON.stringify([object, patch]);
    expect([patchJson6902(object, JSON.stringify(patch)), patchJson6902(object, patch)]).toEqual([outcome, outcome]);
    expect(JSON.stringify([object, patch])).toBe(before);
  });
}

describe('add', () => {
  itAnswers([
    ['add a key', foo({ a: {} }), [{ op: 'add', path: '/a/b', value: 1 }], patched(foo({ a: { b: 1 } }))],
    [
      'add a key that is there',
      foo({ a: { b: 1 } }),
      [{ op: 'add', path: '/a/b', value: 2 }],
      patched(foo({ a: { b: 2 } })),
    ],
    [
      'add to the front of a list',
      foo({ l: [1, 2] }),
      [{ op: 'add', path: '/l/0', value: 0 }],
      patched(foo({ l: [0, 1, 2] })),
    ],
    [
      'add to the end of a list',
      foo({ l: [1, 2] }),
      [{ op: 'add', path: '/l/-', value: 3 }],
      patched(foo({ l: [1, 2, 3] })),
    ],
    [
      'add to the end by a negative index',
      foo({ l: [1, 2] }),
      [{ op: 'add', path: '/l/-1', value: 3 }],
      patched(foo({ l: [1, 2, 3] })),
    ],
    [
      'add beyond the end of a list',
      foo({ l: [1] }),
      [{ op: 'add', path: '/l/5', value: 3 }],
      failed("error in add for path: '/l/5': Unable to access invalid index: 5: invalid index referenced"),
    ],
    [
      'add before the front of a list',
      foo({ l: [1] }),
      [{ op: 'add', path: '/l/-5', value: 3 }],
      failed("error in add for path: '/l/-5': Unable to access invalid index: -5: invalid index referenced"),
    ],
    [
      'add to a list by a name',
      foo({ l: [1] }),
      [{ op: 'add', path: '/l/x', value: 3 }],
      failed(
        `error in add for path: '/l/x': value was not a proper array index: 'x': strconv.Atoi: parsing "x": invalid syntax`,
      ),
    ],
    [
      'add keys with slashes and tildes',
      foo({ a: {} }),
      [{ op: 'add', path: '/a/b~1c~0d~01', value: 1 }],
      patched(foo({ a: { 'b/c~d~1': 1 } })),
    ],
    ['add the value that is there', foo({ a: 1 }), [{ op: 'add', path: '/a', value: 1 }], UNCHANGED],
    [
      'add the whole',
      foo({ a: 1 }),
      [{ op: 'add', path: '', value: { apiVersion: 'v1', kind: 'Bar' } }],
      patched({ apiVersion: 'v1', kind: 'Bar' }),
    ],
  ]);
});

describe('missing parts of a path', () => {
  itAnswers([
    [
      'create mappings on the way',
      foo(),
      [{ op: 'add', path: '/a/b/c', value: 1 }],
      patched(foo({ a: { b: { c: 1 } } })),
    ],
    [
      'create lists on the way',
      foo(),
      [
        { op: 'add', path: '/l/-/a', value: 1 },
        { op: 'add', path: '/l/-', value: 1 },
      ],
      failed('add operation does not apply: doc is missing path: "/l/-/a": missing value'),
    ],
    [
      'create lists up to an index',
      foo(),
      [{ op: 'add', path: '/l/2', value: 1 }],
      patched(foo({ l: [null, null, 1] })),
    ],
    [
      'create elements of lists',
      foo({ l: [] }),
      [{ op: 'add', path: '/l/1/a', value: 1 }],
      patched(foo({ l: [null, { a: 1 }] })),
    ],
    [
      'create nothing below a text',
      foo({ a: 'x' }),
      [{ op: 'add', path: '/a/b/c', value: 1 }],
      failed('invalid state detected'),
    ],
    [
      'create nothing below what was set to null',
      foo({ a: 1 }),
      [
        { op: 'replace', path: '/a', value: null },
        { op: 'add', path: '/a/b', value: 1 },
      ],
      failed('invalid state detected'),
    ],
    ['create what is null', foo({ a: null }), [{ op: 'add', path: '/a/b', value: 1 }], patched(foo({ a: { b: 1 } }))],
    [
      'create no list for an index below -1',
      foo(),
      [{ op: 'add', path: '/l/-2', value: 1 }],
      failed('Unable to ensure path for negative index other than -1: -2: invalid index referenced'),
    ],
    [
      'create no keys with slashes on the way',
      foo(),
      [{ op: 'add', path: '/a~1b/c', value: 1 }],
      failed('add operation does not apply: doc is missing path: "/a~1b/c": missing value'),
    ],
  ]);
});

describe('replace', () => {
  itAnswers([
    [
      'replace the whole',
      foo({ a: 1 }),
      [{ op: 'replace', path: '', value: { apiVersion: 'v1', kind: 'Bar' } }],
      patched({ apiVersion: 'v1', kind: 'Bar' }),
    ],
    ['replace a key', foo({ a: 1 }), [{ op: 'replace', path: '/a', value: { b: 2 } }], patched(foo({ a: { b: 2 } }))],
    ['replace with null', foo({ a: 1 }), [{ op: 'replace', path: '/a', value: null }], patched(foo({ a: null }))],
    [
      'replace an element',
      foo({ l: [1, 2] }),
      [{ op: 'replace', path: '/l/-1', value: 3 }],
      patched(foo({ l: [1, 3] })),
    ],
    [
      'replace a missing key',
      foo(),
      [{ op: 'replace', path: '/a', value: 1 }],
      failed('replace operation does not apply: doc is missing key: /a: missing value'),
    ],
    [
      'replace below what is missing',
      foo(),
      [{ op: 'replace', path: '/a/b', value: 1 }],
      failed('replace operation does not apply: doc is missing path: /a/b: missing value'),
    ],
    [
      'replace a missing element',
      foo({ l: [] }),
      [{ op: 'replace', path: '/l/0', value: 1 }],
      failed('replace operation does not apply: doc is missing key: /l/0: missing value'),
    ],
    [
      'replace the whole with a scalar',
      foo(),
      [{ op: 'replace', path: '', value: 1 }],
      failed('replace operation value must be object or array: %!w(<nil>)'),
    ],
  ]);
});

describe('remove', () => {
  itAnswers([
    ['remove a key', foo({ a: { b: 1, c: 2 } }), [{ op: 'remove', path: '/a/b' }], patched(foo({ a: { c: 2 } }))],
    ['remove an element', foo({ l: [1, 2, 3] }), [{ op: 'remove', path: '/l/1' }], patched(foo({ l: [1, 3] }))],
    ['remove the last element', foo({ l: [1, 2, 3] }), [{ op: 'remove', path: '/l/-1' }], patched(foo({ l: [1, 2] }))],
    [
      'remove what is missing',
      foo({ a: {}, l: [] }),
      [
        { op: 'remove', path: '/a/b' },
        { op: 'remove', path: '/x/y' },
        { op: 'remove', path: '/l/5' },
        { op: 'remove', path: '/l/-5' },
      ],
      UNCHANGED,
    ],
    [
      'remove an element by a name',
      foo({ l: [1] }),
      [{ op: 'remove', path: '/l/x' }],
      failed(`error in remove for path: '/l/x': strconv.Atoi: parsing "x": invalid syntax`),
    ],
    [
      'remove and add again, which changes the order of keys',
      foo({ a: 1 }),
      [
        { op: 'remove', path: '/a' },
        { op: 'add', path: '/a', value: 1 },
      ],
      patched(foo({ a: 1 })),
    ],
  ]);
});

describe('move', () => {
  itAnswers([
    ['move', foo({ a: { b: 1 } }), [{ op: 'move', from: '/a/b', path: '/c' }], patched(foo({ a: {}, c: 1 }))],
    [
      'move within a list',
      foo({ l: [1, 2, 3] }),
      [{ op: 'move', from: '/l/0', path: '/l/2' }],
      patched(foo({ l: [2, 3, 1] })),
    ],
    [
      'move what is missing',
      foo(),
      [{ op: 'move', from: '/a', path: '/b' }],
      failed("error in move for path: 'a': unable to get nonexistent key: a: missing value"),
    ],
    [
      'move from below what is missing',
      foo(),
      [{ op: 'move', from: '/a/b', path: '/b' }],
      failed('move operation does not apply: doc is missing from path: /a/b: missing value'),
    ],
    [
      'move to below what is missing',
      foo({ a: 1 }),
      [{ op: 'move', from: '/a', path: '/b/c' }],
      failed('move operation does not apply: doc is missing destination path: /b/c: missing value'),
    ],
    [
      'move the whole',
      foo({ a: 1 }),
      [{ op: 'move', from: '', path: '/b' }],
      failed('unable to move entire document to another path: invalid state detected'),
    ],
  ]);
});

describe('copy', () => {
  itAnswers([
    [
      'copy',
      foo({ a: { b: 1 } }),
      [
        { op: 'copy', from: '/a', path: '/c' },
        { op: 'add', path: '/c/d', value: 2 },
      ],
      patched(foo({ a: { b: 1 }, c: { b: 1, d: 2 } })),
    ],
    [
      'copy what is missing',
      foo(),
      [{ op: 'copy', from: '/a', path: '/b' }],
      failed("error in copy for from: '/a': unable to get nonexistent key: a: missing value"),
    ],
    [
      'copy from below what is missing',
      foo(),
      [{ op: 'copy', from: '/a/b', path: '/b' }],
      failed('copy operation does not apply: doc is missing from path: "/a/b": missing value'),
    ],
    [
      'copy to below what is missing',
      foo({ a: 1 }),
      [{ op: 'copy', from: '/a', path: '/b/c' }],
      failed('copy operation does not apply: doc is missing destination path: /b/c: missing value'),
    ],
    [
      'copy the whole',
      foo({ a: 1 }),
      [{ op: 'copy', from: '', path: '/b' }],
      patched(foo({ a: 1, b: { a: 1, apiVersion: 'v1', kind: 'Foo' } })),
    ],
  ]);
});

describe('test', () => {
  itAnswers([
    ['test what is so', foo({ a: { b: [1] } }), [{ op: 'test', path: '/a', value: { b: [1] } }], UNCHANGED],
    [
      'test what is not so',
      foo({ a: 1 }),
      [
        { op: 'test', path: '/a', value: 2 },
        { op: 'add', path: '/b', value: 1 },
      ],
      failed('testing value /a failed: test failed'),
    ],
    [
      'test for null',
      foo({ a: null }),
      [
        { op: 'test', path: '/a', value: null },
        { op: 'test', path: '/b' },
      ],
      UNCHANGED,
    ],
    [
      'test below what is missing',
      foo(),
      [{ op: 'test', path: '/a/b', value: 1 }],
      failed('test operation does not apply: is missing path: /a/b: missing value'),
    ],
    [
      'test a missing element',
      foo({ l: [] }),
      [{ op: 'test', path: '/l/0', value: 1 }],
      failed("error in test for path: '/l/0': Unable to access invalid index: 0: invalid index referenced"),
    ],
    ['test the whole', foo(), [{ op: 'test', path: '', value: { kind: 'Foo', apiVersion: 'v1' } }], UNCHANGED],
    [
      'test the whole that is not so',
      foo(),
      [{ op: 'test', path: '', value: {} }],
      failed('testing value  failed: test failed'),
    ],
  ]);
});

describe('operations', () => {
  itAnswers([
    [
      'have no path',
      foo(),
      [{ op: 'remove' }],
      failed(
        `failed to decode patches: invalid operation {"op":"remove"}: failed to decode 'path': operation missing path field: missing value`,
      ),
    ],
    [
      'have no value',
      foo(),
      [{ op: 'add', path: '/a' }],
      failed(
        `failed to decode patches: invalid operation {"op":"add","path":"/a"}: failed to decode 'value': operation, missing value field: missing value`,
      ),
    ],
    [
      'have no from',
      foo(),
      [{ op: 'move', path: '/a' }],
      failed(
        `failed to decode patches: invalid operation {"op":"move","path":"/a"}: failed to decode 'from': operation, missing from field: missing value`,
      ),
    ],
    [
      'have no name',
      foo(),
      [{ path: '/<a>' }],
      failed('failed to decode patches: invalid operation {"path":"/\\u003ca\\u003e"}: unsupported operation'),
    ],
    [
      'are unknown',
      foo(),
      [{ op: 'merge', path: '/a', value: 1 }],
      failed('failed to decode patches: invalid operation {"op":"merge","path":"/a","value":1}: unsupported operation'),
    ],
    ['are none', foo(), [], UNCHANGED],
    [
      'lose the kind',
      foo(),
      [{ op: 'remove', path: '/kind' }],
      {
        status: 'error',
        message: `failed to unmarshal patched resource: Object 'Kind' is missing in '{"apiVersion":"v1"}'`,
      },
    ],
  ]);
});

describe('patchJson6902', () => {
  const object = foo({ a: { b: 2, z: 1 } });

  it.each<[text: string, outcome: PatchOutcome]>([
    ['- op: add\n  path: /a\n  value: yes\n', patched(foo({ a: true }))],
    [' [{"op":"add","path":"/a","value":1}]', patched(foo({ a: 1 }))],
    ['# Nothing', UNCHANGED],
    [
      'op: add',
      failed('failed to decode patches: json: cannot unmarshal object into Go value of type jsonpatch.Patch'),
    ],
    ['x', failed('failed to decode patches: json: cannot unmarshal string into Go value of type jsonpatch.Patch')],
    ['5', failed('failed to decode patches: json: cannot unmarshal number into Go value of type jsonpatch.Patch')],
    ['[{"op":', failed('failed to decode patches: invalid state detected')],
  ])('reads %j', (text, outcome) => {
    expect(patchJson6902(object, text)).toEqual(outcome);
  });

  it('says what YAML it cannot read', () => {
    const { status, message } = patchJson6902(object, 'a: [');
    expect(status).toBe('error');
    expect(message).toMatch(/^failed to patch resource: failed to convert patchesJSON6902 to JSON: yaml: line \d+: ./);
  });

  it('sees a change where JSON has another order of keys, but not where YAML has', () => {
    expect(patchJson6902(object, '[{"op":"replace","path":"/a","value":{"z":1,"b":2}}]')).toEqual(patched(object));
    expect(patchJson6902(object, '- {op: replace, path: /a, value: {z: 1, b: 2}}')).toEqual(UNCHANGED);
  });

  it('needs a patch', () => {
    const outcome = { status: 'error', message: 'empty mutate rule' };
    expect([null, undefined, ''].map((patch) => patchJson6902(object, patch))).toEqual([outcome, outcome, outcome]);
  });

  it('refuses what would cost too much', () => {
    const doubling = Array.from({ length: 60 }, (_, index) => ({ op: 'copy', from: '', path: `/${index}` }));
    expect(patchJson6902(object, doubling)).toEqual(failed('the patch copies too much'));
    const far = [{ op: 'add', path: '/l/1000000000', value: 1 }];
    expect(patchJson6902(object, far)).toEqual(failed('the list has no index 1000000000'));
  });
});
