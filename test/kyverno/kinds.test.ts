import { describe, expect, it } from 'vitest';
import { builtInKind, guessPlural, resourceNames } from '../../src/kyverno/kinds.ts';

describe('builtInKind', () => {
  it.each<[apiVersion: string, kind: string, plural: string, isNamespaced: boolean, versions: string[]]>([
    ['v1', 'Pod', 'pods', true, ['v1']],
    ['v1', 'Namespace', 'namespaces', false, ['v1']],
    ['v1', 'Endpoints', 'endpoints', true, ['v1']],
    ['apps/v1', 'Deployment', 'deployments', true, ['v1', 'v1beta2', 'v1beta1']],
    ['apps/v1beta1', 'Deployment', 'deployments', true, ['v1', 'v1beta2', 'v1beta1']],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', true, ['v1']],
    ['networking.k8s.io/v1', 'Ingress', 'ingresses', true, ['v1', 'v1beta1']],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', false, ['v1', 'v1beta1', 'v1alpha1']],
    ['rbac.authorization.k8s.io/v1', 'Role', 'roles', true, ['v1', 'v1beta1', 'v1alpha1']],
    ['storage.k8s.io/v1', 'StorageClass', 'storageclasses', false, ['v1', 'v1beta1']],
    [
      'admissionregistration.k8s.io/v1',
      'ValidatingAdmissionPolicy',
      'validatingadmissionpolicies',
      false,
      ['v1', 'v1beta1', 'v1alpha1'],
    ],
  ])('knows %s %s', (apiVersion, kind, plural, isNamespaced, versions) => {
    expect(builtInKind(apiVersion, kind)).toMatchObject({ kind, plural, isNamespaced, versions });
  });

  it.each([
    ['example.com/v1', 'Pod'],
    ['v1', 'Deployment'],
    ['apps/v1', 'constructor'],
    [undefined, ''],
  ])('does not know %s %s', (apiVersion, kind) => {
    expect(builtInKind(apiVersion, kind)).toBeUndefined();
  });

  it('knows subresources', () => {
    expect(builtInKind('v1', 'Pod')?.subresources).toContain('ephemeralcontainers');
    expect(builtInKind('apps/v1', 'Deployment')?.subresources).toEqual(['scale', 'status']);
    expect(builtInKind('v1', 'ConfigMap')?.subresources).toEqual([]);
  });
});

describe('guessPlural', () => {
  it.each([
    ['Pod', 'pods'],
    ['Ingress', 'ingresses'],
    ['NetworkPolicy', 'networkpolicies'],
    ['Endpoints', 'endpoints'],
    ['Gateway', 'gatewaies'],
    ['', ''],
  ])('guesses as Kubernetes does: %s', (kind, plural) => {
    expect(guessPlural(kind)).toBe(plural);
  });
});

describe('resourceNames', () => {
  it('has one name for kinds of Kubernetes', () => {
    expect(resourceNames('apps/v1', 'Deployment')).toEqual(['deployments']);
  });

  it.each([
    ['Widget', ['widgets', 'widget']],
    ['Gateway', ['gateways', 'gatewaies', 'gateway']],
    ['Elasticsearch', ['elasticsearches', 'elasticsearchs', 'elasticsearch']],
    ['SecurityContextConstraints', ['securitycontextconstraintses', 'securitycontextconstraints']],
  ])('takes all names that a custom resource may have: %s', (kind, names) => {
    expect(resourceNames('example.com/v1', kind)).toEqual(names);
  });
});
