import { describe, expect, it } from 'vitest';
import { concernKind, type Fit, fitRules } from '../../../src/kyverno/cel-policies/resource-rules.ts';
import type { ResourceRule } from '../../../src/kyverno/cel-policies/spec.ts';
import { targetOf } from '../../../src/kyverno/cel-policies/target.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { podOf, requestFor } from './fixtures.ts';

const DEPLOYMENT: KubernetesObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
const NAMESPACE: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const ROLE: KubernetesObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'r' },
};
const WIDGET: KubernetesObject = { apiVersion: 'example.com/v1beta1', kind: 'Widget', metadata: { name: 'w' } };

function rule(fields: Partial<ResourceRule> = {}): ResourceRule {
  return { apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'], ...fields };
}

describe('fitRules', () => {
  it.each<[name: string, rule: ResourceRule, object: KubernetesObject, fits: boolean]>([
    ['everything', rule(), DEPLOYMENT, true],
    ['nothing at all', {}, DEPLOYMENT, false],
    ['no operation', { apiGroups: ['*'], apiVersions: ['*'], resources: ['*'] }, DEPLOYMENT, false],
    ['another operation', rule({ operations: ['DELETE'] }), DEPLOYMENT, false],
    ['one of several operations', rule({ operations: ['DELETE', 'CREATE'] }), DEPLOYMENT, true],
    ['the group', rule({ apiGroups: ['apps'] }), DEPLOYMENT, true],
    ['another group', rule({ apiGroups: ['', 'batch'] }), DEPLOYMENT, false],
    ['another version', rule({ apiVersions: ['v1beta1'] }), DEPLOYMENT, false],
    ['the resource', rule({ resources: ['pods', 'deployments'] }), DEPLOYMENT, true],
    ['the kind instead of the resource', rule({ resources: ['Deployment'] }), DEPLOYMENT, false],
    ['a subresource', rule({ resources: ['deployments/scale'] }), DEPLOYMENT, false],
    ['any subresource, and the resource itself', rule({ resources: ['deployments/*'] }), DEPLOYMENT, true],
    ['any resource with any subresource', rule({ resources: ['*/*'] }), DEPLOYMENT, true],
    ['one subresource of anything', rule({ resources: ['*/scale'] }), DEPLOYMENT, false],
    ['objects in namespaces', rule({ scope: 'Namespaced' }), DEPLOYMENT, true],
    ['objects in namespaces, of a cluster-scoped one', rule({ scope: 'Namespaced' }), ROLE, false],
    ['objects in namespaces, of a Namespace', rule({ scope: 'Namespaced' }), NAMESPACE, false],
    ['cluster-scoped objects', rule({ scope: 'Cluster' }), ROLE, true],
    ['cluster-scoped objects, of a Namespace', rule({ scope: 'Cluster' }), NAMESPACE, true],
    ['cluster-scoped objects, of a namespaced one', rule({ scope: 'Cluster' }), DEPLOYMENT, false],
    ['both scopes', rule({ scope: '*' }), ROLE, true],
    ['the name', rule({ resourceNames: ['api', 'web'] }), DEPLOYMENT, true],
    ['another name', rule({ resourceNames: ['api'] }), DEPLOYMENT, false],
    ['the beginning of a name', rule({ resourceNames: ['we'] }), DEPLOYMENT, false],
    [
      'the beginning of a name that is to be made up',
      rule({ resourceNames: ['gen'] }),
      podOf({ name: undefined, generateName: 'gen-' }),
      true,
    ],
    ['the plural of a custom resource', rule({ resources: ['widgets'] }), WIDGET, true],
    ['the singular of a custom resource', rule({ resources: ['widget'] }), WIDGET, true],
  ])('for a rule that names %s', (_, of, object, fits) => {
    expect(fitRules([of], targetOf(requestFor(object)), false)).toBe(fits ? 'exactly' : 'not');
  });

  it('looks at subresources', () => {
    const target = targetOf(requestFor(podOf(), { subresource: 'ephemeralcontainers' }));
    expect(fitRules([rule({ resources: ['pods'] })], target, false)).toBe('not');
    expect(fitRules([rule({ resources: ['pods/ephemeralcontainers'] })], target, false)).toBe('exactly');
    expect(fitRules([rule({ resources: ['pods/*'] })], target, false)).toBe('exactly');
  });

  it('takes the first rule that fits', () => {
    const rules = [rule({ resources: ['pods'] }), rule({ resources: ['deployments'] })];
    expect(fitRules(rules, targetOf(requestFor(DEPLOYMENT)), false)).toBe('exactly');
  });

  it.each<[name: string, rules: ResourceRule[], object: KubernetesObject, fit: Fit]>([
    ['another version of the kind', [rule({ apiVersions: ['v1beta2'] })], DEPLOYMENT, 'by-conversion'],
    ['a version that the kind does not have', [rule({ apiVersions: ['v3'] })], DEPLOYMENT, 'not'],
    ['another version of a custom resource', [rule({ apiVersions: ['v1'] })], WIDGET, 'by-conversion'],
    [
      'another version first',
      [rule({ apiVersions: ['v1beta2'] }), rule({ apiVersions: ['v1'] })],
      DEPLOYMENT,
      'exactly',
    ],
    ['another version and another name', [rule({ apiVersions: ['v1beta2'], resourceNames: ['x'] })], DEPLOYMENT, 'not'],
  ])('converts where that is allowed: %s', (_, rules, object, fit) => {
    expect(fitRules(rules, targetOf(requestFor(object)), true)).toBe(fit);
  });
});

describe('concernKind', () => {
  it.each<[name: string, rule: ResourceRule, kind: string, mayConvert: boolean, concerns: boolean]>([
    ['the kind', rule({ apiGroups: ['apps'], resources: ['deployments'] }), 'apps/v1 Deployment', false, true],
    ['a subresource of the kind', rule({ resources: ['deployments/scale'] }), 'apps/v1 Deployment', false, true],
    ['another kind', rule({ resources: ['pods'] }), 'apps/v1 Deployment', false, false],
    ['another version', rule({ apiVersions: ['v1beta1'] }), 'apps/v1 Deployment', false, false],
    ['another version, which may be converted', rule({ apiVersions: ['v1beta1'] }), 'apps/v1 Deployment', true, true],
    ['no operations', { ...rule(), operations: [] }, 'apps/v1 Deployment', false, false],
    ['the other scope', rule({ scope: 'Cluster' }), 'apps/v1 Deployment', false, false],
    ['the other scope of what nobody knows', rule({ scope: 'Cluster' }), 'example.com/v1 Widget', false, true],
    ['the version of the core group', rule({ apiGroups: [''], apiVersions: ['v1'] }), 'v1 Pod', false, true],
  ])('for a rule that names %s', (_, of, kind, mayConvert, concerns) => {
    const [apiVersion, name = ''] = kind.split(' ');
    expect(concernKind([of], apiVersion, name, mayConvert)).toBe(concerns);
  });
});
