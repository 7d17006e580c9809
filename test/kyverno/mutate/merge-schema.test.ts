import { describe, expect, it } from 'vitest';
import { type FieldSchema, type ObjectSchema, schemaOfKind } from '../../../src/kyverno/mutate/merge-schema.ts';

/** Keys of the list at a path, through elements of lists. */
function keysAt(apiVersion: string, kind: string, path: string): readonly string[] | undefined {
  let field: FieldSchema | undefined;
  let schema: ObjectSchema | undefined = schemaOfKind(apiVersion, kind);
  for (const part of path.split('.')) {
    field = schema?.fields.get(part);
    schema = field?.object ?? field?.list?.items?.object;
  }
  return field?.list?.keys;
}

describe('schemaOfKind', () => {
  it.each<[apiVersion: string, kind: string, path: string, keys: string[]]>([
    ['v1', 'Pod', 'spec.containers', ['name']],
    ['v1', 'Pod', 'spec.initContainers.env', ['name']],
    ['v1', 'Pod', 'spec.ephemeralContainers.volumeMounts', ['mountPath']],
    ['v1', 'Pod', 'spec.containers.ports', ['containerPort', 'protocol']],
    ['v1', 'Pod', 'spec.topologySpreadConstraints', ['topologyKey', 'whenUnsatisfiable']],
    ['v1', 'Pod', 'spec.volumes.ephemeral.volumeClaimTemplate.metadata.finalizers', []],
    ['apps/v1', 'Deployment', 'spec.template.spec.hostAliases', ['ip']],
    ['apps/v1', 'StatefulSet', 'spec.template.metadata.ownerReferences', ['uid']],
    ['apps/v1', 'DaemonSet', 'status.conditions', ['type']],
    ['apps/v1', 'ReplicaSet', 'spec.template.spec.volumes', ['name']],
    ['batch/v1', 'Job', 'spec.template.spec.imagePullSecrets', ['name']],
    ['batch/v1beta1', 'CronJob', 'spec.jobTemplate.spec.template.spec.containers.volumeDevices', ['devicePath']],
    ['v1', 'Service', 'spec.ports', ['port', 'protocol']],
    ['v1', 'ServiceAccount', 'secrets', ['name']],
    ['v1', 'Node', 'spec.podCIDRs', []],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'metadata.finalizers', []],
    ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'webhooks', ['name']],
  ])('knows what merges in %s %s %s', (apiVersion, kind, path, keys) => {
    expect(keysAt(apiVersion, kind, path)).toEqual(keys);
  });

  it.each([
    ['v1', 'Pod', 'spec.tolerations'],
    ['v1', 'Pod', 'spec.ephemeralContainers.ports'],
    ['v1', 'Pod', 'spec.containers.args'],
    ['v1', 'ServiceAccount', 'imagePullSecrets'],
    ['apps/v1', 'StatefulSet', 'spec.volumeClaimTemplates'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'rules'],
    ['example.com/v1', 'Foo', 'metadata.finalizers'],
    ['apps/v1', 'Pod', 'spec.containers'],
    ['', 'Pod', 'spec.containers'],
  ])('knows that nothing merges in %s %s %s', (apiVersion, kind, path) => {
    expect(keysAt(apiVersion, kind, path)).toBeUndefined();
  });
});
