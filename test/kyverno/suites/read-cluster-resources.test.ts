import { expect, it } from 'vitest';
import { readClusterResources } from '../../../src/kyverno/suites/read-cluster-resources.ts';

const read = (spec: unknown) =>
  readClusterResources({
    apiVersion: 'cli.kyverno.io/v1alpha1',
    kind: 'ClusterResource',
    metadata: { name: 'c' },
    spec,
  });

it('holds objects and names files with definitions', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
  expect(read({ resources: [pod], crds: ['crd.yaml'] })).toEqual({
    resources: { objects: [pod], definitionFiles: ['crd.yaml'] },
    problems: [],
  });
  expect(read({}).resources).toEqual({ objects: [], definitionFiles: [] });
});

it('is refused for what is none', () => {
  expect(read({ resources: [{}], crd: [] }).problems).toEqual([
    { path: 'spec.resources[0]', message: 'expected an object with apiVersion, kind and metadata.name' },
    { path: 'spec.crd', message: 'unknown field; did you mean crds?' },
  ]);
  expect(readClusterResources([]).problems).toEqual([{ path: '', message: 'expected an object' }]);
});
