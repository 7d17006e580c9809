import { describe, expect, it } from 'vitest';
import type { MutationResponse } from '../../../../src/kyverno/compiled-policy.ts';
import type { PolicyRequest } from '../../../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../../../src/model/manifest.ts';
import { ANYTHING, compile, deploymentOf, exceptionOf, podOf, policyOf, requestFor, verdictOf } from '../fixtures.ts';

const NAMESPACE: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { team: 'red' } },
};

const mutating = (spec: object, options: object = {}) =>
  policyOf({ matchConstraints: { resourceRules: ANYTHING }, ...spec }, { kind: 'MutatingPolicy', ...options });
const apply = (...expressions: string[]) => ({
  mutations: expressions.map((expression) => ({ patchType: 'ApplyConfiguration', applyConfiguration: { expression } })),
});
const patch = (...expressions: string[]) => ({
  mutations: expressions.map((expression) => ({ patchType: 'JSONPatch', jsonPatch: { expression } })),
});
const condition = (expression: string) => ({ name: 'c', expression });
const LABEL = 'Object{metadata: Object.metadata{labels: {"a": "b"}}}';

function mutate(documents: readonly object[], given: KubernetesObject | PolicyRequest): MutationResponse | undefined {
  const { policies, problems } = compile(documents);
  expect(problems).toEqual([]);
  return policies[0]?.mutate('operation' in given ? (given as PolicyRequest) : requestFor(given as KubernetesObject));
}

/** The object after one mutation, or what was said where it is the same. */
function result(spec: object, object: KubernetesObject = NAMESPACE, more: readonly object[] = []): unknown {
  const response = mutate([mutating(spec), ...more], object);
  return response === undefined || response.object === object ? verdictOf(response) : response.object;
}

describe('a MutatingPolicy', () => {
  it('merges labels', () => {
    const response = mutate([mutating(apply(LABEL))], NAMESPACE);
    const object = { ...NAMESPACE, metadata: { name: 'shop', labels: { team: 'red', a: 'b' } } };
    expect(response).toMatchObject({ policy: { kind: 'MutatingPolicy', source: 'KyvernoMutatingPolicy' }, object });
    expect(response?.responses).toEqual([
      {
        rule: '',
        type: 'mutate',
        status: 'pass',
        message: 'success',
        properties: { process: 'background scan' },
        patched: object,
      },
    ]);
  });

  it('leaves an object that has it already as it is', () => {
    const labelled = { ...NAMESPACE, metadata: { name: 'shop', labels: { a: 'b' } } };
    const response = mutate([mutating(apply(LABEL))], labelled);
    expect(response?.object).toBe(labelled);
    expect(response?.responses).toEqual([
      { rule: '', type: 'mutate', status: 'pass', message: 'success', properties: { process: 'background scan' } },
    ]);
  });

  it.each<[name: string, spec: object, object: KubernetesObject, changed: unknown]>([
    [
      'annotations, of what has none',
      apply('Object{metadata: Object.metadata{annotations: {"a": object.metadata.name}}}'),
      NAMESPACE,
      { ...NAMESPACE, metadata: { name: 'shop', labels: { team: 'red' }, annotations: { a: 'shop' } } },
    ],
    [
      'one thing after the other',
      apply(LABEL, 'Object{metadata: Object.metadata{labels: {"c": object.metadata.labels.a}}}'),
      NAMESPACE,
      { ...NAMESPACE, metadata: { name: 'shop', labels: { team: 'red', a: 'b', c: 'b' } } },
    ],
    [
      'containers by name',
      apply(
        'Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name, image: "docker.io/" + c.image})}}',
      ),
      podOf(),
      podOf({}, { containers: [{ name: 'app', image: 'docker.io/nginx' }] }),
    ],
    [
      'numbers and truths',
      apply(
        'Object{spec: Object.spec{priority: 5, hostNetwork: false, securityContext: Object.spec.securityContext{runAsUser: 1000}}}',
      ),
      podOf(),
      podOf({}, { priority: 5, hostNetwork: false, securityContext: { runAsUser: 1000 } }),
    ],
    ['nothing', apply('Object{}'), NAMESPACE, 'pass: success'],
    [
      'by variables',
      {
        variables: [{ name: 'team', expression: 'object.metadata.labels.team' }],
        ...apply('Object{metadata: Object.metadata{labels: {"owner": string(variables.team)}}}'),
      },
      NAMESPACE,
      { ...NAMESPACE, metadata: { name: 'shop', labels: { team: 'red', owner: 'red' } } },
    ],
    [
      'with a JSON patch',
      patch('[JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("a/b"), value: "c"}]'),
      NAMESPACE,
      { ...NAMESPACE, metadata: { name: 'shop', labels: { team: 'red', 'a/b': 'c' } } },
    ],
    [
      'with a JSON patch of maps and lists',
      patch(
        '[JSONPatch{op: "add", path: "/spec/tolerations", value: [{"key": "a"}]}, JSONPatch{op: "remove", path: "/spec/containers/0/image"}]',
      ),
      podOf(),
      podOf({}, { containers: [{ name: 'app' }], tolerations: [{ key: 'a' }] }),
    ],
    [
      'nothing where a test fails',
      patch('[JSONPatch{op: "add", path: "/x", value: 1}, JSONPatch{op: "test", path: "/kind", value: "Pod"}]'),
      NAMESPACE,
      'pass: success',
    ],
    [
      'nothing with an empty patch',
      patch('true ? [] : [JSONPatch{op: "remove", path: "/metadata"}]'),
      NAMESPACE,
      'pass: success',
    ],
    ['nothing without mutations', {}, NAMESPACE, 'pass: success'],
  ])('changes %s', (_, spec, object, changed) => {
    expect(result(spec, object)).toEqual(changed);
  });

  it.each<[name: string, spec: object, object: KubernetesObject, text: RegExp]>([
    [
      'what cannot be computed',
      apply('Object{metadata: Object.metadata{labels: {"a": string(object.nope)}}}'),
      NAMESPACE,
      /no such key: nope$/,
    ],
    [
      'a patch that does not apply',
      patch('[JSONPatch{op: "remove", path: "/metadata/x"}]'),
      NAMESPACE,
      /: JSON Patch: error in remove for path: '\/metadata\/x'/,
    ],
    [
      'lists that are replaced as a whole',
      apply('Object{spec: Object.spec{tolerations: [Object.spec.tolerations{key: "a"}]}}'),
      podOf(),
      /: error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: \.spec\.tolerations$/,
    ],
    [
      'labels that are no texts',
      apply('Object{metadata: Object.metadata{labels: {"a": 1}}}'),
      NAMESPACE,
      /: error applying patch: failed to convert patch object to typed object: \.metadata\.labels\.a: expected string, got 1$/,
    ],
    [
      'types that do not fit their place',
      apply('Object{metadata: Object.spec{labels: {"a": "b"}}}'),
      NAMESPACE,
      /: type mismatch: unexpected type name "Object\.spec", expected "Object\.metadata", which matches field name path from root Object type$/,
    ],
    [
      'conditions that cannot be evaluated',
      { matchConditions: [condition('object.nope == 1')], ...apply(LABEL) },
      NAMESPACE,
      /: no such key: nope$/,
    ],
  ])('fails for %s', (_, spec, object, text) => {
    const response = mutate([mutating(spec)], object);
    expect(response?.object).toBe(object);
    expect(response?.responses).toMatchObject([
      { rule: 'evaluation', status: 'error', message: expect.stringMatching(/^failed to evaluate policy: /) },
    ]);
    expect(response?.responses[0]?.message).toMatch(text);
  });

  it('replaces lists where it is told to', () => {
    const spec = {
      evaluation: { useServerSideApply: true },
      ...apply('Object{spec: Object.spec{tolerations: [Object.spec.tolerations{key: "a"}]}}'),
    };
    expect(result(spec, podOf())).toEqual(podOf({}, { tolerations: [{ key: 'a' }] }));
  });

  it('heeds conditions, which see variables', () => {
    const spec = (team: string) => ({
      variables: [{ name: 'team', expression: 'object.metadata.labels.team' }],
      matchConditions: [condition(`variables.team == "${team}"`)],
      ...apply(LABEL),
    });
    expect(result(spec('blue'))).toBe('skip: skip');
    expect(result(spec('red'))).toMatchObject({ metadata: { labels: { a: 'b' } } });
  });

  it('heeds exceptions', () => {
    const exception = exceptionOf({ policyRefs: [{ kind: 'MutatingPolicy', name: 'p' }] });
    expect(result(apply(LABEL), NAMESPACE, [exception])).toBe(
      'skip: rule is skipped due to policy exception: exceptions/e',
    );
  });

  it('adds audit annotations', () => {
    const spec = {
      ...apply(LABEL),
      auditAnnotations: [{ key: 'k', valueExpression: 'string(object.metadata.labels.a)' }],
    };
    expect(mutate([mutating(spec)], NAMESPACE)?.responses[0]?.properties).toEqual({
      k: 'b',
      process: 'background scan',
    });
  });

  it('gives no answer to what it does not match, or what is deleted', () => {
    const spec = { ...apply(LABEL), matchConstraints: { resourceRules: [{ ...ANYTHING[0], resources: ['pods'] }] } };
    expect(mutate([mutating(spec)], NAMESPACE)).toBeUndefined();
    expect(mutate([mutating(apply(LABEL))], requestFor(NAMESPACE, { operation: 'DELETE' }))).toBeUndefined();
    expect(compile([mutating(spec)]).policies[0]?.validate(requestFor(podOf()))).toBeUndefined();
  });

  it('names what is not supported', () => {
    const spec = {
      variables: [{ name: 'x', expression: 'resource.Get("v1", "secrets", "a", "b").data' }],
      ...apply('Object{metadata: Object.metadata{labels: {"a": string(variables.x)}}}'),
    };
    expect(result(spec)).toBe('error: resource.Get needs a cluster');
    expect(mutate([mutating(spec)], NAMESPACE)?.responses[0]?.unsupported).toBe('resource.Get');
  });

  it('says that other objects stay as they are', () => {
    const spec = {
      ...apply(LABEL),
      evaluation: { mutateExisting: { enabled: true } },
      targetMatchConstraints: { resourceRules: ANYTHING },
    };
    expect(compile([mutating(spec)]).notes).toEqual([
      'MutatingPolicy p: what targetMatchConstraints matches is not changed, only what matchConstraints does',
    ]);
  });

  it.each<[name: string, spec: object, path: string]>([
    ['an expression', apply('Object{'), 'spec.mutations[0].applyConfiguration.expression'],
    ['the type of an apply configuration', apply('"x"'), 'spec.mutations[0].applyConfiguration.expression'],
    ['an empty JSON patch', patch('[]'), 'spec.mutations[0].jsonPatch.expression'],
    ['the type of a JSON patch', patch('Object{}'), 'spec.mutations[0].jsonPatch.expression'],
    ['the type of patch', { mutations: [{ patchType: 'Merge' }] }, 'spec.mutations[0].patchType'],
  ])('is refused with what is wrong: %s', (_, spec, path) => {
    expect(compile([mutating(spec)]).problems).toMatchObject([{ path }]);
  });
});

describe('a MutatingPolicy for pods', () => {
  const policy = (spec: object) => policyOf(spec, { kind: 'MutatingPolicy' });
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'nginx' }] } };

  it('changes templates of controllers', () => {
    const spec = apply(
      'Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name, image: "x"})}}',
    );
    expect(mutate([policy(spec)], deploymentOf(template))?.object).toEqual(
      deploymentOf({ ...template, spec: { containers: [{ name: 'app', image: 'x' }] } }),
    );
  });

  it('cannot put metadata of pods into templates, as Kyverno cannot', () => {
    expect(verdictOf(mutate([policy(apply(LABEL))], deploymentOf(template)))).toBe(
      'error: failed to evaluate policy: type mismatch: unexpected type name "Object.metadata", expected "Object.spec.template.metadata", which matches field name path from root Object type',
    );
  });

  it('leaves custom resources as they are', () => {
    const spec = {
      ...apply(LABEL),
      autogen: { podControllers: { controllers: ['jobsets.v1alpha2.jobset.x-k8s.io'] } },
    };
    const jobSet: KubernetesObject = {
      apiVersion: 'jobset.x-k8s.io/v1alpha2',
      kind: 'JobSet',
      metadata: { name: 'js' },
    };
    expect(verdictOf(mutate([policy(spec)], jobSet))).toBe(
      'skip: extraction mode: mutation for custom workload CRDs is not yet supported',
    );
  });
});
