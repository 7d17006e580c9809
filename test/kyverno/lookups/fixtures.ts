import type { KubernetesObject } from '../../../src/model/manifest.ts';

export const configMap = (
  name: string,
  namespace: string,
  data: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>> = {},
): KubernetesObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels }, data });

export const APP = configMap('app', 'pay', { a: 'x' }, { team: 'red' });
export const WEB = configMap('web', 'pay', {}, { team: 'blue' });
export const OTHER = configMap('app', 'shop');
export const NAMESPACE: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pay' } };

export const GATEWAY: KubernetesObject = {
  apiVersion: 'mesh.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'pay' },
};

export const GATEWAY_DEFINITION: KubernetesObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gws.mesh.io' },
  spec: { group: 'mesh.io', names: { kind: 'Gateway', plural: 'gws' } },
};
