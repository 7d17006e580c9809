import { describe, expect, it } from 'vitest';
import { evaluatePod } from '../../src/pss/evaluate.ts';
import type { PodObject } from '../../src/pss/index.ts';
import { viewPod } from '../../src/pss/pod.ts';
import { VERSIONS } from './judge.ts';
import { bare, COMPLIANT, container, inEveryList, pod } from './pod.ts';

describe('viewPod', () => {
  it('visits init containers, containers and ephemeral containers, each with its place', () => {
    const { containers } = viewPod(inEveryList(bare, { containers: [bare('c'), bare('d')] }));
    expect(containers.map(({ list, index, name }) => `${list}[${index}] ${name}`)).toEqual([
      'initContainers[0] i',
      'containers[0] c',
      'containers[1] d',
      'ephemeralContainers[0] e',
    ]);
  });

  it.each<[string, PodObject]>([
    ['an empty object', {}],
    ['null members', { metadata: null, spec: null }],
    ['empty members', { metadata: {}, spec: {} }],
    ['null lists', { spec: { initContainers: null, containers: null, ephemeralContainers: null } }],
  ])('%s has no containers and no annotations', (_, object) => {
    const { annotations, containers, spec } = viewPod(object);
    expect({ annotations, containers }).toEqual({ annotations: {}, containers: [] });
    expect(spec).toEqual(object.spec ?? {});
  });

  it('counts a null container, which has no name', () => {
    expect(viewPod(pod({ containers: [bare('a'), null, { name: null }] })).containers).toEqual([
      { list: 'containers', index: 0, name: 'a', container: { name: 'a' } },
      { list: 'containers', index: 1, name: '', container: {} },
      { list: 'containers', index: 2, name: '', container: { name: null } },
    ]);
  });
});

describe('the pod that tests start from', () => {
  it('is allowed by restricted at every version', () => {
    const forbidden = [...VERSIONS, 'latest'].filter(
      (version) => !evaluatePod({ level: 'restricted', version }, pod()).allowed,
    );
    expect(forbidden).toEqual([]);
  });

  it.each(Object.keys(COMPLIANT))('is the smallest: without %s it is forbidden', (field) => {
    const smaller = pod({ containers: [container('a', { securityContext: { ...COMPLIANT, [field]: null } })] });
    expect(evaluatePod({ level: 'restricted', version: 'latest' }, smaller).allowed).toBe(false);
  });
});
