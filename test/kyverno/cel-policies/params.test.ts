import { describe, expect, it } from 'vitest';
import { compileLooseParams, compileParams } from '../../../src/kyverno/cel-policies/params.ts';
import type { ParamRef } from '../../../src/kyverno/cel-policies/spec.ts';
import { targetOf } from '../../../src/kyverno/cel-policies/target.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { podOf, requestFor } from './fixtures.ts';

const KIND = { apiVersion: 'v1', kind: 'ConfigMap' };
const LIMITS = { apiVersion: 'example.com/v1', kind: 'Limits' };
const IN_SHOP = targetOf(requestFor(podOf()));
const NOWHERE = targetOf(
  requestFor({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r' } }),
);

function configMap(name: string, namespace?: string, labels?: Record<string, string>): KubernetesObject {
  return { ...KIND, metadata: { name, ...(namespace && { namespace }), ...(labels && { labels }) } };
}

const SHOP_A = configMap('a', 'shop', { app: 'x' });
const SHOP_B = configMap('b', 'shop', { app: 'x' });
const BANK_A = configMap('a', 'bank', { app: 'x' });
const DEFAULT_A = configMap('a');
const OTHER_KIND: KubernetesObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'shop' } };
const CLUSTER_LIMITS: KubernetesObject = { ...LIMITS, metadata: { name: 'a' } };
const ALL = [OTHER_KIND, BANK_A, SHOP_A, SHOP_B, DEFAULT_A, CLUSTER_LIMITS];

const NOT_FOUND = 'no params found for policy binding with `Deny` parameterNotFoundAction';

describe('compileParams', () => {
  it.each<[name: string, ref: ParamRef, found: KubernetesObject[]]>([
    ['a name in the namespace of the object', { name: 'a' }, [SHOP_A]],
    ['a name in another namespace', { name: 'a', namespace: 'bank' }, [BANK_A]],
    ['a name in the default namespace', { name: 'a', namespace: 'default' }, [DEFAULT_A]],
    ['labels', { selector: { matchLabels: { app: 'x' } } }, [SHOP_A, SHOP_B]],
    ['everything', { selector: {} }, [SHOP_A, SHOP_B]],
    ['nothing that there is, which is allowed', { name: 'c', parameterNotFoundAction: 'Allow' }, []],
  ])('finds %s', (_, ref, found) => {
    expect(compileParams(KIND, ref, ALL)(IN_SHOP)).toEqual({ found });
  });

  it('evaluates without parameters where a policy or a binding has none', () => {
    expect(compileParams(undefined, { name: 'a' }, ALL)(IN_SHOP)).toEqual({ found: [null] });
    expect(compileParams(KIND, undefined, ALL)(IN_SHOP)).toEqual({ found: [null] });
  });

  it.each<[name: string, ref: ParamRef, error: string]>([
    ['what is not there', { name: 'c', parameterNotFoundAction: 'Deny' }, NOT_FOUND],
    ['what is not there, without a word', { name: 'c' }, NOT_FOUND],
    ['what is in another namespace', { name: 'b', namespace: 'bank' }, NOT_FOUND],
  ])('does not find %s', (_, ref, error) => {
    expect(compileParams(KIND, ref, ALL)(IN_SHOP)).toEqual({ error });
  });

  it('needs a namespace for parameters that have one', () => {
    expect(compileParams(KIND, { name: 'a' }, ALL)(NOWHERE)).toEqual({
      error: 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources',
    });
    expect(compileParams(KIND, { name: 'a', namespace: 'bank' }, ALL)(NOWHERE)).toEqual({ found: [BANK_A] });
  });

  it('looks in no namespace for parameters that have none', () => {
    expect(compileParams(LIMITS, { name: 'a' }, ALL)(IN_SHOP)).toEqual({ found: [CLUSTER_LIMITS] });
    expect(compileParams({ apiVersion: 'v1', kind: 'Namespace' }, { name: 'a', namespace: 'x' }, ALL)(IN_SHOP)).toEqual(
      {
        error: 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`',
      },
    );
  });
});

describe('compileLooseParams', () => {
  it.each<[name: string, ref: ParamRef | undefined, found: (KubernetesObject | null)[]]>([
    ['no reference', undefined, [null]],
    ['the first of a name, of whatever kind', { name: 'a' }, [OTHER_KIND]],
    ['a name, whatever the namespace says', { name: 'b', namespace: 'bank' }, [SHOP_B]],
    ['the first in a namespace', { namespace: 'bank' }, [BANK_A]],
    ['labels, in all namespaces', { selector: { matchLabels: { app: 'x' } } }, [BANK_A, SHOP_A, SHOP_B]],
    ['what is not there', { name: 'c' }, [null]],
    ['labels that nothing has', { selector: { matchLabels: { app: 'y' } } }, [null]],
  ])('finds as the Kyverno CLI does: %s', (_, ref, found) => {
    expect(compileLooseParams(ref, ALL)(IN_SHOP)).toEqual({ found });
  });
});
