import { describe, expect, it } from 'vitest';
import { findPodTemplates } from '../../../src/kyverno/cel-policies/pod-templates.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { requestFor } from './fixtures.ts';

const CONTAINERS = [{ name: 'app', image: 'nginx' }];

function jobSet(spec: unknown): KubernetesObject {
  return { apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', metadata: { name: 'js', namespace: 'shop' }, spec };
}

describe('findPodTemplates', () => {
  it('finds templates wherever they are below the spec', () => {
    const object = jobSet({
      jobs: [
        { template: { spec: { template: { spec: { containers: CONTAINERS } } } } },
        {
          template: {
            spec: { template: { metadata: { name: 'own', namespace: 'bank' }, spec: { containers: CONTAINERS } } },
          },
        },
      ],
      leader: { spec: { containers: CONTAINERS, hostNetwork: true } },
    });
    const found = findPodTemplates(requestFor(object));
    expect(found.map(({ path }) => path)).toEqual([
      'spec.jobs[0].template.spec.template',
      'spec.jobs[1].template.spec.template',
      'spec.leader',
    ]);
    expect(found.map(({ request }) => [request.object?.metadata, request.namespace])).toEqual([
      [{ name: 'js', namespace: 'shop' }, 'shop'],
      [{ name: 'own', namespace: 'bank' }, 'bank'],
      [{ name: 'js', namespace: 'shop' }, 'shop'],
    ]);
    expect(found[2]?.request.object).toMatchObject({ kind: 'Pod', spec: { hostNetwork: true } });
  });

  it.each<[name: string, spec: unknown]>([
    ['a container without a name', { a: { spec: { containers: [{ image: 'nginx' }] } } }],
    ['a container without an image', { a: { spec: { containers: [...CONTAINERS, { name: 'b' }] } } }],
    ['no containers', { a: { spec: { containers: [] } } }],
    ['metadata that are no object', { a: { metadata: 'x', spec: { containers: CONTAINERS } } }],
    ['no spec', undefined],
    ['a text', 'spec'],
  ])('finds none with %s', (_, spec) => {
    expect(findPodTemplates(requestFor(jobSet(spec)))).toEqual([]);
  });

  it('does not look outside of the spec, or into a template', () => {
    const object = {
      ...jobSet({ a: { spec: { containers: CONTAINERS, b: { spec: { containers: CONTAINERS } } } } }),
      status: { spec: { containers: CONTAINERS } },
    };
    expect(findPodTemplates(requestFor(object)).map(({ path }) => path)).toEqual(['spec.a']);
  });

  it('pairs what is with what was', () => {
    const before = jobSet({ a: { spec: { containers: CONTAINERS, priority: 1 } } });
    const after = jobSet({ a: { spec: { containers: CONTAINERS } }, b: { spec: { containers: CONTAINERS } } });
    const [a, b] = findPodTemplates(requestFor(after, { operation: 'UPDATE', oldObject: before }));
    expect(a?.request.oldObject).toMatchObject({ kind: 'Pod', spec: { priority: 1 } });
    expect(b?.request.oldObject).toBeUndefined();
  });

  it('takes what is deleted for what was', () => {
    const object = jobSet({ a: { spec: { containers: CONTAINERS } } });
    const [found] = findPodTemplates(requestFor(object, { operation: 'DELETE' }));
    expect(found?.request).toMatchObject({ object: undefined, oldObject: { kind: 'Pod' } });
  });

  it('gives up on what is nested too deeply', () => {
    let spec: unknown = { spec: { containers: CONTAINERS } };
    for (let depth = 0; depth < 20_000; depth++) spec = { a: spec };
    expect(findPodTemplates(requestFor(jobSet(spec)))).toEqual([]);
  });
});
