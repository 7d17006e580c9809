import { describe, expect, it } from 'vitest';
import { compileCelPolicies, isCelPolicyDocument } from '../../../src/kyverno/cel-policies/compile.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import {
  CREATES_PODS,
  compile,
  deploymentOf,
  exceptionOf,
  manifestOf,
  podOf,
  policyOf,
  requestFor,
  validateWith,
  verdictOf,
} from './fixtures.ts';

const POD = podOf();
const FAILS = { validations: [{ expression: 'false', message: 'no' }] };

describe('isCelPolicyDocument', () => {
  it.each<[apiVersion: string, kind: string, is: boolean]>([
    ['policies.kyverno.io/v1', 'ValidatingPolicy', true],
    ['policies.kyverno.io/v1alpha1', 'NamespacedValidatingPolicy', true],
    ['policies.kyverno.io/v1beta1', 'MutatingPolicy', true],
    ['policies.kyverno.io/v1', 'ImageValidatingPolicy', true],
    ['policies.kyverno.io/v1', 'GeneratingPolicy', true],
    ['policies.kyverno.io/v1', 'DeletingPolicy', true],
    ['policies.kyverno.io/v1', 'PolicyException', true],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', true],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', true],
    ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', false],
    ['kyverno.io/v1', 'ClusterPolicy', false],
    ['kyverno.io/v2', 'PolicyException', false],
    ['v1', 'ConfigMap', false],
    ['policies.kyverno.io/v1', 'constructor', false],
  ])('%s %s', (apiVersion, kind, is) => {
    expect(isCelPolicyDocument({ apiVersion, kind })).toBe(is);
  });
});

describe('compileCelPolicies', () => {
  it('keeps the order of policies, and passes over what is none', () => {
    const named = (name: string, kind: string) => policyOf(FAILS, { kind, metadata: { name } });
    const { policies, problems, notes } = compile([
      named('b', 'ValidatingPolicy'),
      POD,
      exceptionOf({}),
      named('a', 'ValidatingAdmissionPolicy'),
      policyOf({ policyName: 'a', validationActions: ['Deny'] }, { kind: 'ValidatingAdmissionPolicyBinding' }),
    ]);
    expect(policies.map(({ info }) => info.name)).toEqual(['b', 'a']);
    expect(problems).toEqual([]);
    expect(notes).toEqual([]);
  });

  it.each<[version: string]>([['v1'], ['v1beta1'], ['v1alpha1']])('reads version %s', (version) => {
    const document = policyOf(FAILS, { apiVersion: `policies.kyverno.io/${version}` });
    expect(verdictOf(validateWith([document], requestFor(POD)))).toBe('fail: no');
  });

  it.each<[name: string, spec: object, path: string, message: RegExp]>([
    ['an unknown field', { ...FAILS, validation: [] }, 'spec.validation', /did you mean validations/],
    ['a wrong type', { validations: {} }, 'spec.validations', /must be a list/],
    ['a missing field', { validations: [{ message: 'x' }] }, 'spec.validations[0].expression', /is required/],
    ['an unknown action', { ...FAILS, validationActions: ['Block'] }, 'spec.validationActions[0]', /Deny, Warn, Audit/],
    ['an expression that is none', { validations: [{ expression: 'object.' }] }, 'spec.validations[0].expression', /./],
    [
      'a condition',
      { ...FAILS, matchConditions: [{ name: 'a', expression: ')' }] },
      'spec.matchConditions[0].expression',
      /./,
    ],
    [
      'a variable',
      { ...FAILS, variables: [{ name: 'a', expression: 'nope' }] },
      'spec.variables[0].expression',
      /nope/,
    ],
    [
      'a message',
      { validations: [{ expression: 'true', messageExpression: '"' }] },
      'spec.validations[0].messageExpression',
      /./,
    ],
    [
      'an annotation',
      { ...FAILS, auditAnnotations: [{ key: 'a', valueExpression: '(' }] },
      'spec.auditAnnotations[0].valueExpression',
      /./,
    ],
    [
      'a selector',
      { ...FAILS, matchConstraints: { resourceRules: CREATES_PODS, namespaceSelector: { matchLabels: { a: '*' } } } },
      'spec.matchConstraints.namespaceSelector',
      /wildcards/,
    ],
  ])('says what is wrong with a policy, once: %s', (_, spec, path, message) => {
    const { policies, problems } = compile([policyOf(spec), policyOf(FAILS, { metadata: { name: 'good' } })]);
    expect(problems).toEqual([
      {
        file: 'policy.yaml',
        line: expect.any(Number),
        policy: 'ValidatingPolicy p',
        path,
        message: expect.stringMatching(message),
      },
    ]);
    expect(policies.map(({ info }) => info.name)).toEqual(['good']);
  });

  it('says where it is wrong', () => {
    const { problems } = compile([policyOf({ validations: [{ expression: 'true' }, { expression: ')' }] })]);
    expect(problems[0]).toMatchObject({ path: 'spec.validations[1].expression', line: 5 });
  });

  it.each<[name: string, spec: object, path: string]>([
    ['no policy', { policyRefs: [] }, 'spec.policyRefs'],
    ['no date', { expiresAt: 'tomorrow' }, 'spec.expiresAt'],
    ['an unknown result', { reportResult: 'fail' }, 'spec.reportResult'],
  ])('says what is wrong with an exception: %s', (_, spec, path) => {
    expect(compile([exceptionOf(spec)]).problems).toMatchObject([{ policy: 'PolicyException exceptions/e', path }]);
  });

  it('holds a condition of an exception against the policy that it is for', () => {
    const exception = exceptionOf({ matchConditions: [{ name: 'c', expression: ')' }] });
    expect(compile([policyOf(FAILS), exception]).problems).toMatchObject([
      { path: 'spec.matchConditions[0].expression' },
    ]);
  });

  it.each<[kind: string, note: string]>([
    ['GeneratingPolicy', 'GeneratingPolicy p judges no objects, and is passed over'],
    ['NamespacedDeletingPolicy', 'NamespacedDeletingPolicy p judges no objects, and is passed over'],
    ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicy p is not supported, and is passed over'],
  ])('passes over %s with a note', (kind, note) => {
    expect(compile([policyOf({}, { kind })])).toEqual({ policies: [], problems: [], notes: [note] });
  });

  it('says why a policy for pods is not extended to controllers', () => {
    const spec = (more: object) => ({
      ...FAILS,
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        ...more,
      },
    });
    expect(compile([policyOf(spec({ objectSelector: { matchLabels: { a: 'b' } } }))]).notes).toEqual([
      'ValidatingPolicy p: auto-gen is off because of spec.matchConstraints.objectSelector',
    ]);
    expect(compile([policyOf(spec({}))]).notes).toEqual([]);
    expect(compile([policyOf({ ...spec({}), autogen: { podControllers: { controllers: [] } } })]).notes).toEqual([]);
  });
});

describe('an ImageValidatingPolicy', () => {
  const policy = policyOf(
    { validations: [{ expression: 'anything' }], attestors: [] },
    { kind: 'ImageValidatingPolicy' },
  );

  it('is an error for whatever it matches', () => {
    expect(validateWith([policy], requestFor(POD))).toMatchObject({
      policy: { source: 'KyvernoImageValidatingPolicy' },
      responses: [
        { rule: '', type: 'verifyImages', status: 'error', message: 'ImageValidatingPolicy is not supported' },
      ],
    });
    expect(verdictOf(validateWith([policy], requestFor(deploymentOf({ spec: {} }))))).toBe(
      'error: ImageValidatingPolicy is not supported',
    );
    expect(validateWith([policy], requestFor({ apiVersion: 'v1', kind: 'Service' }))).toBeUndefined();
  });

  it('is a skip where that is wanted', () => {
    expect(verdictOf(validateWith([policy], requestFor(POD), { ignoresUnsupported: true }))).toBe(
      'skip: ImageValidatingPolicy is not supported',
    );
  });

  it('concerns what it matches', () => {
    const [compiled] = compile([policy]).policies;
    expect([
      compiled?.concerns('v1', 'Pod'),
      compiled?.concerns('batch/v1', 'CronJob'),
      compiled?.concerns('v1', 'Service'),
    ]).toEqual([true, true, false]);
  });
});

describe('a policy for something else than Kubernetes', () => {
  const policy = (mode: string) => policyOf({ ...FAILS, evaluation: { mode } });

  it('judges no objects', () => {
    expect(compile([policy('JSON')])).toEqual({
      policies: [],
      problems: [],
      notes: ['ValidatingPolicy p judges no Kubernetes objects: its evaluation.mode is JSON'],
    });
  });

  it('judges any object in the Kyverno CLI when it is for JSON', () => {
    const object: KubernetesObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } };
    expect(verdictOf(validateWith([policy('JSON')], requestFor(object), { requiresBinding: false }))).toBe('fail: no');
    expect(compile([policy('Envoy')], { requiresBinding: false }).policies).toEqual([]);
  });
});

it('answers hostile documents with problems', () => {
  for (const spec of [null, 1, 'x', [], { validations: [null] }, { matchConstraints: { resourceRules: 'x' } }]) {
    const document = { apiVersion: 'policies.kyverno.io/v1', kind: 'ValidatingPolicy', metadata: { name: 'p' }, spec };
    const settings = { ignoresUnsupported: false, requiresBinding: true };
    expect(compileCelPolicies([manifestOf(document)], settings).problems).not.toEqual([]);
  }
});
