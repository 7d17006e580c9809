import { describe, expect, it } from 'vitest';
import { fileLookups } from '../../../src/kyverno/lookups/file-lookups.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import {
  ANYTHING,
  CREATES_PODS,
  compile,
  deploymentOf,
  exceptionOf,
  podOf,
  policyOf,
  requestFor,
  validateWith,
  verdictOf,
} from './fixtures.ts';

const POD = podOf({ labels: { app: 'shop' } });
const CLUSTER_ROLE: KubernetesObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'r' },
  rules: [],
};
const NAMESPACE: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

const validation = (expression: string, more: object = {}) => ({ validations: [{ expression, ...more }] });
const condition = (expression: string) => ({ name: 'c', expression });
const verdict = (spec: object, object = POD, more: readonly object[] = []) =>
  verdictOf(validateWith([policyOf(spec), ...more], requestFor(object)));

describe('a ValidatingPolicy', () => {
  it('answers with pass, without a rule', () => {
    const response = validateWith([policyOf(validation('object.kind == "Pod"'))], requestFor(POD));
    expect(response?.responses).toEqual([
      { rule: '', type: 'validate', status: 'pass', message: 'success', properties: { process: 'background scan' } },
    ]);
    expect(response?.policy).toMatchObject({
      kind: 'ValidatingPolicy',
      key: 'p',
      source: 'KyvernoValidatingPolicy',
      file: 'policy.yaml',
    });
  });

  it('answers with the index of the first validation that is false', () => {
    const spec = {
      validations: [{ expression: 'true' }, { expression: 'false', message: 'second' }, { expression: 'false' }],
    };
    expect(validateWith([policyOf(spec)], requestFor(POD))?.responses).toEqual([
      {
        rule: '',
        type: 'validate',
        status: 'fail',
        message: 'second',
        properties: { 'cel.validationIndex': '1', process: 'background scan' },
      },
    ]);
  });

  it.each<[name: string, spec: object, text: string]>([
    ['a message', validation('false', { message: 'no' }), 'fail: no'],
    ['no message', validation('false'), 'fail: CEL expression validation failed at index 0'],
    [
      'a message that is computed',
      validation('false', { message: 'no', messageExpression: '"not " + string(object.metadata.name)' }),
      'fail: not pod',
    ],
    [
      'an empty message',
      validation('false', { message: 'no', messageExpression: '""' }),
      'fail: CEL expression validation failed at index 0',
    ],
    [
      'a message that cannot be computed',
      validation('false', { message: 'no', messageExpression: 'string(object.nope)' }),
      'fail: failed to evaluate message expression: no such key: nope',
    ],
    ['an expression that cannot be evaluated', validation('object.nope == 1'), 'error: error: no such key: nope'],
    [
      'an expression behind one that is false',
      { validations: [{ expression: 'false' }, { expression: 'object.nope == 1' }] },
      'fail: CEL expression validation failed at index 0',
    ],
    ['no validations', { validations: [] }, 'pass: success'],
  ])('answers for %s', (_, spec, text) => {
    expect(verdict(spec)).toBe(text);
  });

  it.each<[name: string, spec: object, text: string | undefined]>([
    ['one that is false', { matchConditions: [condition('false')] }, 'skip: skip'],
    [
      'one that is false and one that fails',
      { matchConditions: [condition('object.nope == 1'), condition('false')] },
      'skip: skip',
    ],
    [
      'one that fails',
      { matchConditions: [condition('object.nope == 1')] },
      'error: failed to load context: no such key: nope',
    ],
    [
      'two that fail',
      { matchConditions: [condition('object.nope == 1'), condition('object.nada == 1')] },
      'error: failed to load context: no such key: nope; no such key: nada',
    ],
    [
      'one that fails, which is ignored',
      { failurePolicy: 'Ignore', matchConditions: [condition('object.nope == 1')] },
      'skip: skip',
    ],
    ['all that are true', { matchConditions: [condition('true'), condition('object.kind == "Pod"')] }, 'fail: no'],
  ])('heeds conditions: %s', (_, spec, text) => {
    expect(verdict({ ...spec, ...validation('false', { message: 'no' }) })).toBe(text);
  });

  it('names the rule of what cannot be evaluated before validations', () => {
    const spec = { matchConditions: [condition('object.nope == 1')], validations: [] };
    expect(validateWith([policyOf(spec)], requestFor(POD))?.responses[0]?.rule).toBe('evaluation');
  });

  it('computes variables when they are needed', () => {
    const spec = {
      variables: [
        { name: 'bad', expression: 'object.nope' },
        { name: 'name', expression: 'object.metadata.name' },
        { name: 'twice', expression: 'variables.name + "-" + variables.name' },
      ],
      validations: [{ expression: 'variables.twice == "pod-pod"' }],
    };
    expect(verdict(spec)).toBe('pass: success');
    expect(verdict({ ...spec, ...validation('variables.bad == 1') })).toBe('error: error: no such key: nope');
  });

  it('gives no answer to what it does not match', () => {
    expect(verdict(validation('false'), CLUSTER_ROLE)).toBeUndefined();
    const without = policyOf({ matchConstraints: null, ...validation('false') });
    expect(validateWith([without], requestFor(POD), { requiresBinding: false })).toBeUndefined();
    expect(compile([without]).problems).toMatchObject([
      { path: 'spec.matchConstraints', message: 'a matchConstraints with at least one resource rule is required' },
    ]);
  });

  it.each<[name: string, expression: string, object: KubernetesObject, holds: boolean]>([
    ['no old object when created', '!has(oldObject.metadata) && oldObject != null', POD, true],
    ['the request', 'request.operation == "CREATE" && request.name == "pod" && request.namespace == "shop"', POD, true],
    ['the kind', 'request.kind.kind == "Pod" && request.kind.group == "" && request.kind.version == "v1"', POD, true],
    ['the resource', 'request.resource.resource == "clusterroles"', CLUSTER_ROLE, true],
    ['both objects of the request', 'has(request.object.metadata) && request.oldObject == null', POD, true],
    ['no namespace of what has none', '!has(request.namespace) && namespaceObject == null', CLUSTER_ROLE, true],
    [
      'the name of a Namespace as its namespace',
      'request.namespace == "shop" && namespaceObject == null',
      NAMESPACE,
      true,
    ],
    ['nobody who asks', '!has(request.userInfo.username)', POD, true],
    ['no annotations that are not known', '!has(namespaceObject.metadata.annotations)', POD, true],
    ['the namespace', 'namespaceObject.metadata.name == "shop"', POD, true],
    ['labels of the namespace', 'namespaceObject.metadata.labels["kubernetes.io/metadata.name"] == "shop"', POD, true],
  ])('sees %s', (_, expression, object, holds) => {
    const spec = { matchConstraints: { resourceRules: ANYTHING }, ...validation(expression) };
    expect(verdict(spec, object)).toBe(holds ? 'pass: success' : 'fail: CEL expression validation failed at index 0');
  });

  it('sees annotations of the namespace where they are known', () => {
    const request = { ...requestFor(POD), namespaceAnnotations: { registries: 'ghcr.io' } };
    const policy = policyOf(validation('namespaceObject.metadata.annotations["registries"] == "ghcr.io"'));
    expect(verdictOf(validateWith([policy], request))).toBe('pass: success');
  });

  it('looks things up, in its own namespace only if it has one', () => {
    const lookups = fileLookups({
      objects: ['shop', 'other'].map((namespace) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'config', namespace },
      })),
      images: [],
    });
    const judge = (policy: object) => verdictOf(validateWith([policy], requestFor(POD), { lookups }));
    const inOther = 'resource.get("v1", "configmaps", "other", "config").metadata.namespace == "other"';
    expect(judge(policyOf(validation(inOther)))).toBe('pass: success');
    const kind = 'NamespacedValidatingPolicy';
    const own = policyOf(validation('resource.get("v1", "configmaps", "config").metadata.namespace == "shop"'), {
      kind,
      metadata: { namespace: 'shop' },
    });
    expect(judge(own)).toBe('pass: success');
    expect(judge(policyOf(validation(inOther), { kind, metadata: { namespace: 'shop' } }))).toMatch(/^error: /);
  });

  it('sees who asks', () => {
    const user = { username: 'jane', uid: '', groups: ['devs'], extra: {}, roles: [], clusterRoles: [] };
    const spec = validation(
      'request.userInfo.username == "jane" && "devs" in request.userInfo.groups && !has(request.userInfo.uid)',
    );
    expect(verdictOf(validateWith([policyOf(spec)], requestFor(POD, { user })))).toBe('pass: success');
  });

  it('sees what was before an update, and what is deleted', () => {
    const spec = {
      matchConstraints: { resourceRules: ANYTHING },
      ...validation('oldObject.metadata.name == "pod" && (request.operation == "UPDATE") == has(object.metadata)'),
    };
    expect(verdictOf(validateWith([policyOf(spec)], requestFor(POD, { operation: 'UPDATE', oldObject: POD })))).toBe(
      'pass: success',
    );
    expect(verdictOf(validateWith([policyOf(spec)], requestFor(POD, { operation: 'DELETE' })))).toBe('pass: success');
  });

  it.each<[actions: string[] | undefined, evaluation: object | undefined, action: string]>([
    [undefined, undefined, 'enforce'],
    [['Deny', 'Audit'], undefined, 'enforce'],
    [['Audit', 'Warn'], undefined, 'warn'],
    [['Audit'], undefined, 'audit'],
    [['Deny'], { admission: { enabled: false } }, 'audit'],
  ])('acts as its actions say: %j, %j', (validationActions, evaluation, action) => {
    const spec = {
      ...validation('false'),
      ...(validationActions && { validationActions }),
      ...(evaluation && { evaluation }),
    };
    expect(validateWith([policyOf(spec)], requestFor(POD))?.actionOf('')).toBe(action);
  });

  it('says how it is evaluated', () => {
    const spec = { ...validation('true'), evaluation: { background: { enabled: false } } };
    expect(validateWith([policyOf(spec)], requestFor(POD))?.responses[0]?.properties).toEqual({
      process: 'admission review',
    });
  });

  it('adds audit annotations that are not empty', () => {
    const auditAnnotations = [
      { key: 'name', valueExpression: 'string(object.metadata.name)' },
      { key: 'empty', valueExpression: '""' },
    ];
    const ask = (spec: object) =>
      validateWith([policyOf({ auditAnnotations, ...spec })], requestFor(POD))?.responses[0]?.properties;
    expect(ask(validation('true'))).toEqual({ name: 'pod', process: 'background scan' });
    expect(ask(validation('false'))).toEqual({ name: 'pod', 'cel.validationIndex': '0', process: 'background scan' });
  });

  it('fails with annotations that cannot be computed', () => {
    const auditAnnotations = [{ key: 'k', valueExpression: 'string(object.nope)' }];
    const text = "failed to evaluate auditAnnotation 'k': no such key: nope";
    expect(verdict({ auditAnnotations, ...validation('true') })).toBe(`error: failed to load context: ${text}`);
    expect(verdict({ auditAnnotations, ...validation('false') })).toBe(`error: error: ${text}`);
  });
});

describe('a ValidatingPolicy for pods', () => {
  const template = (spec: object, metadata?: object) => ({
    ...(metadata && { metadata }),
    spec: { containers: [], ...spec },
  });
  const noHostNetwork = validation('!has(object.spec.hostNetwork)', { message: 'no' });

  it('judges templates of controllers', () => {
    expect(verdict(noHostNetwork, deploymentOf(template({ hostNetwork: true })))).toBe('fail: no');
    expect(verdict(noHostNetwork, deploymentOf(template({})))).toBe('pass: success');
  });

  it('judges templates of CronJobs', () => {
    const cronJob = (spec: object): KubernetesObject => ({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'shop' },
      spec: { jobTemplate: { spec: { template: template(spec) } } },
    });
    expect(verdict(noHostNetwork, cronJob({ hostNetwork: true }))).toBe('fail: no');
    expect(verdict(noHostNetwork, cronJob({}))).toBe('pass: success');
  });

  it('finds the namespace of the controller, and labels of the template', () => {
    const spec = validation('object.metadata.namespace == "shop" && object.metadata.labels.app == "web"');
    expect(verdict(spec, deploymentOf(template({}, { labels: { app: 'web' } })))).toBe('pass: success');
  });

  it('concerns what it may match, and nothing else', () => {
    const { policies } = compile([policyOf(noHostNetwork)]);
    const concerned = [
      'v1 Pod',
      'apps/v1 Deployment',
      'batch/v1 CronJob',
      'v1 ReplicationController',
      'v1 Service',
      'apps/v1beta1 Deployment',
    ];
    expect(
      concerned.filter((kind) => policies[0]?.concerns(kind.split(' ')[0] ?? '', kind.split(' ')[1] ?? '')),
    ).toEqual(['v1 Pod', 'apps/v1 Deployment', 'batch/v1 CronJob']);
  });

  it('judges every template of custom resources that are named', () => {
    const spec = {
      ...noHostNetwork,
      autogen: { podControllers: { controllers: ['jobsets.v1alpha2.jobset.x-k8s.io'] } },
    };
    const containers = [{ name: 'a', image: 'b' }];
    const jobSet = (...hostNetworks: boolean[]): KubernetesObject => ({
      apiVersion: 'jobset.x-k8s.io/v1alpha2',
      kind: 'JobSet',
      metadata: { name: 'js', namespace: 'shop' },
      spec: { jobs: hostNetworks.map((is) => ({ spec: is ? { containers, hostNetwork: true } : { containers } })) },
    });
    expect(verdict(spec, jobSet(false, false))).toBe('pass: success');
    expect(verdict(spec, jobSet(false, true))).toBe('fail: no (pod template at spec.jobs[1])');
    expect(verdict(spec, jobSet())).toBe(
      'error: error: extraction mode: no pod template found in jobset.x-k8s.io/v1alpha2/JobSet',
    );
  });
});

describe('a NamespacedValidatingPolicy', () => {
  const policy = policyOf(
    { matchConstraints: { resourceRules: ANYTHING }, ...validation('false', { message: 'no' }) },
    { kind: 'NamespacedValidatingPolicy', metadata: { namespace: 'shop' } },
  );

  it('judges its own namespace', () => {
    expect(verdictOf(validateWith([policy], requestFor(POD)))).toBe('fail: no');
    expect(verdictOf(validateWith([policy], requestFor(podOf({ namespace: 'bank' }))))).toBeUndefined();
    expect(verdictOf(validateWith([policy], requestFor(CLUSTER_ROLE)))).toBeUndefined();
  });

  it('concerns nothing outside of namespaces', () => {
    const [compiled] = compile([policy]).policies;
    expect(compiled?.concerns('v1', 'Namespace')).toBe(false);
    expect(compiled?.concerns('example.com/v1', 'Widget')).toBe(true);
    expect(compiled?.info).toMatchObject({ key: 'shop/p', namespace: 'shop' });
  });
});

describe('a PolicyException', () => {
  const failing = validation('false', { message: 'no' });
  const answers = (exceptions: readonly object[], spec: object = failing, object = POD) =>
    validateWith([policyOf(spec), ...exceptions], requestFor(object))?.responses;

  it('makes a skip of what it matches', () => {
    const exception = exceptionOf({ matchConditions: [condition('object.metadata.name == "pod"')] });
    expect(answers([exception])).toEqual([
      {
        rule: 'exception',
        type: 'validate',
        status: 'skip',
        message: 'rule is skipped due to policy exception: exceptions/e',
        properties: { process: 'background scan' },
        exceptions: ['exceptions/e'],
      },
    ]);
    expect(answers([exception], failing, podOf({ name: 'other' }))?.[0]?.status).toBe('fail');
  });

  it('makes a pass of it where it says so', () => {
    expect(answers([exceptionOf({ reportResult: 'pass' })])?.[0]).toMatchObject({
      status: 'pass',
      message: 'rule is passed due to policy exception: exceptions/e',
    });
  });

  it('is overruled by one of a higher priority', () => {
    const loud = exceptionOf({ reportResult: 'pass' }, { name: 'loud', labels: { 'polex.kyverno.io/priority': '5' } });
    expect(answers([exceptionOf({}), loud])?.[0]).toMatchObject({
      status: 'pass',
      message: 'rule is passed due to policy exception: exceptions/e, exceptions/loud',
      exceptions: ['exceptions/e', 'exceptions/loud'],
    });
  });

  it('gives images and values to the policy', () => {
    const exception = exceptionOf({ images: ['nginx'], allowedValues: ['NET_ADMIN'] });
    const spec = validation(
      'object.spec.containers.all(c, c.image in exceptions.allowedImages) && "NET_ADMIN" in exceptions.allowedValues',
    );
    expect(answers([exception], spec)?.[0]?.status).toBe('pass');
    expect(answers([], spec)?.[0]?.status).toBe('fail');
  });

  it('is of no use to other policies', () => {
    const ofOther = exceptionOf({ policyRefs: [{ kind: 'ValidatingPolicy', name: 'other' }] });
    const ofOtherKind = exceptionOf({ policyRefs: [{ kind: 'MutatingPolicy', name: 'p' }] });
    expect(answers([ofOther, ofOtherKind])?.[0]?.status).toBe('fail');
  });

  it('fails when its conditions cannot be evaluated', () => {
    const exception = exceptionOf({ matchConditions: [condition('object.nope == 1')] });
    expect(answers([exception])?.[0]).toMatchObject({
      rule: 'evaluation',
      status: 'error',
      message: 'failed to load context: no such key: nope',
    });
    expect(answers([exception], { ...failing, failurePolicy: 'Ignore' })?.[0]?.status).toBe('fail');
    expect(answers([exceptionOf({}, { name: 'full' }), exception])?.[0]?.status).toBe('skip');
  });

  it('covers controllers, too', () => {
    expect(answers([exceptionOf({})], failing, deploymentOf({ spec: {} }))?.[0]?.status).toBe('skip');
  });

  it('expires', () => {
    const exception = exceptionOf({ expiresAt: '2026-05-01T00:00:00Z' });
    const at = (now: string) => compile([policyOf(failing), exception], { now: Date.parse(now) });
    const before = at('2026-04-30T00:00:00Z');
    const after = at('2026-05-02T00:00:00Z');
    expect(before.policies[0]?.validate(requestFor(POD))?.responses[0]?.status).toBe('skip');
    expect(after.policies[0]?.validate(requestFor(POD))?.responses[0]?.status).toBe('fail');
    expect(after.notes).toEqual(['PolicyException exceptions/e has expired']);
  });
});

describe('what is not supported', () => {
  const ask = 'resource.Get("v1", "configmaps", "shop", "x").data.y == "z"';

  it('is an error that names it', () => {
    expect(verdict(validation(ask))).toBe('error: resource.Get needs a cluster');
    expect(verdict({ variables: [{ name: 'x', expression: ask }], ...validation('variables.x') })).toBe(
      'error: resource.Get needs a cluster',
    );
    expect(verdict({ matchConditions: [condition(ask)], ...validation('true') })).toBe(
      'error: resource.Get needs a cluster',
    );
  });

  it('is no error that a policy may ignore', () => {
    expect(verdict({ failurePolicy: 'Ignore', matchConditions: [condition(ask)], ...validation('false') })).toBe(
      'error: resource.Get needs a cluster',
    );
  });

  it('is a skip where that is wanted', () => {
    const response = validateWith([policyOf(validation(ask))], requestFor(POD), { ignoresUnsupported: true });
    expect(verdictOf(response)).toBe('skip: resource.Get needs a cluster');
  });

  it('is no matter where nothing depends on it', () => {
    expect(verdict({ variables: [{ name: 'x', expression: ask }], ...validation('true || variables.x') })).toBe(
      'pass: success',
    );
    expect(verdict({ validations: [{ expression: 'false', message: 'no' }, { expression: ask }] })).toBe('fail: no');
  });

  it.each([
    ['http.Get("https://a").b == 1', 'http.Get needs a network'],
    ['globalContext.Get("a", "b") == 1', 'globalContext.Get needs a cluster'],
    ['image.GetMetadata(object.spec.containers[0].image).x == 1', 'image.GetMetadata needs a registry'],
    ['time.now() > timestamp("2026-01-01T00:00:00Z")', 'time.now gives another result each time'],
  ])('is %s', (expression, text) => {
    const response = validateWith([policyOf(validation(expression))], requestFor(POD));
    expect(verdictOf(response)).toBe(`error: ${text}`);
    expect(response?.responses[0]?.unsupported).toBe(text.split(' ')[0]);
  });

  it('is nothing in a text or with another name', () => {
    expect(verdict(validation('"http.Get(" != object.metadata.name'))).toBe('pass: success');
    expect(verdict(validation('[{"Get": 1}].all(resource, resource.Get == 1)'))).toBe('pass: success');
  });

  it('does not hide errors of other kinds', () => {
    expect(verdict(validation('object.nope == 1'), POD)).toBe('error: error: no such key: nope');
  });
});

describe('rules of the policy', () => {
  it('may name several resources, which are not extended', () => {
    const rules = [{ ...CREATES_PODS[0], resources: ['pods', 'services'] }];
    const spec = { matchConstraints: { resourceRules: rules }, ...validation('false', { message: 'no' }) };
    expect(verdict(spec)).toBe('fail: no');
    expect(verdict(spec, deploymentOf({ spec: {} }))).toBeUndefined();
  });
});
