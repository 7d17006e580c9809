import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDifferences } from '../../../src/kyverno/suites/equal.ts';

const pod = (fields: Record<string, unknown>) => ({ kind: 'Pod', ...fields });

describe('patched resources', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, readonly string[]]>([
    ['alike', { spec: { a: [1, { b: true }] } }, { spec: { a: [1, { b: true }] } }, []],
    ['with other order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ['with what is null or empty', { spec: { a: null, b: {}, c: [[], {}], d: '' } }, { spec: { d: '' } }, []],
    ['with labels of what is generated', { metadata: { labels: { 'generate.kyverno.io/rule-name': 'x' } } }, {}, []],
    ['managed by Kyverno', { metadata: { labels: { 'app.kubernetes.io/managed-by': 'kyverno' } } }, {}, []],
    [
      'managed by another',
      { metadata: { labels: { 'app.kubernetes.io/managed-by': 'helm' } } },
      {},
      ['metadata: want nothing, got {"labels":{"app.kubernetes.io/managed-by":"helm"}}'],
    ],
    ['with another value', { spec: { a: 1 } }, { spec: { a: '1' } }, ['spec.a: want "1", got 1']],
    ['with another type', { spec: { a: [1] } }, { spec: { a: { b: 1 } } }, ['spec.a: want {"b":1}, got [1]']],
    ['with another order', { list: [1, 2] }, { list: [2, 1] }, ['list[0]: want 2, got 1', 'list[1]: want 1, got 2']],
    ['with one more', { list: [1, 2] }, { list: [1] }, ['list[1]: want nothing, got 2']],
    ['without one', { spec: { a: 1 } }, { spec: { a: 1, constructor: 2 } }, ['spec.constructor: want 2, got nothing']],
  ])('%s', (_, actual, expected, differences) => {
    expect(findDifferences(pod(actual), pod(expected))).toEqual(differences);
  });

  it('are like themselves, whatever they are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        expect(findDifferences(pod(fields), pod(structuredClone(fields)))).toEqual([]);
      }),
    );
  });
});
