import { describe, expect, it } from 'vitest';
import {
  controllersOf,
  isForPodsOnly,
  rewritePolicy,
  whyNotExtended,
} from '../../../src/kyverno/cel-policies/auto-gen.ts';
import type {
  KyvernoSpec,
  MatchResources,
  ResourceRule,
  ValidatingPolicySpec,
} from '../../../src/kyverno/cel-policies/spec.ts';

const PODS: ResourceRule = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE', 'UPDATE'],
  resources: ['pods'],
};

function specOf(match: MatchResources = {}, controllers?: readonly string[]): KyvernoSpec {
  return {
    matchConstraints: { resourceRules: [PODS], ...match },
    ...(controllers && { autogen: { podControllers: { controllers } } }),
  };
}

function namesOf(spec: KyvernoSpec): Record<string, string[]> {
  return Object.fromEntries(
    controllersOf(spec).map(({ location, matchConstraints }) => [
      location,
      (matchConstraints.resourceRules ?? []).map(
        ({ apiGroups, apiVersions, resources }) => `${apiGroups}/${apiVersions}/${resources}`,
      ),
    ]),
  );
}

describe('controllersOf', () => {
  it('extends a policy for pods to all controllers but ReplicationControllers', () => {
    expect(namesOf(specOf())).toEqual({
      cronjobs: ['batch/v1/cronjobs'],
      defaults: [
        'apps/v1/daemonsets',
        'apps/v1/deployments',
        'apps/v1/replicasets',
        'apps/v1/statefulsets',
        'batch/v1/jobs',
      ],
    });
  });

  it('keeps operations and the selector of namespaces', () => {
    const namespaceSelector = { matchLabels: { a: 'b' } };
    const [first] = controllersOf(specOf({ namespaceSelector }));
    expect(first?.matchConstraints).toEqual({
      namespaceSelector,
      resourceRules: [
        { apiGroups: ['batch'], apiVersions: ['v1'], resources: ['cronjobs'], operations: ['CREATE', 'UPDATE'] },
      ],
    });
  });

  it.each<[controllers: string[], names: Record<string, string[]>]>([
    [[], {}],
    [['deployments', 'deployments', 'nonsense'], { defaults: ['apps/v1/deployments'] }],
    [['cronjobs'], { cronjobs: ['batch/v1/cronjobs'] }],
    [['jobsets.v1alpha2.jobset.x-k8s.io'], { extract: ['jobset.x-k8s.io/v1alpha2/jobsets'] }],
    [['replicationcontrollers'], {}],
    [['jobsets.v1alpha2'], {}],
    [['constructor'], {}],
  ])('takes the controllers that are named: %j', (controllers, names) => {
    expect(namesOf(specOf({}, controllers))).toEqual(names);
  });

  it.each<[name: string, match: MatchResources]>([
    ['exclusions', { excludeResourceRules: [PODS] }],
    ['a selector of objects', { objectSelector: { matchLabels: { a: 'b' } } }],
    [
      'expressions in a selector of objects',
      { objectSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
    ],
    ['names', { resourceRules: [{ ...PODS, resourceNames: ['a'] }] }],
    ['another version', { resourceRules: [{ ...PODS, apiVersions: ['v1', 'v2'] }] }],
    ['any version', { resourceRules: [{ ...PODS, apiVersions: ['*'] }] }],
    ['another group, too', { resourceRules: [{ ...PODS, apiGroups: ['', 'apps'] }] }],
    ['another resource, too', { resourceRules: [{ ...PODS, resources: ['pods', 'services'] }] }],
    ['subresources', { resourceRules: [{ ...PODS, resources: ['pods/*'] }] }],
    ['another rule', { resourceRules: [PODS, PODS] }],
    ['no rule', { resourceRules: [] }],
    ['no operations', { resourceRules: [{ ...PODS, operations: [] }] }],
  ])('does not extend with %s', (_, match) => {
    expect(controllersOf(specOf(match))).toEqual([]);
  });

  it('does not extend a policy that matches nothing', () => {
    expect(controllersOf({})).toEqual([]);
  });

  it.each<[name: string, match: MatchResources]>([
    ['an empty selector of objects', { objectSelector: { matchLabels: {}, matchExpressions: [] } }],
    ['empty lists', { excludeResourceRules: [], resourceRules: [{ ...PODS, resourceNames: [] }] }],
    ['a scope', { resourceRules: [{ ...PODS, scope: 'Namespaced' }] }],
  ])('extends with %s', (_, match) => {
    expect(controllersOf(specOf(match))).toHaveLength(2);
  });
});

describe('whyNotExtended', () => {
  it('names the field', () => {
    const match = { resourceRules: [{ ...PODS, resourceNames: ['a'] }] };
    expect(isForPodsOnly(match)).toBe(true);
    expect(whyNotExtended(match)).toBe('resourceRules[0].resourceNames');
    expect(whyNotExtended({ resourceRules: [PODS] })).toBeUndefined();
  });
});

describe('rewritePolicy', () => {
  const rewrite = (expression: string, location: 'defaults' | 'cronjobs' = 'defaults') => {
    const spec: ValidatingPolicySpec = { validations: [{ expression }] };
    return rewritePolicy(spec, location).validations?.[0]?.expression;
  };

  it.each([
    ['object.spec.containers', 'object.spec.template.spec.containers'],
    ['oldObject.spec', 'oldObject.spec.template.spec'],
    ['object.metadata.labels', 'object.spec.template.metadata.labels'],
    ['has(object.metadata)', 'has(object.spec.template.metadata)'],
    ['object.metadata.namespace', 'object.metadata.namespace'],
    ['object.metadata.namespace == "a"', 'object.metadata.namespace == "a"'],
    ['object.metadata.namespaceX', 'object.spec.template.metadata.namespaceX'],
    ['object.metadata.namespace_x', 'object.spec.template.metadata.namespace_x'],
    ['object.metadata.?namespace', 'object.spec.template.metadata.?namespace'],
    ['object.spec.namespace', 'object.spec.namespace'],
    ['request.object.spec', 'request.object.spec.template.spec'],
    ['myobject.specs', 'myobject.spec.template.specs'],
    ['object .spec', 'object .spec'],
    ['object.status', 'object.status'],
    ['"object.spec is \\n<bad>"', '"object.spec.template.spec is \\n<bad>"'],
    ['object.spec + object.metadata', 'object.spec.template.spec + object.spec.template.metadata'],
  ])('rewrites %s', (expression, expected) => {
    expect(rewrite(expression)).toBe(expected);
  });

  it('goes deeper for CronJobs', () => {
    expect(rewrite('object.spec.x && object.metadata.y', 'cronjobs')).toBe(
      'object.spec.jobTemplate.spec.template.spec.x && object.spec.jobTemplate.spec.template.metadata.y',
    );
  });

  it('rewrites messages, variables and conditions, too', () => {
    const expression = 'object.spec';
    const spec: ValidatingPolicySpec = {
      matchConditions: [{ name: 'a', expression }],
      variables: [{ name: 'b', expression }],
      validations: [{ expression, message: expression, messageExpression: expression }],
      auditAnnotations: [{ key: 'k', valueExpression: expression }],
    };
    expect(JSON.stringify(rewritePolicy(spec, 'defaults'))).toBe(
      JSON.stringify(spec).replaceAll('object.spec', 'object.spec.template.spec'),
    );
  });
});
