import { describe, expect, it } from 'vitest';
import type { CelPolicySettings } from '../../../src/kyverno/cel-policies/compile.ts';
import type { PolicyRequest } from '../../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { ANYTHING, compile, podOf, policyOf, requestFor, validateWith, verdictOf } from './fixtures.ts';

const POD = podOf({ labels: { app: 'shop' } });
const DENY = { policyName: 'p', validationActions: ['Deny'] };
const CLI: Partial<CelPolicySettings> = { requiresBinding: false };

const policy = (spec: object) => policyOf(spec, { kind: 'ValidatingAdmissionPolicy' });
const binding = (spec: object = {}, name = 'b') =>
  policyOf({ ...DENY, ...spec }, { kind: 'ValidatingAdmissionPolicyBinding', metadata: { name } });
const validation = (expression: string, more: object = {}) => ({ validations: [{ expression, ...more }] });
const condition = (expression: string) => ({ name: 'c', expression });
const FAILS = validation('false', { message: 'no' });

const answers = (
  documents: readonly object[],
  request: PolicyRequest = requestFor(POD),
  settings: Partial<CelPolicySettings> = {},
) => validateWith(documents, request, settings);
const verdict = (spec: object, settings: Partial<CelPolicySettings> = {}, request = requestFor(POD)) =>
  verdictOf(answers([policy(spec), binding()], request, settings));

describe('a ValidatingAdmissionPolicy', () => {
  it('names itself as the rule, and its binding', () => {
    expect(answers([policy(FAILS), binding()])?.responses).toEqual([
      {
        rule: 'p',
        type: 'validate',
        status: 'fail',
        message: 'no',
        properties: { binding: 'b', process: 'background scan' },
      },
    ]);
    expect(answers([policy(validation('true')), binding()])?.responses[0]).toMatchObject({
      status: 'pass',
      message: '',
    });
  });

  it('is not in force without a binding', () => {
    const { policies, notes, problems } = compile([policy(FAILS)]);
    expect(policies[0]?.validate(requestFor(POD))).toBeUndefined();
    expect(policies[0]?.concerns('v1', 'Pod')).toBe(false);
    expect(problems).toEqual([]);
    expect(notes).toEqual([
      'ValidatingAdmissionPolicy p is not in force: no ValidatingAdmissionPolicyBinding refers to it',
    ]);
  });

  it('is in force without a binding for the Kyverno CLI', () => {
    expect(verdictOf(answers([policy(FAILS)], requestFor(POD), CLI))).toBe('fail: no');
    expect(compile([policy(FAILS)], CLI).notes).toEqual([]);
  });

  it('has to match what a binding does', () => {
    const services = { matchConstraints: { resourceRules: [{ ...ANYTHING[0], resources: ['services'] }] }, ...FAILS };
    expect(verdict(services)).toBeUndefined();
    expect(verdict(services, CLI)).toBe('fail: no');
  });

  it.each<[version: string]>([['v1'], ['v1beta1'], ['v1alpha1']])('is read in version %s', (version) => {
    const document = policyOf(FAILS, {
      kind: 'ValidatingAdmissionPolicy',
      apiVersion: `admissionregistration.k8s.io/${version}`,
    });
    expect(verdictOf(answers([document, binding()]))).toBe('fail: no');
  });

  it.each<[name: string, more: object, text: string]>([
    ['a message', { message: ' no ' }, 'no'],
    [
      'a message that is computed',
      { message: 'no', messageExpression: '"  not " + string(object.metadata.name) + " "' },
      'not pod',
    ],
    ['a message of several lines', { message: 'no', messageExpression: '"a\\nb"' }, 'no'],
    ['a message that is too long', { message: 'no', messageExpression: `"${'x'.repeat(5121)}"` }, 'no'],
    ['the longest message', { message: 'no', messageExpression: `"${'x'.repeat(5120)}"` }, 'x'.repeat(5120)],
    ['a message that is too long in bytes', { message: 'no', messageExpression: `"${'ä'.repeat(2561)}"` }, 'no'],
    ['a blank message', { message: 'no', messageExpression: '"  "' }, 'no'],
    ['a message that cannot be computed', { message: 'no', messageExpression: 'string(object.nope)' }, 'no'],
    ['no message', {}, 'failed expression: 1 == 2'],
  ])('says why: %s', (_, more, text) => {
    expect(verdict(validation(' 1 == 2 ', more))).toBe(`fail: ${text}`);
  });

  it('takes the first validation that does not admit', () => {
    const validations = [
      { expression: 'true' },
      { expression: 'false', message: 'second' },
      { expression: 'object.nope == 1' },
    ];
    expect(verdict({ validations })).toBe('fail: second');
    expect(verdict({ validations: validations.toReversed() })).toBe(
      "error: expression 'object.nope == 1' resulted in error: no such key: nope",
    );
  });

  it.each<[name: string, spec: object, text: string]>([
    ['one that is false', { matchConditions: [condition('false')] }, "skip: match conditions aren't met"],
    [
      'one that is false and one that fails',
      { matchConditions: [condition('object.nope == 1'), condition('false')] },
      "skip: match conditions aren't met",
    ],
    [
      'one that fails',
      { matchConditions: [condition('object.nope == 1')] },
      "error: expression 'object.nope == 1' resulted in error: no such key: nope",
    ],
    [
      'two that fail',
      {
        matchConditions: [condition('object.nope == 1'), condition('object.nada == 1'), condition('object.nope == 1')],
      },
      "error: [expression 'object.nope == 1' resulted in error: no such key: nope, expression 'object.nada == 1' resulted in error: no such key: nada]",
    ],
    [
      'one that fails, which is ignored',
      { failurePolicy: 'Ignore', matchConditions: [condition('object.nope == 1')] },
      "skip: match conditions aren't met",
    ],
    ['one that holds', { matchConditions: [condition('namespaceObject == null')] }, 'fail: no'],
  ])('heeds conditions: %s', (_, spec, text) => {
    expect(verdict({ ...spec, ...FAILS })).toBe(text);
    expect(verdict({ ...spec, ...FAILS }, CLI)).toBe(text);
  });

  it('ignores errors as an API server does, which the Kyverno CLI does not', () => {
    const error = "expression 'object.nope == 1' resulted in error: no such key: nope";
    const ignoring = (...expressions: string[]) => ({
      failurePolicy: 'Ignore',
      validations: expressions.map((expression) => ({ expression, message: 'no' })),
    });
    expect(verdict(ignoring('object.nope == 1'))).toBe(`skip: ${error}`);
    expect(verdict(ignoring('object.nope == 1', 'false'))).toBe('fail: no');
    expect(verdict(ignoring('true'))).toBe('pass: ');
    expect(verdict(ignoring('object.nope == 1', 'false'), CLI)).toBe(`error: ${error}`);
  });

  it('has variables, which conditions see in the Kyverno CLI only', () => {
    const spec = {
      variables: [{ name: 'x', expression: 'object.metadata.name' }],
      matchConditions: [condition('variables.x == "pod"')],
      ...validation('variables.x == "other"', { messageExpression: '"is " + string(variables.x)' }),
    };
    expect(verdict(spec, CLI)).toBe('fail: is pod');
    expect(compile([policy(spec), binding()]).problems).toMatchObject([
      { path: 'spec.matchConditions[0].expression', message: "1:11: undefined field 'x'" },
    ]);
  });

  it('cannot ask who may do what', () => {
    const spec = validation('authorizer.requestResource.check("get").allowed()');
    expect(verdict(spec)).toBe('error: authorizer needs a cluster');
    expect(verdict(spec, { ignoresUnsupported: true })).toBe('skip: authorizer needs a cluster');
  });

  it('does not ignore what cannot be told here', () => {
    const ask = 'authorizer.requestResource.check("get").allowed()';
    const ignoring = { failurePolicy: 'Ignore', ...FAILS };
    expect(verdict({ ...ignoring, matchConditions: [condition(ask)] })).toBe('error: authorizer needs a cluster');
    const validations = [{ expression: 'object.nope == 1' }, { expression: ask }];
    expect(verdict({ ...ignoring, validations })).toBe('error: authorizer needs a cluster');
    expect(verdict({ ...ignoring, validations: [...validations, { expression: 'false', message: 'no' }] })).toBe(
      'fail: no',
    );
  });

  it('sees null for what is not there, and somebody who asks', () => {
    const spec = validation(
      'oldObject == null && namespaceObject.metadata.name == "shop" && request.userInfo.username != ""',
    );
    expect(verdict(spec)).toBe('pass: ');
    const deleted = {
      matchConstraints: { resourceRules: ANYTHING },
      ...validation('object == null && oldObject.kind == "Pod"'),
    };
    expect(verdict(deleted, {}, requestFor(POD, { operation: 'DELETE' }))).toBe('pass: ');
  });

  it('writes audit annotations to the properties', () => {
    const auditAnnotations = [
      { key: 'name', valueExpression: '" " + string(object.metadata.name)' },
      { key: 'none', valueExpression: 'null' },
    ];
    const spec = { auditAnnotations, ...validation('true') };
    expect(answers([policy(spec), binding()])?.responses[0]?.properties).toEqual({
      binding: 'b',
      'p/name': 'pod',
      process: 'background scan',
    });
    expect(answers([policy(spec), binding()], requestFor(POD), CLI)?.responses[0]?.properties).not.toHaveProperty(
      'p/name',
    );
  });

  it('denies what has annotations that cannot be computed', () => {
    const spec = { auditAnnotations: [{ key: 'k', valueExpression: 'string(object.nope)' }], ...validation('true') };
    expect(verdict(spec)).toBe("error: expression 'string(object.nope)' resulted in error: no such key: nope");
    expect(verdict({ ...spec, failurePolicy: 'Ignore' })).toBe('pass: ');
  });

  it('cannot convert between versions', () => {
    const deployment: KubernetesObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
    };
    const match = (matchPolicy: string) => ({
      matchConstraints: { matchPolicy, resourceRules: [{ ...ANYTHING[0], apiVersions: ['v1beta2'] }] },
      ...FAILS,
    });
    expect(verdict(match('Equivalent'), {}, requestFor(deployment))).toMatch(/^error: .*conversion is not supported$/);
    expect(verdict(match('Exact'), {}, requestFor(deployment))).toBeUndefined();
    expect(compile([policy(match('Equivalent')), binding()]).policies[0]?.concerns('apps/v1', 'Deployment')).toBe(true);
  });

  it('lets policies and webhooks be', () => {
    const spec = { matchConstraints: { resourceRules: ANYTHING }, ...FAILS };
    const webhooks: KubernetesObject = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'w' },
    };
    expect(verdict(spec, {}, requestFor(webhooks))).toBeUndefined();
    expect(
      compile([policy(spec), binding()]).policies[0]?.concerns(
        'admissionregistration.k8s.io/v1',
        'ValidatingAdmissionPolicy',
      ),
    ).toBe(false);
    expect(verdict(spec, CLI, requestFor(webhooks))).toBe('fail: no');
  });
});

describe('a ValidatingAdmissionPolicyBinding', () => {
  it('limits where a policy is in force', () => {
    const bound = (matchResources: object) => verdictOf(answers([policy(FAILS), binding({ matchResources })]));
    expect(bound({ objectSelector: { matchLabels: { app: 'shop' } } })).toBe('fail: no');
    expect(bound({ objectSelector: { matchLabels: { app: 'bank' } } })).toBeUndefined();
    expect(bound({ resourceRules: [{ ...ANYTHING[0], resourceNames: ['other'] }] })).toBeUndefined();
    expect(bound({ excludeResourceRules: ANYTHING })).toBeUndefined();
  });

  it.each<[actions: string[], action: string]>([
    [['Deny'], 'enforce'],
    [['Deny', 'Audit'], 'enforce'],
    [['Warn', 'Audit'], 'warn'],
    [['Audit'], 'audit'],
  ])('says what comes of a failure: %j', (validationActions, action) => {
    expect(answers([policy(FAILS), binding({ validationActions })])?.actionOf('p')).toBe(action);
  });

  it('is one of several, of which those count that fail', () => {
    const inShop = {
      matchResources: { objectSelector: { matchLabels: { app: 'shop' } } },
      validationActions: ['Audit'],
    };
    const elsewhere = { matchResources: { objectSelector: { matchLabels: { app: 'bank' } } } };
    const response = answers([policy(FAILS), binding(elsewhere, 'denies'), binding(inShop, 'audits')]);
    expect(response?.responses).toMatchObject([{ status: 'fail', properties: { binding: 'audits' } }]);
    expect(response?.actionOf('p')).toBe('audit');
    const both = answers([policy(FAILS), binding(inShop, 'audits'), binding({}, 'denies')]);
    expect(both?.responses).toHaveLength(1);
    expect(both?.actionOf('p')).toBe('enforce');
  });

  it('without a policy is worth a note', () => {
    expect(compile([binding({ policyName: 'gone' })]).notes).toEqual([
      'ValidatingAdmissionPolicyBinding b has no effect: there is no ValidatingAdmissionPolicy gone',
    ]);
  });
});

describe('parameters', () => {
  const param = (name: string, max: string, labels?: object): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop', ...(labels && { labels }) },
    data: { max },
  });
  const spec = {
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    ...validation('params == null || int(params.data.max) > 2', {
      messageExpression: '"max is " + string(params.data.max)',
    }),
  };
  const ref = (paramRef: object) => binding({ paramRef: { parameterNotFoundAction: 'Deny', ...paramRef } });
  const judge = (paramRef: object, params: readonly KubernetesObject[], more: object = {}) =>
    verdictOf(answers([policy({ ...spec, ...more }), ref(paramRef)], requestFor(POD), { params }));

  it('are given to expressions', () => {
    expect(judge({ name: 'a' }, [param('a', '3')])).toBe('pass: ');
    expect(judge({ name: 'a' }, [param('a', '1')])).toBe('fail: max is 1');
  });

  it('are given one after the other', () => {
    const params = [param('a', '1', { x: 'y' }), param('b', '2', { x: 'y' }), param('c', '0')];
    expect(judge({ selector: { matchLabels: { x: 'y' } } }, params)).toBe('fail: max is 1; fail: max is 2');
  });

  it('that are missing are an error, unless they may be', () => {
    const missing = 'no params found for policy binding with `Deny` parameterNotFoundAction';
    expect(judge({ name: 'z' }, [])).toBe(`error: failed to configure binding: ${missing}`);
    expect(judge({ name: 'z' }, [], { failurePolicy: 'Ignore' })).toBe(
      `error: failed to configure binding: ${missing}`,
    );
    expect(judge({ name: 'z', parameterNotFoundAction: 'Allow' }, [])).toBe('skip: no params found');
  });

  it('are null where a binding refers to none', () => {
    expect(verdictOf(answers([policy(spec), binding()]))).toBe('pass: ');
  });

  it('are looked for by the Kyverno CLI in its own way', () => {
    const documents = [policy(spec), binding({ paramRef: { name: 'a' } })];
    const elsewhere = { ...param('a', '1'), metadata: { name: 'a', namespace: 'bank' } };
    expect(verdictOf(answers(documents, requestFor(POD), { ...CLI, params: [elsewhere] }))).toBe('fail: max is 1');
    expect(verdictOf(answers(documents, requestFor(POD), CLI))).toBe('pass: ');
  });
});

describe('what an API server would not take', () => {
  const message = expect.any(String) as string;
  it.each<[name: string, documents: object[], paths: string[]]>([
    ['no constraints', [policy({ matchConstraints: null, ...FAILS })], ['spec.matchConstraints']],
    ['no rules', [policy({ matchConstraints: {}, ...FAILS })], ['spec.matchConstraints.resourceRules']],
    [
      'a rule without operations',
      [policy({ matchConstraints: { resourceRules: [{ ...ANYTHING[0], operations: [] }] }, ...FAILS })],
      ['spec.matchConstraints.resourceRules[0].operations'],
    ],
    ['nothing to do', [policy({})], ['spec.validations']],
    ['a message of two lines', [policy(validation('false', { message: 'a\nb' }))], ['spec.validations[0].message']],
    ['no actions', [binding({ validationActions: [] })], ['spec.validationActions']],
    ['two of the same use', [binding({ validationActions: ['Deny', 'Warn'] })], ['spec.validationActions']],
    [
      'a name and a selector',
      [binding({ paramRef: { name: 'a', selector: {}, parameterNotFoundAction: 'Deny' } })],
      ['spec.paramRef'],
    ],
    ['no action for parameters', [binding({ paramRef: { name: 'a' } })], ['spec.paramRef.parameterNotFoundAction']],
  ])('is %s', (_, documents, paths) => {
    expect(compile(documents).problems.map(({ path, message: text }) => ({ path, message: text }))).toEqual(
      paths.map((path) => ({ path, message })),
    );
    expect(compile(documents, CLI).problems).toEqual([]);
  });
});
