import { expect, it } from 'vitest';
import { isClusterScoped } from '../../../src/applications/after-generation/scopes.ts';

it.each<[string, string, boolean]>([
  ['v1', 'Namespace', true],
  ['v1', 'PersistentVolume', true],
  ['v1', 'Pod', false],
  ['storage.k8s.io/v1', 'StorageClass', true],
  ['storage.k8s.io/v1', 'CSIStorageCapacity', false],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', true],
  ['networking.k8s.io/v1', 'Ingress', false],
  ['x.io/v1', 'Namespace', false],
  ['__proto__/v1', 'toString', false],
  ['x.io/v1', 'Widget', true],
])('%s %s lives in no namespace: %s', (apiVersion, kind, expected) => {
  expect(isClusterScoped({ apiVersion, kind }, new Map([['x.io/Widget', 'Cluster']]))).toBe(expected);
});
