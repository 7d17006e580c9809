import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine, isPolicyDocument } from '../../src/kyverno/engine.ts';
import type { PolicyRequest } from '../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../src/model/manifest.ts';
import { answersOf, classicPolicy, engineOf, manifest, object, requestOf, rule, SETTINGS } from './fixtures.ts';

const named = (name: string, ...rules: unknown[]) => classicPolicy(rules.length > 0 ? rules : [rule()], { name });
const on = (kind: string) => ({ any: [{ resources: { kinds: [kind] } }] });
const NAMESPACES = named('namespaces', rule({ match: on('Namespace'), mutate: { patchStrategicMerge: {} } }));
const CEL: KubernetesObject = {
  apiVersion: 'policies.kyverno.io/v1',
  kind: 'ValidatingPolicy',
  metadata: { name: 'cel' },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['services'] }],
    },
    validations: [{ expression: 'true' }],
  },
};

describe('createEngine', () => {
  it('holds policies of all sorts in the order of the documents', () => {
    const engine = engineOf([named('b'), CEL, object(), named('a')]);
    expect(engine.policies.map(({ kind, key, source }) => [kind, key, source])).toEqual([
      ['ClusterPolicy', 'b', 'kyverno'],
      ['ValidatingPolicy', 'cel', 'KyvernoValidatingPolicy'],
      ['ClusterPolicy', 'a', 'kyverno'],
    ]);
  });

  it('answers in that order, and only for those that apply', () => {
    const engine = engineOf([named('b'), NAMESPACES, named('services', rule({ match: on('Service') })), named('a')]);
    expect(engine.validate(requestOf(object())).map(({ policy }) => policy.key)).toEqual(['b', 'a']);
  });

  it('knows which kinds matter', () => {
    const engine = engineOf([named('pods'), NAMESPACES, CEL]);
    expect(['Pod', 'Namespace', 'Service', 'Secret'].map((kind) => engine.concerns('v1', kind))).toEqual([
      ...[true, true, true, false],
    ]);
    expect(engine.concerns('apps/v1', 'Deployment')).toBe(true);
    expect(engine.concerns('apps/v2', 'Deployment')).toBe(false);
    expect(['Pod', 'Namespace', 'Service'].map((kind) => engine.mutates('v1', kind))).toEqual([false, true, false]);
    expect(engine.validate(requestOf(object({ kind: 'Secret' })))).toEqual([]);
  });

  it.each<[name: string, documents: KubernetesObject[], count: number]>([
    ['a rule on Pods', [named('a')], 3],
    ['a rule on Services', [named('a', rule({ match: on('Service') }))], 1],
    ['a policy in CEL', [CEL], 1],
    ['a policy that is refused', [named('a', rule({ validate: {} }))], 1],
  ])('counts the rules of %s', (_name, documents, count) => {
    const { engine } = createEngine(
      documents.map((document) => manifest(document)),
      SETTINGS,
    );
    expect(engine.ruleCount).toBe(count);
  });

  it('says what is wrong, and goes on with the rest', () => {
    const broken = named('broken', rule({ name: 5 }));
    const { engine, problems } = createEngine([manifest(broken, 'b.yaml'), manifest(named('sound'))], SETTINGS);
    expect(problems).toEqual([
      {
        file: 'b.yaml',
        line: 1,
        policy: 'ClusterPolicy broken',
        path: 'spec.rules[0].name',
        message: 'must be text, not the number 5',
      },
    ]);
    expect(engine.policies.map(({ key }) => key)).toEqual(['sound']);
  });

  it('gives the line of the field at fault', () => {
    const paths: unknown[] = [];
    const lineOf = (path: unknown) => {
      paths.push(path);
      return 7;
    };
    const source = { file: 'x.yaml', lineOf };
    const broken = named('broken', rule({ match: { any: [{ resources: { kinds: [1] } }] } }));
    expect(createEngine([{ object: broken, source }], SETTINGS).problems[0]?.line).toBe(7);
    expect(paths).toContainEqual(['spec', 'rules', 0, 'match', 'any', 0, 'resources', 'kinds', 0]);
  });

  it('says why rules are not generated, and which kinds will go away', () => {
    const match = { any: [{ resources: { kinds: ['Pod'], names: ['a'] } }] };
    const exception = {
      apiVersion: 'kyverno.io/v2',
      kind: 'PolicyException',
      metadata: { name: 'e' },
      spec: { match, exceptions: [] },
    };
    const cleanup = { apiVersion: 'kyverno.io/v2', kind: 'CleanupPolicy', metadata: { name: 'c' }, spec: {} };
    expect(engineOf([named('byname', rule({ match })), exception, cleanup]).notes).toEqual([
      'auto-gen is off for policy byname because rule r matches by name',
      'kyverno.io ClusterPolicy is deprecated and will be removed in a future release; migrate to ValidatingPolicy, MutatingPolicy, GeneratingPolicy or ImageValidatingPolicy (policies.kyverno.io): byname',
      'kyverno.io PolicyException is deprecated and will be removed in a future release; migrate to PolicyException (policies.kyverno.io): e',
      'CleanupPolicy c judges nothing and is passed over',
    ]);
  });

  it.each<[name: string, kinds: string[]]>([
    ['lists the controllers itself', ['Pod', 'Deployment']],
    ['is on no Pods', ['Service']],
  ])('does not say so of a policy that %s', (_name, kinds) => {
    const notes = engineOf([named('a', rule({ match: { any: [{ resources: { kinds } }] } }))]).notes;
    expect(notes.filter((note) => note.startsWith('auto-gen'))).toEqual([]);
  });

  it('says when the annotation names what is no controller', () => {
    const annotations = { 'pod-policies.kyverno.io/autogen-controllers': 'Deployment, Job' };
    expect(engineOf([classicPolicy([rule()], { annotations })]).notes[0]).toBe(
      'policy p: " Job" in the annotation pod-policies.kyverno.io/autogen-controllers is no kind of controller',
    );
  });

  it('has no object to mutate where one is deleted', () => {
    const request = requestOf(undefined, { operation: 'DELETE', oldObject: object() });
    expect(() => engineOf([NAMESPACES]).mutate(request)).toThrow(TypeError);
  });

  it('takes any policy and any object without a crash', () => {
    const documents = fc.array(fc.jsonValue(), { maxLength: 3 });
    fc.assert(
      fc.property(documents, fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (rules, body, spec, metadata) => {
        const policies = [
          classicPolicy([...rules, rule({ validate: body, context: spec })]),
          { ...classicPolicy([]), spec },
          classicPolicy([
            rule({ validate: { pattern: body } }),
            rule({ name: 's', mutate: { patchStrategicMerge: body } }),
          ]),
          classicPolicy([rule({ validate: { message: 'm', deny: { conditions: body } } })], { name: 'q' }),
          classicPolicy([rule({ validate: { foreach: [{ list: JSON.stringify(body), pattern: spec }] } })]),
          { apiVersion: 'kyverno.io/v2', kind: 'PolicyException', metadata, spec: body },
        ];
        const { engine } = createEngine(
          policies.map((policy) => manifest(policy as KubernetesObject)),
          SETTINGS,
        );
        const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec } as KubernetesObject;
        engine.mutate(requestOf(pod));
        return engine.validate(requestOf(pod)).length >= 0;
      }),
    );
  });
});

describe('policies', () => {
  const POLICY = classicPolicy([rule({ validate: { message: 'm', deny: {} } })], { kind: 'Policy', namespace: 'shop' });

  it.each<[name: string, subject: KubernetesObject, request: Partial<PolicyRequest>, isJudged: boolean]>([
    ['in its namespace', object({ metadata: { namespace: 'shop' } }), {}, true],
    ['in another', object({ metadata: { namespace: 'other' } }), {}, false],
    ['that will be in its namespace', object(), { namespace: 'shop' }, true],
    ['in none', object({ kind: 'Node' }), { isNamespaced: false, namespace: '' }, false],
  ])('of one namespace judge what is %s', (_name, subject, request, isJudged) => {
    const policy = {
      ...POLICY,
      spec: { rules: [rule({ match: on(subject.kind), validate: { message: 'm', deny: {} } })] },
    };
    const { engine } = createEngine([manifest(policy)], SETTINGS);
    expect(engine.validate(requestOf(subject, request)).length).toBe(isJudged ? 1 : 0);
  });

  it('apply one rule where they say so', () => {
    const rules = [
      rule({ name: 'skipped', preconditions: [{ key: 'a', operator: 'Equals', value: 'b' }] }),
      rule({ name: 'first' }),
      rule({ name: 'second' }),
    ];
    const names = (applyRules?: string) =>
      answersOf(classicPolicy(rules, { ...(applyRules && { spec: { applyRules } }) }), requestOf(object())).map(
        ([name]) => name,
      );
    expect(names('One')).toEqual(['skipped', 'first']);
    expect(names('All')).toEqual(['skipped', 'first', 'second']);
    expect(names()).toEqual(['skipped', 'first', 'second']);
  });

  it('say what a cluster does, by the names of generated rules too', () => {
    const validate = { failureAction: 'Enforce', pattern: {} };
    const deployment = object({ apiVersion: 'apps/v1', kind: 'Deployment' });
    const [response] = engineOf([classicPolicy([rule({ validate })])]).validate(requestOf(deployment));
    expect(response?.responses.map(({ rule: name }) => [name, response.actionOf(name)])).toEqual([
      ['autogen-r', 'enforce'],
    ]);
  });

  it('say what a cluster does in the namespace of the object', () => {
    const spec = { validationFailureActionOverrides: [{ action: 'Enforce', namespaces: ['shop'] }] };
    const engine = engineOf([classicPolicy([rule()], { spec })]);
    const actions = ['shop', 'other'].map((namespace) => {
      const [response] = engine.validate(requestOf(object({ metadata: { namespace } })));
      return response?.actionOf('r');
    });
    expect(actions).toEqual(['enforce', 'audit']);
  });

  it('match what has the subresource', () => {
    const scale = object({ apiVersion: 'autoscaling/v1', kind: 'Scale', spec: { replicas: 3 } });
    const validate = { message: 'm', pattern: { spec: { replicas: '<3' } } };
    const policy = classicPolicy([rule({ match: on('apps/v1/Deployment/scale'), validate })]);
    const parent = { apiVersion: 'apps/v1', kind: 'Deployment' };
    expect(answersOf(policy, requestOf(scale, { parent, subresource: 'scale' }))).toEqual([
      ['r', 'fail', 'validation error: m. rule r failed at path /spec/replicas/'],
    ]);
    expect(answersOf(policy, requestOf(scale))).toEqual([]);
  });

  it('see the namespace that an object will be in', () => {
    const validate = { message: 'm', pattern: { metadata: { namespace: '!default' } } };
    expect(answersOf(classicPolicy([rule({ validate })]), requestOf(object()))).toEqual([
      ['r', 'fail', 'validation error: m. rule r failed at path /metadata/namespace/'],
    ]);
  });

  it('judge the object that values make', () => {
    const validate = { message: 'm', pattern: { metadata: { labels: { app: 'db' } } } };
    const values = { 'request.object.metadata.labels.app': 'db' };
    const pod = object({ metadata: { labels: { app: 'web' } } });
    const policy = classicPolicy([rule({ validate })]);
    expect(answersOf(policy, requestOf(pod, { values })).map(([, status]) => status)).toEqual(['pass']);
    expect(answersOf(policy, requestOf(pod)).map(([, status]) => status)).toEqual(['fail']);
  });

  it('know the user, where there is one', () => {
    const key = '{{ request.userInfo.username }} {{ serviceAccountName }} {{ request.clusterRoles }}';
    const validate = { message: key, deny: {} };
    const policy = classicPolicy([rule({ validate })], { spec: { background: false } });
    const user = {
      username: 'system:serviceaccount:ci:deployer',
      uid: '',
      groups: [],
      extra: {},
      roles: [],
      clusterRoles: ['view'],
    };
    expect(answersOf(policy, requestOf(object(), { user }))).toEqual([
      ['r', 'fail', 'system:serviceaccount:ci:deployer deployer ["view"]'],
    ]);
  });

  it('know the images', () => {
    const validate = { message: '{{ images.containers.c.registry }}', deny: {} };
    const pod = object({ spec: { containers: [{ name: 'c', image: 'ghcr.io/a/b:1' }] } });
    expect(answersOf(classicPolicy([rule({ validate })]), requestOf(pod))).toEqual([['r', 'fail', 'ghcr.io']]);
  });
});

describe('isPolicyDocument', () => {
  it.each<[apiVersion: string, kind: string, is: boolean]>([
    ['kyverno.io/v1', 'ClusterPolicy', true],
    ['kyverno.io/v1', 'Policy', true],
    ['kyverno.io/v2', 'PolicyException', true],
    ['kyverno.io/v2', 'ClusterCleanupPolicy', true],
    ['policies.kyverno.io/v1', 'ValidatingPolicy', true],
    ['policies.kyverno.io/v1', 'PolicyException', true],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', true],
    ['kyverno.io/v1', 'UpdateRequest', false],
    ['iam.example.com/v1', 'Policy', false],
    ['v1', 'Pod', false],
  ])('%s %s', (apiVersion, kind, is) => {
    expect(isPolicyDocument({ apiVersion, kind })).toBe(is);
  });
});
