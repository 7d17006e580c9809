import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyJsonPatch,
  PatchError,
  type PatchOperation,
} from '../../../../src/kyverno/cel-policies/mutate/json-patch.ts';

const DOCUMENT = { a: { b: 1 }, list: [1, 2, 3], 'x/y': 1, 'm~n': 2 };

describe('applyJsonPatch', () => {
  it.each<[name: string, operation: PatchOperation, result: object]>([
    ['adds a field', { op: 'add', path: '/a/c', value: 2 }, { ...DOCUMENT, a: { b: 1, c: 2 } }],
    ['adds over a field', { op: 'add', path: '/a/b', value: 2 }, { ...DOCUMENT, a: { b: 2 } }],
    ['adds null', { op: 'add', path: '/a/c' }, { ...DOCUMENT, a: { b: 1, c: null } }],
    ['adds an item', { op: 'add', path: '/list/1', value: 9 }, { ...DOCUMENT, list: [1, 9, 2, 3] }],
    ['adds an item at the end', { op: 'add', path: '/list/-', value: 9 }, { ...DOCUMENT, list: [1, 2, 3, 9] }],
    ['adds an item behind the last', { op: 'add', path: '/list/3', value: 9 }, { ...DOCUMENT, list: [1, 2, 3, 9] }],
    ['adds an item from the end', { op: 'add', path: '/list/-1', value: 9 }, { ...DOCUMENT, list: [1, 2, 3, 9] }],
    ['removes a field', { op: 'remove', path: '/a/b' }, { ...DOCUMENT, a: {} }],
    ['removes an item', { op: 'remove', path: '/list/0' }, { ...DOCUMENT, list: [2, 3] }],
    ['removes an item from the end', { op: 'remove', path: '/list/-1' }, { ...DOCUMENT, list: [1, 2] }],
    ['replaces a field', { op: 'replace', path: '/a/b', value: 2 }, { ...DOCUMENT, a: { b: 2 } }],
    [
      'replaces a field that is not there',
      { op: 'replace', path: '/a/c', value: 2 },
      { ...DOCUMENT, a: { b: 1, c: 2 } },
    ],
    ['replaces an item', { op: 'replace', path: '/list/0', value: 9 }, { ...DOCUMENT, list: [9, 2, 3] }],
    ['replaces everything', { op: 'replace', path: '', value: { z: 1 } }, { z: 1 }],
    ['moves', { op: 'move', from: '/a/b', path: '/c' }, { ...DOCUMENT, a: {}, c: 1 }],
    ['copies', { op: 'copy', from: '/list/0', path: '/list/-' }, { ...DOCUMENT, list: [1, 2, 3, 1] }],
    ['copies what is not there as null', { op: 'copy', from: '/z', path: '/c' }, { ...DOCUMENT, c: null }],
    ['reads escapes', { op: 'replace', path: '/x~1y', value: 5 }, { ...DOCUMENT, 'x/y': 5 }],
    ['reads escapes of escapes', { op: 'remove', path: '/m~0n' }, { a: DOCUMENT.a, list: DOCUMENT.list, 'x/y': 1 }],
    ['tests', { op: 'test', path: '/a', value: { b: 1 } }, DOCUMENT],
    ['tests what is not there', { op: 'test', path: '/z', value: null }, DOCUMENT],
  ])('%s', (_, operation, result) => {
    expect(applyJsonPatch(DOCUMENT, [operation])).toEqual(result);
  });

  it.each<[name: string, operation: PatchOperation, message: RegExp]>([
    [
      'nothing to add to',
      { op: 'add', path: '/z/c', value: 1 },
      /^add operation does not apply: doc is missing path: "\/z\/c"/,
    ],
    ['a value in the way', { op: 'add', path: '/a/b/c', value: 1 }, /doc is missing path/],
    ['no path', { op: 'add', path: '', value: 1 }, /doc is missing path/],
    ['nothing to remove', { op: 'remove', path: '/a/z' }, /Unable to remove nonexistent key: z/],
    ['an index too far', { op: 'add', path: '/list/4', value: 1 }, /invalid index: 4/],
    ['an index too far back', { op: 'remove', path: '/list/-4' }, /invalid index: -4/],
    ['no index', { op: 'add', path: '/list/x', value: 1 }, /invalid index: x/],
    ['no item to replace', { op: 'replace', path: '/list/3', value: 1 }, /doc is missing key: \/list\/3/],
    ['nothing to move', { op: 'move', from: '/z/y', path: '/c' }, /doc is missing path/],
    ['an unknown operation', { op: 'merge', path: '/a' }, /^Unexpected kind: merge$/],
  ])('refuses %s', (_, operation, message) => {
    expect(() => applyJsonPatch(DOCUMENT, [operation])).toThrow(PatchError);
    expect(() => applyJsonPatch(DOCUMENT, [operation])).toThrow(message);
  });

  it('takes nothing of a patch whose test fails', () => {
    const patch = [
      { op: 'add', path: '/c', value: 1 },
      { op: 'test', path: '/a/b', value: 2 },
    ];
    expect(applyJsonPatch(DOCUMENT, patch)).toBe(DOCUMENT);
  });

  it('does not let copies grow without end', () => {
    const doubling = Array.from({ length: 60 }, (_, index) => ({ op: 'copy', from: '/a', path: `/a/x${index}` }));
    expect(() => applyJsonPatch(DOCUMENT, doubling)).toThrow('too much would be copied');
  });

  it('takes a field for what it is called', () => {
    const patched = applyJsonPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }]);
    expect(Object.keys(patched as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('does not change the document, and undoes an addition by a removal', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string().filter((key) => key !== '__proto__'),
        fc.jsonValue(),
        (document, key, value) => {
          fc.pre(!Object.hasOwn(document, key));
          const before = JSON.stringify(document);
          const path = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          const added = applyJsonPatch(document, [{ op: 'add', path, value }]);
          expect(JSON.stringify(document)).toBe(before);
          expect(applyJsonPatch(added, [{ op: 'remove', path }])).toEqual(document);
        },
      ),
    );
  });
});
