import { expect, it } from 'vitest';
import { apiVersionProblem, describeObject, notFound, qualified } from '../../../src/kyverno/lookups/messages.ts';

it('says what is not found as API servers do', () => {
  expect(notFound('v1', 'configmaps', 'app')).toBe('configmaps "app" not found');
  expect(notFound('apps/v1', 'deployments', 'app')).toBe('deployments.apps "app" not found');
});

it('names a kind with its group', () => {
  expect(qualified('v1', 'pods')).toBe('pods');
  expect(qualified('networking.k8s.io/v1', 'ingresses')).toBe('ingresses.networking.k8s.io');
});

it('refuses what is no version', () => {
  expect(apiVersionProblem('a/b/c')).toBe('unexpected GroupVersion string: a/b/c');
  expect(apiVersionProblem('a/b')).toBeUndefined();
});

it('says what was asked for', () => {
  expect(describeObject('v1', 'configmaps', 'pay', 'app')).toBe('v1 configmaps pay/app');
  expect(describeObject('v1', 'nodes', '', 'a')).toBe('v1 nodes a');
  expect(describeObject('v1', 'pods', 'pay')).toBe('v1 pods pay');
  expect(describeObject('v1', 'pods', '')).toBe('v1 pods');
});
