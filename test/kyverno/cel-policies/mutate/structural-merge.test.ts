import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRuleOf } from '../../../../src/kyverno/cel-policies/mutate/merge-schema.ts';
import {
  findAtomics,
  MergeError,
  mergeStructurally,
} from '../../../../src/kyverno/cel-policies/mutate/structural-merge.ts';

const POD = mergeRuleOf('v1', 'Pod');
const DEPLOYMENT = mergeRuleOf('apps/v1', 'Deployment');
const BY_NAME = { keys: ['name'] };

const named = (...names: string[]) => names.map((name) => ({ name }));

describe('mergeStructurally', () => {
  it('merges labels and annotations', () => {
    const live = { metadata: { name: 'a', labels: { x: '1', y: '2' } } };
    const patch = { metadata: { labels: { y: '3', z: '4' }, annotations: { b: 'c' } } };
    expect(mergeStructurally(live, patch, POD)).toEqual({
      metadata: { name: 'a', labels: { x: '1', y: '3', z: '4' }, annotations: { b: 'c' } },
    });
  });

  it('merges containers by name, at any depth', () => {
    const live = {
      spec: {
        template: {
          spec: { containers: [{ name: 'a', image: 'x', env: [{ name: 'A', value: '1' }] }, { name: 'b' }] },
        },
      },
    };
    const patch = {
      spec: { template: { spec: { containers: [{ name: 'a', image: 'y', env: [{ name: 'B', value: '2' }] }] } } },
    };
    expect(mergeStructurally(live, patch, DEPLOYMENT)).toEqual({
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'a',
                image: 'y',
                env: [
                  { name: 'A', value: '1' },
                  { name: 'B', value: '2' },
                ],
              },
              { name: 'b' },
            ],
          },
        },
      },
    });
  });

  it.each<[live: string[], patch: string[], merged: string[]]>([
    [['a', 'b'], ['c'], ['a', 'b', 'c']],
    [
      ['a', 'b'],
      ['c', 'a'],
      ['c', 'a', 'b'],
    ],
    [
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'a'],
    ],
    [
      ['a', 'x', 'b'],
      ['b', 'a'],
      ['x', 'b', 'a'],
    ],
    [
      ['a', 'x', 'b'],
      ['a', 'c', 'b'],
      ['a', 'x', 'c', 'b'],
    ],
    [[], ['a'], ['a']],
    [['a'], [], ['a']],
    [['a', 'a'], ['a'], ['a']],
  ])('keeps an order: %j with %j', (live, patch, merged) => {
    expect(mergeStructurally(named(...live), named(...patch), BY_NAME)).toEqual(named(...merged));
  });

  it('takes the default for a key that is left out', () => {
    const rule = { keys: ['containerPort', 'protocol'] };
    const live = [{ containerPort: 80, protocol: 'TCP' }];
    expect(mergeStructurally(live, [{ containerPort: 80, name: 'http' }], rule)).toEqual([
      { containerPort: 80, protocol: 'TCP', name: 'http' },
    ]);
    expect(mergeStructurally(live, [{ containerPort: 80, protocol: 'UDP' }], rule)).toHaveLength(2);
  });

  it('takes a missing key for an empty one', () => {
    expect(mergeStructurally(named('a'), [{ image: 'x' }], BY_NAME)).toEqual([{ name: 'a' }, { image: 'x' }]);
  });

  it('adds to sets', () => {
    expect(
      mergeStructurally({ metadata: { finalizers: ['a'] } }, { metadata: { finalizers: ['b', 'a'] } }, POD),
    ).toEqual({
      metadata: { finalizers: ['b', 'a'] },
    });
  });

  it('keeps what is there where a patch has null', () => {
    expect(mergeStructurally({ metadata: { labels: { a: 'b' } } }, { metadata: { labels: null } }, POD)).toEqual({
      metadata: { labels: { a: 'b' } },
    });
  });

  it('replaces lists without keys and what is atomic', () => {
    const live = { spec: { tolerations: [{ key: 'a' }], nodeSelector: { a: 'b' } } };
    const patch = { spec: { tolerations: [{ key: 'c' }], nodeSelector: { c: 'd' } } };
    expect(mergeStructurally(live, patch, POD)).toEqual(patch);
  });

  it.each<[name: string, patch: unknown]>([
    ['an item that is no object', ['x']],
    ['two items with the same key', named('a', 'a')],
  ])('refuses %s', (_, patch) => {
    expect(() => mergeStructurally(named('a'), patch, BY_NAME)).toThrow(MergeError);
  });

  it('makes a patch of nothing, and nothing of an empty patch', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(mergeStructurally(undefined, value, POD)).toEqual(value);
        expect(mergeStructurally(value, {}, POD)).toEqual(value);
      }),
    );
  });
});

describe('findAtomics', () => {
  it.each<[name: string, patch: object, paths: string[]]>([
    ['labels', { metadata: { labels: { a: 'b' } } }, []],
    ['containers', { spec: { containers: [{ name: 'a', image: 'b' }] } }, []],
    ['tolerations', { spec: { tolerations: [{ key: 'a' }] } }, ['.spec.tolerations']],
    ['a node selector', { spec: { nodeSelector: { a: 'b' } } }, ['.spec.nodeSelector']],
    ['arguments', { spec: { containers: [{ name: 'a', args: ['b'] }] } }, ['.spec.containers[0].args']],
    ['a pull secret', { spec: { imagePullSecrets: [{ name: 'a' }] } }, ['.spec.imagePullSecrets[0]']],
    ['several', { spec: { nodeSelector: {}, tolerations: [] } }, ['.spec.nodeSelector', '.spec.tolerations']],
  ])('of %s', (_, patch, paths) => {
    expect(findAtomics(patch, POD)).toEqual(paths);
  });

  it('takes every list of a custom resource for one', () => {
    expect(findAtomics({ spec: { items: [1] } }, mergeRuleOf('example.com/v1', 'Widget'))).toEqual(['.spec.items']);
  });
});
