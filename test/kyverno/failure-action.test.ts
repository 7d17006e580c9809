import { describe, expect, it } from 'vitest';
import { compileFailureActions, type Place } from '../../src/kyverno/failure-action.ts';
import type { FailureActionOverride, PolicySpec, Rule } from '../../src/kyverno/read/rule.ts';
import { rule } from './fixtures.ts';

type Json = Readonly<Record<string, unknown>>;

function actionOf(validate: Json, spec: Partial<PolicySpec> = {}, place: Partial<Place> = {}, name = 'r'): string {
  const rules = [rule({ validate: { pattern: {}, ...validate } })] as unknown as readonly Rule[];
  return compileFailureActions(rules, { rules, ...spec })(name, { namespace: 'shop', namespaceLabels: {}, ...place });
}

const enforceIn = (...namespaces: string[]): FailureActionOverride => ({ action: 'Enforce', namespaces });

describe('compileFailureActions', () => {
  it.each<[name: string, validate: Json, spec: Partial<PolicySpec>, action: string]>([
    ['nothing', {}, {}, 'audit'],
    ['the policy', {}, { validationFailureAction: 'Enforce' }, 'enforce'],
    ['the policy, in small letters', {}, { validationFailureAction: 'enforce' }, 'enforce'],
    ['the rule', { failureAction: 'Enforce' }, {}, 'enforce'],
    ['the rule before the policy', { failureAction: 'Audit' }, { validationFailureAction: 'Enforce' }, 'audit'],
    [
      'the policy for a namespace',
      {},
      { validationFailureAction: 'Audit', validationFailureActionOverrides: [enforceIn('sh*')] },
      'enforce',
    ],
    [
      'the policy for another namespace',
      {},
      { validationFailureAction: 'Audit', validationFailureActionOverrides: [enforceIn('other')] },
      'audit',
    ],
    [
      'the rule before what the policy says for a namespace',
      { failureAction: 'Audit' },
      { validationFailureActionOverrides: [enforceIn('shop')] },
      'audit',
    ],
    [
      'the rule for a namespace before all else',
      { failureAction: 'Audit', failureActionOverrides: [enforceIn('shop')] },
      {},
      'enforce',
    ],
    [
      'the first of several that fit',
      { failureActionOverrides: [{ action: 'Audit', namespaces: ['shop'] }, enforceIn('*')] },
      {},
      'audit',
    ],
    ['an override for all', { failureActionOverrides: [{ action: 'Enforce' }] }, {}, 'enforce'],
    ['an override for none', { failureActionOverrides: [{ action: 'Enforce', namespaces: [] }] }, {}, 'audit'],
  ])('goes by %s', (_name, validate, spec, action) => {
    expect(actionOf(validate, spec)).toBe(action);
  });

  it('goes by labels of the namespace', () => {
    const failureActionOverrides = [{ action: 'Enforce', namespaceSelector: { matchLabels: { env: 'prod' } } }];
    expect(actionOf({ failureActionOverrides }, {}, { namespaceLabels: { env: 'prod' } })).toBe('enforce');
    expect(actionOf({ failureActionOverrides }, {}, { namespaceLabels: { env: 'test' } })).toBe('audit');
  });

  it('needs both the name and the labels where both are asked for', () => {
    const failureActionOverrides = [{ ...enforceIn('other'), namespaceSelector: { matchLabels: { env: 'prod' } } }];
    expect(actionOf({ failureActionOverrides }, {}, { namespaceLabels: { env: 'prod' } })).toBe('audit');
  });

  it('does not take a name that it does not know for harmless', () => {
    expect(actionOf({ failureAction: 'Enforce' }, {}, {}, 'unknown')).toBe('enforce');
  });

  it('goes by the strictest of several image verifications', () => {
    const rules = [
      rule({ verifyImages: [{ failureAction: 'Audit' }, { failureAction: 'Enforce' }] }),
    ] as unknown as Rule[];
    const find = compileFailureActions(rules, { rules });
    expect(find('r', { namespace: '', namespaceLabels: {} })).toBe('enforce');
  });
});
