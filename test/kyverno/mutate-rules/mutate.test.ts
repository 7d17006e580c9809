import { describe, expect, it } from 'vitest';
import type { PolicyRequest } from '../../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { classicPolicy, engineOf, object, type PolicyParts, requestOf, rule } from '../fixtures.ts';

type Json = Readonly<Record<string, unknown>>;

const POD = object({
  metadata: { namespace: 'shop', labels: { app: 'web' } },
  spec: {
    containers: [
      { name: 'one', image: 'nginx' },
      { name: 'two', image: 'redis' },
    ],
  },
});
const NAMESPACE = object({ kind: 'Namespace', metadata: { name: 'shop' } });

const labels = (of: Json) => ({ patchStrategicMerge: { metadata: { labels: of } } });
const mutating = (mutate: Json, parts: Json = {}) => rule({ ...parts, mutate });

function mutate(
  rules: Json[],
  subject: KubernetesObject,
  parts: PolicyParts = {},
  request: Partial<PolicyRequest> = {},
) {
  const { object: mutated, responses } = engineOf([classicPolicy(rules, parts)]).mutate(requestOf(subject, request));
  return {
    mutated,
    answers: responses.flatMap((response) =>
      response.responses.map(({ rule: name, status, message }) => [name, status, message]),
    ),
  };
}

describe('mutate', () => {
  it('merges a patch', () => {
    const { mutated, answers } = mutate([mutating(labels({ a: 'b' }))], POD);
    expect(mutated.metadata).toEqual({ name: 'a', namespace: 'shop', labels: { app: 'web', a: 'b' } });
    expect(answers).toEqual([['r', 'pass', 'mutated Pod/a in namespace shop']]);
    expect(POD.metadata).toEqual({ name: 'a', namespace: 'shop', labels: { app: 'web' } });
  });

  it('applies a JSON patch', () => {
    const patchesJson6902 = '- op: add\n  path: /metadata/labels/a\n  value: "{{ request.object.metadata.name }}"';
    const { mutated, answers } = mutate([mutating({ patchesJson6902 })], POD);
    expect(mutated.metadata).toEqual({ name: 'a', namespace: 'shop', labels: { app: 'web', a: 'a' } });
    expect(answers).toEqual([['r', 'pass', 'mutated Pod/a in namespace shop']]);
  });

  it('says that nothing changed, and gives back the very object', () => {
    const { mutated, answers } = mutate([mutating(labels({ app: 'web' }))], POD);
    expect(mutated).toBe(POD);
    expect(answers).toEqual([['r', 'skip', 'no patches applied']]);
  });

  it('says nothing of what it does not match', () => {
    const { mutated, answers } = mutate([mutating(labels({ a: 'b' }))], NAMESPACE);
    expect(mutated).toBe(NAMESPACE);
    expect(answers).toEqual([]);
  });

  it('lets every rule see what those before it made', () => {
    const rules = [
      mutating(labels({ '+(a)': 'first' }), { name: 'one' }),
      mutating(labels({ '+(a)': 'second', b: '{{ request.object.metadata.labels.a }}' }), { name: 'two' }),
    ];
    expect(mutate(rules, POD).mutated.metadata).toMatchObject({ labels: { app: 'web', a: 'first', b: 'first' } });
  });

  it('stops after the first rule where the policy applies one', () => {
    const rules = [
      mutating(labels({ app: 'web' }), { name: 'none' }),
      mutating(labels({ a: 'b' }), { name: 'one' }),
      mutating(labels({ b: 'c' }), { name: 'two' }),
    ];
    expect(mutate(rules, POD, { spec: { applyRules: 'One' } }).answers.map(([name]) => name)).toEqual(['none', 'one']);
  });

  it('mutates what controllers make', () => {
    const deployment = object({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace: 'shop' },
      spec: { template: {} },
    });
    const { mutated, answers } = mutate([mutating(labels({ a: 'b' }))], deployment);
    expect(mutated.spec).toEqual({ template: { metadata: { labels: { a: 'b' } } } });
    expect(answers).toEqual([['autogen-r', 'pass', 'mutated Deployment/a in namespace shop']]);
  });

  it('is an error when a variable has no value', () => {
    const { mutated, answers } = mutate([mutating(labels({ a: '{{ request.object.nothing }}' }))], POD);
    expect(mutated).toBe(POD);
    expect(answers[0]?.[1]).toBe('error');
    expect(answers[0]?.[2]).toMatch(/^variable substitution failed: /);
  });

  it('is skipped when preconditions are not met', () => {
    const preconditions = { all: [{ key: 'a', operator: 'Equals', value: 'b' }] };
    expect(mutate([mutating(labels({ a: 'b' }), { preconditions })], POD).answers).toEqual([
      ['r', 'skip', 'preconditions not met'],
    ]);
  });

  it('knows the namespace that an object will be in, but does not write it', () => {
    const pod = object({ spec: {} });
    const { mutated, answers } = mutate([mutating(labels({ ns: '{{ request.object.metadata.namespace }}' }))], pod);
    expect(mutated.metadata).toEqual({ name: 'a', labels: { ns: 'default' } });
    expect(answers).toEqual([['r', 'pass', 'mutated Pod/a in namespace default']]);
  });

  it('writes a namespace that a rule sets', () => {
    const { mutated } = mutate([mutating({ patchStrategicMerge: { metadata: { namespace: 'shop' } } })], object());
    expect(mutated.metadata).toEqual({ name: 'a', namespace: 'shop' });
  });

  it('judges the patched object by later policies', () => {
    const first = classicPolicy([mutating(labels({ a: 'b' }))], { name: 'first' });
    const match = { any: [{ resources: { kinds: ['Pod'], selector: { matchLabels: { a: 'b' } } } }] };
    const second = classicPolicy([mutating(labels({ c: 'd' }), { match })], { name: 'second' });
    expect(engineOf([first, second]).mutate(requestOf(POD)).object.metadata).toMatchObject({
      labels: { a: 'b', c: 'd' },
    });
    expect(engineOf([second, first]).mutate(requestOf(POD)).object.metadata).toMatchObject({ labels: { a: 'b' } });
    expect(engineOf([second, first]).mutate(requestOf(POD)).responses).toHaveLength(1);
  });
});

describe('mutate.foreach', () => {
  const CONTAINERS = 'request.object.spec.containers';
  const loop = (...foreach: Json[]) => mutate([mutating({ foreach })], POD);
  const add = (path: string, value: string) => `- op: add\n  path: "${path}"\n  value: "${value}"`;

  it('mutates every element', () => {
    const patchStrategicMerge = {
      spec: { containers: [{ '(name)': '{{ element.name }}', image: 'x/{{ element.image }}' }] },
    };
    const { mutated, answers } = loop({ list: CONTAINERS, patchStrategicMerge });
    expect(mutated.spec).toEqual({
      containers: [
        { name: 'one', image: 'x/nginx' },
        { name: 'two', image: 'x/redis' },
      ],
    });
    expect(answers).toEqual([['r', 'pass', 'mutated Pod/a in namespace shop']]);
  });

  it.each<[order: string | undefined, patch: Json, first: string]>([
    [undefined, { patchesJson6902: add('/metadata/labels/last', '{{ element.name }}') }, 'two'],
    ['Ascending', { patchesJson6902: add('/metadata/labels/last', '{{ element.name }}') }, 'two'],
    ['Descending', { patchesJson6902: add('/metadata/labels/last', '{{ element.name }}') }, 'one'],
    [undefined, labels({ last: '{{ element.name }}' }), 'one'],
    ['Ascending', labels({ last: '{{ element.name }}' }), 'two'],
  ])('goes in order %s through %j', (order, patch, last) => {
    const { mutated } = loop({ list: CONTAINERS, ...(order && { order }), ...patch });
    expect(mutated.metadata).toMatchObject({ labels: { last } });
  });

  it('keeps the index of an element, whatever the order', () => {
    const patchesJson6902 = add('/metadata/labels/{{ element.name }}', '{{ elementIndex }}');
    for (const order of ['Ascending', 'Descending'])
      expect(loop({ list: CONTAINERS, order, patchesJson6902 }).mutated.metadata).toMatchObject({
        labels: { one: '0', two: '1' },
      });
  });

  it('lets every entry see what those before it made', () => {
    const { mutated } = loop(
      { list: CONTAINERS, patchesJson6902: add('/metadata/labels/one', 'x') },
      { list: 'request.object.metadata.labels.[one]', patchesJson6902: add('/metadata/labels/two', '{{ element }}') },
    );
    expect(mutated.metadata).toMatchObject({ labels: { one: 'x', two: 'x' } });
  });

  it('passes over elements whose preconditions are not met', () => {
    const preconditions = { all: [{ key: '{{ element.name }}', operator: 'Equals', value: 'two' }] };
    const { mutated } = loop({
      list: CONTAINERS,
      preconditions,
      patchesJson6902: add('/metadata/labels/x', '{{ element.name }}'),
    });
    expect(mutated.metadata).toMatchObject({ labels: { x: 'two' } });
  });

  it('goes through lists in lists', () => {
    const { mutated } = loop({
      list: CONTAINERS,
      foreach: [
        { list: 'element.[name]', patchesJson6902: add('/metadata/labels/{{ element1 }}', '{{ elementIndex0 }}') },
      ],
    });
    expect(mutated.metadata).toMatchObject({ labels: { one: '0', two: '1' } });
  });

  it('is skipped when nothing changes', () => {
    expect(loop({ list: CONTAINERS, ...labels({ app: 'web' }) }).answers).toEqual([
      ['r', 'skip', '0 elements processed'],
    ]);
  });

  it('is an error when a list or an element cannot be evaluated', () => {
    const [list] = loop({ list: 'request.object.nothing', ...labels({ a: 'b' }) }).answers;
    expect(list?.[1]).toBe('error');
    expect(list?.[2]).toMatch(/^failed to evaluate list request\.object\.nothing: .*Unknown key "nothing"/);
    const [element] = loop({ list: CONTAINERS, ...labels({ a: '{{ element.nothing }}' }) }).answers;
    expect(element?.[1]).toBe('error');
    expect(element?.[2]).toMatch(/^failed to mutate elements: variable substitution failed: /);
    const preconditions = { all: [{ key: '{{ element.nothing }}', operator: 'Equals', value: 'x' }] };
    const [condition] = loop({ list: CONTAINERS, preconditions, patchesJson6902: '[]' }).answers;
    expect(condition?.[2]).toMatch(
      /^failed to mutate elements: failed to evaluate mutate\.foreach\[0\]\.preconditions: /,
    );
  });
});

describe('targets', () => {
  const SECRETS = { any: [{ resources: { kinds: ['Secret'] } }] };
  const target = (parts: Json = {}) => ({ apiVersion: 'v1', kind: 'Namespace', ...parts });
  const onTargets = (targets: Json[], parts: Json = {}, patch: Json = { x: 'y' }) =>
    mutating({ targets, ...labels(patch) }, { match: SECRETS, ...parts });

  it.each<[name: string, target: Json, isMeant: boolean]>([
    ['its kind', target(), true],
    ['its name', target({ name: 'sh*' }), true],
    ['another name', target({ name: 'other' }), false],
    ['its labels', target({ selector: { matchLabels: { env: 'prod' } } }), true],
    ['other labels', target({ selector: { matchLabels: { env: 'test' } } }), false],
    ['another kind', target({ kind: 'Pod' }), false],
    ['a namespace, which it has none', target({ namespace: 'x' }), false],
  ])('are found by %s', (_name, found, isMeant) => {
    const namespace = object({ kind: 'Namespace', metadata: { name: 'shop', labels: { env: 'prod' } } });
    const { mutated, answers } = mutate([onTargets([found])], namespace);
    expect(answers).toEqual(isMeant ? [['r', 'pass', 'mutated Namespace/shop']] : []);
    expect(mutated === namespace).toBe(!isMeant);
  });

  it('are mutated whatever the cause', () => {
    const engine = engineOf([classicPolicy([onTargets([target()])])]);
    expect(engine.mutates('v1', 'Namespace')).toBe(true);
    expect(engine.mutates('v1', 'Secret')).toBe(false);
  });

  it('know themselves', () => {
    const rules = [onTargets([target()], {}, { x: '{{ target.metadata.name }}' })];
    expect(mutate(rules, NAMESPACE).mutated.metadata).toEqual({ name: 'shop', labels: { x: 'shop' } });
  });

  it('have preconditions of their own', () => {
    const preconditions = { all: [{ key: '{{ target.metadata.name }}', operator: 'Equals', value: 'other' }] };
    expect(mutate([onTargets([target({ preconditions })])], NAMESPACE).answers).toEqual([
      ['r', 'skip', 'preconditions not met'],
    ]);
  });

  it('are an error when they depend on the cause, which is not known', () => {
    const rules = [onTargets([target()], {}, { x: '{{ request.object.metadata.name }}' })];
    expect(mutate(rules, NAMESPACE).answers[0]?.[1]).toBe('error');
    const [answer] = mutate([onTargets([target({ name: '{{ request.object.metadata.name }}' })])], NAMESPACE).answers;
    expect(answer?.[1]).toBe('error');
    expect(answer?.[2]).toMatch(/^failed to substitute variables in target\[0\]: /);
  });

  it('may be their own cause', () => {
    const match = { any: [{ resources: { kinds: ['Namespace'] } }] };
    const rules = [onTargets([target()], { match }, { x: '{{ request.object.metadata.name }}' })];
    expect(mutate(rules, NAMESPACE).mutated.metadata).toEqual({ name: 'shop', labels: { x: 'shop' } });
  });

  it('of a Policy are in its namespace', () => {
    const rules = [mutating({ targets: [target({ kind: 'Pod' })], ...labels({ x: 'y' }) }, { match: SECRETS })];
    const parts = { kind: 'Policy', namespace: 'shop' };
    expect(mutate(rules, POD, parts).answers).toHaveLength(1);
    expect(mutate(rules, POD, { ...parts, namespace: 'other' }).answers).toEqual([]);
  });

  it('may be several of one object, each of which sees the one before', () => {
    const { mutated, answers } = mutate(
      [onTargets([target(), target({ name: 'shop' })], {}, { '+(x)': 'y' })],
      NAMESPACE,
    );
    expect(answers.map(([, status]) => status)).toEqual(['pass', 'skip']);
    expect(mutated.metadata).toEqual({ name: 'shop', labels: { x: 'y' } });
  });
});
