import { describe, expect, it } from 'vitest';
import { describePolicy, judgesPayloads, type Phase } from '../../../src/kyverno/suites/policies.ts';

const RULES = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }];

function policy(apiVersion: string, kind: string, spec: unknown, metadata: Record<string, unknown> = {}) {
  return describePolicy({ apiVersion, kind, metadata: { name: 'p', ...metadata }, spec });
}

const classic = (...rules: unknown[]) => policy('kyverno.io/v1', 'ClusterPolicy', { rules });

describe('phases', () => {
  it.each<[string, ReturnType<typeof classic>, readonly Phase[] | undefined]>([
    ['validation', classic({ validate: { deny: {} } }), ['validate']],
    ['mutation and validation', classic({ validate: { deny: {} } }, { mutate: { x: 1 } }), ['mutate', 'validate']],
    ['images', classic({ verifyImages: [{}] }), ['verifyImages', 'validate']],
    ['generation', classic({ generate: { kind: 'x' } }), []],
    ['blank rules', classic({ validate: {} }, { mutate: null }, 'x'), []],
    ['no rules', policy('kyverno.io/v1', 'Policy', null), []],
    ['ValidatingPolicy', policy('policies.kyverno.io/v1', 'ValidatingPolicy', {}), ['validateCel']],
    ['NamespacedMutatingPolicy', policy('policies.kyverno.io/v1', 'NamespacedMutatingPolicy', {}), ['mutateCel']],
    [
      'ValidatingAdmissionPolicy',
      policy('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', {}),
      ['validateAdmission'],
    ],
    ['MutatingAdmissionPolicy', policy('admissionregistration.k8s.io/v1beta1', 'MutatingAdmissionPolicy', {}), []],
    ['GeneratingPolicy', policy('policies.kyverno.io/v1', 'GeneratingPolicy', {}), []],
    ['a binding', policy('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', {}), undefined],
    ['an exception', policy('kyverno.io/v2', 'PolicyException', {}), undefined],
    ['a policy of somebody else', policy('example/v1', 'ClusterPolicy', {}), undefined],
  ])('%s', (_, described, phases) => {
    expect(described?.phases).toEqual(phases);
  });
});

describe('a policy that does not match', () => {
  const cel = (matchConstraints: unknown) =>
    policy('policies.kyverno.io/v1', 'ValidatingPolicy', { matchConstraints })?.isSilent;

  it.each<[string, boolean | undefined, boolean]>([
    ['of rules answers', classic({ validate: { deny: {} } })?.isSilent, false],
    ['in CEL with one rule is silent', cel({ resourceRules: RULES }), true],
    [
      'in CEL with empty selectors is silent',
      cel({ resourceRules: RULES, namespaceSelector: {}, objectSelector: { matchLabels: {} } }),
      true,
    ],
    ['in CEL with two rules answers', cel({ resourceRules: [...RULES, ...RULES] }), false],
    ['in CEL with names answers', cel({ resourceRules: [{ ...RULES[0], resourceNames: ['a'] }] }), false],
    ['in CEL with exclusions answers', cel({ resourceRules: RULES, excludeResourceRules: RULES }), false],
    [
      'in CEL with namespaces answers',
      cel({ resourceRules: RULES, namespaceSelector: { matchLabels: { a: 'b' } } }),
      false,
    ],
    [
      'in CEL with labels answers',
      cel({ resourceRules: RULES, objectSelector: { matchExpressions: [{ key: 'a' }] } }),
      false,
    ],
    ['in CEL without constraints answers', cel(undefined), false],
  ])('%s', (_, isSilent, expected) => {
    expect(isSilent).toBe(expected);
  });
});

describe('what rows see', () => {
  it('is the name, with the namespace in the key', () => {
    expect(policy('kyverno.io/v1', 'Policy', {}, { namespace: 'pay' })).toMatchObject({
      name: 'p',
      key: 'pay/p',
      hasNoRules: false,
    });
    expect(policy('policies.kyverno.io/v1', 'ValidatingPolicy', {})).toMatchObject({ key: 'p', hasNoRules: true });
  });

  it('is whether it is scored', () => {
    const scored = (value: string) =>
      policy('kyverno.io/v1', 'ClusterPolicy', {}, { annotations: { 'policies.kyverno.io/scored': value } })
        ?.isUnscored;
    expect([scored('false'), scored('true'), classic()?.isUnscored]).toEqual([true, false, false]);
  });
});

describe('a policy mutates what exists', () => {
  it.each<[string, ReturnType<typeof classic>, boolean]>([
    ['with targets', classic({ mutate: { targets: [{ kind: 'Secret' }] } }), true],
    ['without', classic({ mutate: { patchStrategicMerge: {} } }), false],
    [
      'in CEL',
      policy('policies.kyverno.io/v1', 'MutatingPolicy', { evaluation: { mutateExisting: { enabled: true } } }),
      true,
    ],
    ['in CEL without', policy('policies.kyverno.io/v1', 'MutatingPolicy', { evaluation: {} }), false],
  ])('%s', (_, described, expected) => {
    expect(described?.mutatesExisting).toBe(expected);
  });
});

it.each<[string, object, boolean]>([
  ['ValidatingPolicy', { evaluation: { mode: 'JSON' } }, true],
  ['NamespacedValidatingPolicy', { evaluation: { mode: 'JSON' } }, true],
  ['ValidatingPolicy', { evaluation: { mode: 'Kubernetes' } }, false],
  ['ValidatingPolicy', {}, false],
  ['MutatingPolicy', { evaluation: { mode: 'JSON' } }, false],
])('a %s with %j judges payloads: %s', (kind, spec, expected) => {
  expect(judgesPayloads({ apiVersion: 'policies.kyverno.io/v1', kind, spec })).toBe(expected);
});
