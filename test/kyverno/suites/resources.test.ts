import { describe, expect, it } from 'vitest';
import { takeUp, withoutDuplicates } from '../../../src/kyverno/suites/resources.ts';

const isClusterScoped = ({ kind }: { kind: string }) => kind === 'Namespace';
const take = (object: { kind: string; [field: string]: unknown }) => takeUp(object, isClusterScoped);

describe('a resource', () => {
  it('is in the namespace default when it names none', () => {
    const resource = take({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } });
    expect(resource).toEqual({
      object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'default' } },
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: 'default',
      name: 'a',
      isNamespaced: true,
    });
  });

  it('is in none when its kind has none', () => {
    expect(take({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } })).toMatchObject({
      object: { metadata: { name: 'a' } },
      namespace: '',
      isNamespaced: false,
    });
  });

  it('may have no metadata', () => {
    expect(take({ kind: 'Pod' })).toMatchObject({
      apiVersion: '',
      name: '',
      object: { metadata: { namespace: 'default' } },
    });
  });

  it('has empty maps where maps are null', () => {
    const { object } = take({
      kind: 'Deployment',
      metadata: { namespace: 'pay', annotations: null, labels: { a: null } },
      spec: {
        replicas: null,
        template: { metadata: { labels: null }, spec: { nodeSelector: null } },
        list: [{ data: null }, null],
      },
    });
    expect(object).toEqual({
      kind: 'Deployment',
      metadata: { namespace: 'pay', annotations: {}, labels: { a: null } },
      spec: {
        replicas: null,
        template: { metadata: { labels: {} }, spec: { nodeSelector: {} } },
        list: [{ data: {} }, null],
      },
    });
  });

  it('is the same object when nothing is to be changed', () => {
    const object = {
      kind: 'Pod',
      metadata: { namespace: 'pay', labels: { a: 'b' } },
      spec: { containers: [{ name: 'c' }] },
    };
    expect(take(object).object).toBe(object);
  });
});

describe('duplicates', () => {
  it('are those of the same group, kind, namespace and name, of which the first counts', () => {
    const named = (apiVersion: string, namespace: string, marker: number) =>
      take({ apiVersion, kind: 'Deployment', metadata: { name: 'a', namespace }, marker });
    const kept = withoutDuplicates([
      named('apps/v1', 'pay', 1),
      named('apps/v1beta1', 'pay', 2),
      named('extensions/v1', 'pay', 3),
      named('apps/v1', 'web', 4),
    ]);
    expect(kept.map(({ object }) => object.marker)).toEqual([1, 3, 4]);
  });
});
