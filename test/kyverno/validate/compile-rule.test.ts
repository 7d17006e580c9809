import { describe, expect, it } from 'vitest';
import type { PolicyRequest } from '../../../src/kyverno/types.ts';
import { answersOf, classicPolicy, engineOf, object, requestOf, rule } from '../fixtures.ts';

const PRIVILEGED = object({
  spec: { containers: [{ name: 'c', image: 'nginx', securityContext: { privileged: true } }] },
});
const PLAIN = object({ spec: { containers: [{ name: 'c', image: 'nginx' }] } });
const BASELINE = rule({ validate: { podSecurity: { level: 'baseline' } } });
const DENIED = 'skipping the rule evaluation as pre-existing violations are allowed';

const enforcing = (...rules: unknown[]) => classicPolicy(rules, { spec: { validationFailureAction: 'Enforce' } });
const statusOf = (...parameters: Parameters<typeof answersOf>) => answersOf(...parameters).map(([, status]) => status);

function update(from: typeof PLAIN, to: typeof PLAIN, parts: Partial<PolicyRequest> = {}): PolicyRequest {
  return requestOf(to, { operation: 'UPDATE', oldObject: from, ...parts });
}

describe('preconditions', () => {
  const on = (preconditions: unknown) => classicPolicy([rule({ preconditions })]);
  const named = (value: string, message?: string) => ({
    key: '{{ request.object.metadata.name }}',
    operator: 'Equals',
    value,
    ...(message && { message }),
  });

  it.each<[name: string, preconditions: unknown, status: string, message: string]>([
    ['hold', { all: [named('a')] }, 'pass', "validation rule 'r' passed."],
    ['hold, as a list', [named('a')], 'pass', "validation rule 'r' passed."],
    ['are none', {}, 'pass', "validation rule 'r' passed."],
    ['do not hold', { all: [named('b')] }, 'skip', 'preconditions not met'],
    ['do not hold and say why', { any: [named('b', 'not b')] }, 'skip', 'preconditions not met; not b'],
  ])('that %s', (_name, preconditions, status, message) => {
    expect(answersOf(on(preconditions), requestOf(PLAIN))).toEqual([['r', status, message]]);
  });

  it('that have no value are an error', () => {
    const unknown = { key: '{{ request.object.nothing }}', operator: 'Equals', value: 1 };
    const [answer] = answersOf(on({ all: [unknown] }), requestOf(PLAIN));
    expect(answer?.[1]).toBe('error');
    expect(answer?.[2]).toMatch(/^failed to evaluate preconditions: /);
  });
});

describe('context', () => {
  const needing = (key: string) =>
    classicPolicy([
      rule({
        context: [
          { name: 'map', configMap: { name: 'a', namespace: 'b' } },
          { name: 'derived', variable: { jmesPath: 'map.data.x' } },
        ],
        validate: { message: 'm', deny: { conditions: { any: [{ key, operator: 'Equals', value: 'x' }] } } },
      }),
    ]);

  it.each<[key: string]>([['{{ map.data.x }}'], ['{{ derived }}']])('that is not there is an error in %s', (key) => {
    const [answer] = answersOf(needing(key), requestOf(PLAIN));
    expect(answer?.[1]).toBe('error');
    expect(answer?.[2]).toContain('configMap is not supported');
    expect(statusOf(needing(key), requestOf(PLAIN), { ignoresUnsupported: true })).toEqual(['skip']);
  });

  it('that nothing needs does not matter', () => {
    expect(statusOf(needing('{{ request.object.metadata.name }}'), requestOf(PLAIN))).toEqual(['pass']);
  });

  it('may be given', () => {
    const values = { 'map.data.x': 'x' };
    expect(statusOf(needing('{{ map.data.x }}'), requestOf(PLAIN, { values }))).toEqual(['fail']);
    expect(statusOf(needing('{{ derived }}'), requestOf(PLAIN, { values }))).toEqual(['fail']);
  });

  it('may be given for one rule, and then for what is generated of it', () => {
    const ruleValues: PolicyRequest['ruleValues'] = (policy, name) =>
      policy === 'p' && name === 'r' ? { values: { map: { data: { x: 'x' } } }, foreachValues: {} } : undefined;
    const deployment = object({ apiVersion: 'apps/v1', kind: 'Deployment' });
    const policy = needing('{{ map.data.x }}');
    expect(statusOf(policy, requestOf(PLAIN, { ruleValues }))).toEqual(['fail']);
    expect(answersOf(policy, requestOf(deployment, { ruleValues }))).toEqual([['autogen-r', 'fail', 'm']]);
  });
});

describe('what is not supported', () => {
  it.each<[feature: string, body: Readonly<Record<string, unknown>>, type: string]>([
    ['verifyImages', { verifyImages: [{ imageReferences: ['*'] }] }, 'verifyImages'],
    ['generate', { generate: { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', namespace: 'y' } }, 'generate'],
    ['validate.manifests', { validate: { manifests: { attestors: [{}] } } }, 'validate'],
  ])('is an error that names %s', (feature, body, type) => {
    const policy = classicPolicy([rule(body)]);
    const responses = (ignoresUnsupported: boolean) =>
      engineOf([policy], { ignoresUnsupported })
        .validate(requestOf(PLAIN))
        .flatMap((response) => response.responses);
    const expected = { rule: 'r', type, message: `${feature} is not supported`, unsupported: feature, properties: {} };
    expect(responses(false)).toEqual([{ ...expected, status: 'error' }]);
    expect(responses(true)).toEqual([{ ...expected, status: 'skip' }]);
  });

  it.each<[reference: string, statuses: string[]]>([
    ['ghcr.io/*', []],
    ['docker.io/*', ['error']],
    ['docker.io/nginx:latest', ['error']],
    ['nginx', []],
  ])('is no error where no image is meant: %s', (reference, statuses) => {
    const policy = (parts: object) =>
      classicPolicy([rule({ verifyImages: [{ imageReferences: [reference] }], ...parts })]);
    expect(statusOf(policy({}), requestOf(PLAIN))).toEqual(statuses);
    // Where the rule looks for images in its own places, nobody knows.
    const imageExtractors = { Pod: [{ path: '/metadata/name' }] };
    expect(statusOf(policy({ imageExtractors }), requestOf(PLAIN))).toEqual(['error']);
    expect(statusOf(policy({}), requestOf(undefined, { operation: 'DELETE', oldObject: PLAIN }))).toEqual([]);
  });

  it('is no error where the rule does not apply anyway', () => {
    const preconditions = { all: [{ key: 'a', operator: 'Equals', value: 'b' }] };
    const policy = classicPolicy([rule({ preconditions, verifyImages: [{ imageReferences: ['*'] }] })]);
    expect(statusOf(policy, requestOf(PLAIN))).toEqual(['skip']);
    expect(statusOf(policy, requestOf(object({ kind: 'Service' })))).toEqual([]);
  });
});

describe('podSecurity', () => {
  it('judges what is created and changed', () => {
    expect(statusOf(classicPolicy([BASELINE]), requestOf(PRIVILEGED))).toEqual(['fail']);
    expect(statusOf(classicPolicy([BASELINE]), update(PLAIN, PRIVILEGED))).toEqual(['fail']);
  });

  it('has no answer for what is deleted', () => {
    expect(
      statusOf(classicPolicy([BASELINE]), requestOf(undefined, { operation: 'DELETE', oldObject: PRIVILEGED })),
    ).toEqual([]);
  });

  it('judges the pods of a Deployment', () => {
    const deployment = object({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: { template: { spec: PRIVILEGED.spec } },
    });
    const [answer] = answersOf(classicPolicy([BASELINE]), requestOf(deployment));
    expect(answer?.[0]).toBe('autogen-r');
    expect(answer?.[2]).toContain('spec.template.spec.containers[0].securityContext.privileged');
  });
});

describe('what was wrong before', () => {
  it.each<[name: string, policy: ReturnType<typeof classicPolicy>, from: typeof PLAIN, answers: string[]]>([
    ['may stay wrong where it would be kept out', enforcing(BASELINE), PRIVILEGED, ['skip']],
    ['is reported where it would not', classicPolicy([BASELINE]), PRIVILEGED, ['fail']],
    ['is not an excuse for what was right', enforcing(BASELINE), PLAIN, ['fail']],
    [
      'is reported where the rule says so',
      enforcing(rule({ validate: { allowExistingViolations: false, podSecurity: { level: 'baseline' } } })),
      PRIVILEGED,
      ['fail'],
    ],
    [
      'is reported where the rule does not keep it out',
      enforcing(rule({ validate: { failureAction: 'Audit', podSecurity: { level: 'baseline' } } })),
      PRIVILEGED,
      ['fail'],
    ],
    // Kyverno takes such a rule for one that did not match before.
    [
      'is reported where the rule has preconditions',
      enforcing(rule({ preconditions: { all: [] }, validate: { podSecurity: { level: 'baseline' } } })),
      PRIVILEGED,
      ['fail'],
    ],
    [
      'is no excuse where the rule did not apply',
      enforcing(
        rule({ match: { any: [{ resources: { kinds: ['Pod'], operations: ['UPDATE'] } }] }, validate: { deny: {} } }),
      ),
      PRIVILEGED,
      ['fail'],
    ],
  ])('%s', (_name, policy, from, answers) => {
    expect(statusOf(policy, update(from, PRIVILEGED))).toEqual(answers);
  });

  it('says that it may stay', () => {
    expect(answersOf(enforcing(rule({ validate: { deny: {} } })), update(PLAIN, PLAIN))).toEqual([
      ['r', 'skip', DENIED],
    ]);
  });

  it('is judged as if it had been created, whatever values say of the present', () => {
    const validate = {
      message: 'm',
      deny: { conditions: { any: [{ key: '{{ request.operation }}', operator: 'Equals', value: 'UPDATE' }] } },
    };
    const values = { 'request.operation': 'UPDATE' };
    const ruleValues = () => ({ values, foreachValues: {} });
    expect(statusOf(enforcing(rule({ validate })), update(PLAIN, PLAIN, { values, ruleValues }))).toEqual(['fail']);
  });
});

describe('reports', () => {
  it('get properties with their variables filled in', () => {
    const reportProperties = { name: '{{ request.object.metadata.name }}', fixed: 'x' };
    const [response] = engineOf([classicPolicy([rule({ reportProperties })])]).validate(requestOf(PLAIN));
    expect(response?.responses[0]?.properties).toEqual({ name: 'a', fixed: 'x' });
  });

  it('get properties as they are written where a variable has no value', () => {
    const reportProperties = { name: '{{ request.object.nothing }}' };
    const [response] = engineOf([classicPolicy([rule({ reportProperties })])]).validate(requestOf(PLAIN));
    expect(response?.responses[0]?.properties).toEqual(reportProperties);
  });

  it('get the place where a pattern does not match, but not of elements of a loop', () => {
    const pattern = { metadata: { name: 'b' } };
    const foreach = [{ list: 'request.object.spec.containers', pattern: { name: 'b' } }];
    const paths = [{ pattern }, { foreach }].map((validate) => {
      const [response] = engineOf([classicPolicy([rule({ validate })])]).validate(requestOf(PLAIN));
      return response?.responses[0]?.failedPath;
    });
    expect(paths).toEqual(['/metadata/name/', undefined]);
  });
});
