import { describe, expect, it } from 'vitest';
import { compileMatchResources } from '../../../src/kyverno/cel-policies/match-resources.ts';
import type { MatchResources } from '../../../src/kyverno/cel-policies/spec.ts';
import { targetOf } from '../../../src/kyverno/cel-policies/target.ts';
import type { FieldProblem } from '../../../src/kyverno/read/problem.ts';
import type { PolicyRequest } from '../../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { podOf, requestFor } from './fixtures.ts';

const RULE = { apiGroups: ['*'], apiVersions: ['*'], operations: ['*' as const], resources: ['*'] };
const NAMESPACE: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { team: 'red' } },
};
const ROLE: KubernetesObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'r' },
};

function matchWith(match: MatchResources, request: PolicyRequest): string {
  const problems: FieldProblem[] = [];
  const matcher = compileMatchResources({ resourceRules: [RULE], ...match }, false, 'spec', problems);
  expect(problems).toEqual([]);
  return matcher.fit(targetOf(request));
}

const TEAM_RED = { matchLabels: { team: 'red' } };

describe('compileMatchResources', () => {
  it.each<[name: string, request: PolicyRequest, fits: boolean]>([
    ['labels of the namespace', requestFor(podOf(), { namespaceLabels: { team: 'red' } }), true],
    ['other labels of the namespace', requestFor(podOf(), { namespaceLabels: { team: 'blue' } }), false],
    ['nothing of the namespace', requestFor(podOf()), false],
    ['labels of the object only', requestFor(podOf({ labels: { team: 'red' } })), false],
    ['an object in no namespace', requestFor(ROLE), true],
    ['labels of a Namespace itself', requestFor(NAMESPACE), true],
    ['other labels of a Namespace itself', requestFor({ ...NAMESPACE, metadata: { name: 'shop' } }), false],
    [
      'labels that a Namespace had',
      requestFor(NAMESPACE, { operation: 'DELETE', namespaceLabels: { team: 'blue' } }),
      false,
    ],
  ])('selects namespaces: %s', (_, request, fits) => {
    expect(matchWith({ namespaceSelector: TEAM_RED }, request)).toBe(fits ? 'exactly' : 'not');
  });

  it('gives every namespace the label with its name', () => {
    const selector = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
    expect(matchWith({ namespaceSelector: selector }, requestFor(podOf()))).toBe('exactly');
    expect(matchWith({ namespaceSelector: selector }, requestFor(podOf({ namespace: 'bank' })))).toBe('not');
  });

  it('selects objects by what they are or were', () => {
    const red = podOf({ labels: { team: 'red' } });
    expect(matchWith({ objectSelector: TEAM_RED }, requestFor(red))).toBe('exactly');
    expect(matchWith({ objectSelector: TEAM_RED }, requestFor(podOf()))).toBe('not');
    expect(matchWith({ objectSelector: TEAM_RED }, requestFor(podOf(), { operation: 'UPDATE', oldObject: red }))).toBe(
      'exactly',
    );
    expect(matchWith({ objectSelector: TEAM_RED }, requestFor(red, { operation: 'DELETE' }))).toBe('exactly');
  });

  it('does not trip over labels that are no texts', () => {
    expect(matchWith({ objectSelector: TEAM_RED }, requestFor(podOf({ labels: { team: 'red', n: 1 } })))).toBe(
      'exactly',
    );
    expect(matchWith({ objectSelector: TEAM_RED }, requestFor(podOf({ labels: 'team=red' })))).toBe('not');
  });

  it('takes empty selectors for none', () => {
    expect(matchWith({ objectSelector: {}, namespaceSelector: { matchLabels: {} } }, requestFor(podOf()))).toBe(
      'exactly',
    );
  });

  it('excludes', () => {
    const excluded = { excludeResourceRules: [{ ...RULE, resourceNames: ['pod'] }] };
    expect(matchWith(excluded, requestFor(podOf()))).toBe('not');
    expect(matchWith(excluded, requestFor(podOf({ name: 'other' })))).toBe('exactly');
  });

  it('matches everything without rules', () => {
    expect(matchWith({ resourceRules: [] }, requestFor(ROLE))).toBe('exactly');
  });

  it('converts only when asked to, and unless the match is to be exact', () => {
    const match = { resourceRules: [{ ...RULE, apiVersions: ['v1beta1'] }] };
    const deployment = targetOf(requestFor({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }));
    const convert = (mayConvert: boolean, policy?: 'Exact' | 'Equivalent') =>
      compileMatchResources({ ...match, ...(policy && { matchPolicy: policy }) }, mayConvert, 'spec', []).fit(
        deployment,
      );
    expect(convert(true)).toBe('by-conversion');
    expect(convert(true, 'Equivalent')).toBe('by-conversion');
    expect(convert(true, 'Exact')).toBe('not');
    expect(convert(false, 'Equivalent')).toBe('not');
  });

  it.each<[name: string, match: MatchResources, path: string]>([
    [
      'an unknown operator',
      { objectSelector: { matchExpressions: [{ key: 'a', operator: 'Has' }] } },
      'spec.objectSelector',
    ],
    ['a wildcard', { namespaceSelector: { matchLabels: { a: 'b*' } } }, 'spec.namespaceSelector'],
    [
      'no values',
      { namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
      'spec.namespaceSelector',
    ],
  ])('says what is wrong with a selector: %s', (_, match, path) => {
    const problems: FieldProblem[] = [];
    compileMatchResources(match, false, 'spec', problems);
    expect(problems).toEqual([{ path, message: expect.any(String) }]);
  });
});
