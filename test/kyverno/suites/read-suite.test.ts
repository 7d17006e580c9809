import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSuite } from '../../../src/kyverno/suites/read-suite.ts';

const PLACE = { file: 'policies/kyverno-test.yaml', line: 1 };

const read = (document: unknown) => readSuite(document, PLACE);
const problemsOf = (document: unknown) => read(document).problems.map(({ path, message }) => `${path}: ${message}`);
const rowOf = (row: unknown) => read({ results: [row] }).suite.rows[0];

describe('the schema of today', () => {
  const { suite, problems } = read({
    apiVersion: 'cli.kyverno.io/v1alpha1',
    kind: 'Test',
    metadata: { name: 'labels' },
    policies: ['policy.yaml', 'policy.yaml', '../more'],
    resources: ['resource.yaml'],
    targetResources: ['targets.yaml'],
    exceptions: ['exception.yaml'],
    context: 'context.yaml',
    jsonPayloads: ['payload.json'],
    clusterResources: ['cluster.yaml'],
    apiCallResponses: [{ url: 'https://a', response: { body: {} } }],
    globalContextEntries: [{ name: 'teams', data: {} }],
    paramResources: ['params.yaml'],
    variables: 'values.yaml',
    userinfo: 'user.yaml',
    results: [
      {
        policy: 'require-labels',
        rule: 'check-team',
        kind: 'Pod',
        resources: ['bad', 'pay/worse'],
        resourceSpecs: [{ group: 'apps', version: 'v1', resource: 'deployments', namespace: 'pay', name: 'api' }],
        result: 'fail',
        operation: 'UPDATE',
      },
      {
        policy: 'add-labels',
        isMutatingPolicy: true,
        kind: 'Pod',
        patchedResources: 'patched.yaml',
        failOnMissingResources: true,
        result: 'pass',
      },
    ],
  });

  it('is read', () => {
    expect(problems).toEqual([]);
    expect(suite).toMatchObject({
      ...PLACE,
      name: 'labels',
      policies: ['policy.yaml', '../more'],
      resources: ['resource.yaml'],
      targetResources: ['targets.yaml'],
      exceptions: ['exception.yaml'],
      paramResources: ['params.yaml'],
      valuesFile: 'values.yaml',
      values: undefined,
      userInfoFile: 'user.yaml',
      contextFile: 'context.yaml',
      payloadFiles: ['payload.json'],
      clusterResourceFiles: ['cluster.yaml'],
      responses: [{ method: '', url: 'https://a', body: {}, statusCode: 200 }],
      globalEntries: [{ name: 'teams', data: {}, files: [], fieldPath: '', projections: [] }],
      unsupported: [],
    });
  });

  it('has rows', () => {
    expect(suite.rows).toEqual([
      {
        path: 'results[0]',
        policy: 'require-labels',
        rule: 'check-team',
        result: 'fail',
        resources: ['bad', 'pay/worse'],
        resourceSpecs: [{ group: 'apps', version: 'v1', namespace: 'pay', name: 'api' }],
        operation: 'UPDATE',
        patchedResources: undefined,
        generatedResources: [],
        failsOnMissing: false,
      },
      {
        path: 'results[1]',
        policy: 'add-labels',
        rule: '',
        result: 'pass',
        resources: undefined,
        resourceSpecs: [],
        operation: undefined,
        patchedResources: 'patched.yaml',
        generatedResources: [],
        failsOnMissing: true,
      },
    ]);
  });
});

describe('the schema until 1.11', () => {
  const { suite, problems } = read({
    name: 'old',
    policies: ['policy.yaml'],
    resources: ['resource.yaml'],
    results: [
      { policy: 'p', rule: 'r', resource: 'bad', namespace: 'pay', kind: 'Pod', status: 'fail' },
      { policy: 'p', rule: 'r', resource: 'bad', resources: ['worse'], kind: 'Pod', result: 'fail' },
      {
        policy: 'p',
        rule: 'r',
        resource: 'job',
        auto_generated_rule: 'autogen-cronjob',
        kind: 'CronJob',
        status: 'pass',
      },
      { policy: 'm', rule: 'r', resource: 'bare', patchedResource: 'patched.yaml', kind: 'Pod', result: 'pass' },
    ],
  });

  it('is read', () => {
    expect(problems).toEqual([]);
    expect(suite.name).toBe('old');
    expect(suite.rows).toMatchObject([
      { resources: ['pay/bad'], rule: 'r', result: 'fail' },
      { resources: ['bad', 'worse'], result: 'fail' },
      { resources: ['job'], rule: 'autogen-cronjob-r', result: 'pass' },
      { resources: ['bare'], patchedResources: 'patched.yaml' },
    ]);
  });
});

describe('a suite', () => {
  it('names payloads, which are not looked at', () => {
    expect(
      read({ jsonPayload: 'b.json', envoyPayloads: ['a.json'], httpPayloads: [], results: [] }).suite.unsupported,
    ).toEqual(['jsonPayload', 'envoyPayloads']);
  });

  it('keeps its own values as they are', () => {
    expect(read({ values: { globalValues: { a: 1 } } }).suite.values).toEqual({ globalValues: { a: 1 } });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['no object', ['x'], [': expected an object']],
    ['a list for a kind', { kind: ['Test'] }, ['kind: expected a text']],
    ['a misspelled field', { polices: [] }, ['polices: unknown field; did you mean policies?']],
    [
      'a field that nobody knows',
      { results: [{ policy: 'p', result: 'pass', xyzzy: 1 }] },
      ['results[0].xyzzy: unknown field'],
    ],
    ['a row without policy', { results: [{ result: 'pass' }] }, ['results[0].policy: is missing']],
    [
      'a row without result',
      { results: [{ policy: 'p' }] },
      ['results[0].result: is missing, allowed: pass, fail, warn, error, skip'],
    ],
    [
      'an unknown result',
      { results: [{ policy: 'p', result: 'passed' }] },
      ['results[0].result: got "passed", allowed: pass, fail, warn, error, skip'],
    ],
    [
      'an unknown operation',
      { results: [{ policy: 'p', result: 'pass', operation: 'CONNECT' }] },
      ['results[0].operation: got "CONNECT", allowed: CREATE, UPDATE, DELETE'],
    ],
    ['a text for a list', { policies: 'policy.yaml' }, ['policies: expected a list']],
    ['an object for a text', { policies: [{}] }, ['policies[0]: expected a text']],
    [
      'a text for a switch',
      { results: [{ policy: 'p', result: 'pass', failOnMissingResources: 'yes' }] },
      ['results[0].failOnMissingResources: expected true or false'],
    ],
  ])('with %s is refused', (_, document, problems) => {
    expect(problemsOf(document)).toEqual(problems);
  });

  it('takes names of fields in whatever case, as encoding/json does', () => {
    expect(problemsOf({ results: [{ policy: 'p', result: 'pass', isMUtatingPolicy: true }] })).toEqual([]);
    expect(rowOf({ POLICY: 'p', result: 'pass' })?.policy).toBe('p');
  });

  it('takes numbers and truths for texts, and null for nothing', () => {
    expect(rowOf({ policy: 12, rule: true, result: 'pass', resources: null })).toMatchObject({
      policy: '12',
      rule: 'true',
      resources: undefined,
    });
  });

  it('lists generated resources of both fields', () => {
    const row = rowOf({ policy: 'p', result: 'pass', generatedResource: 'a.yaml', generatedResources: ['b.yaml'] });
    expect(row?.generatedResources).toEqual(['a.yaml', 'b.yaml']);
  });

  it('may be anything at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        const { suite, problems } = read(document);
        expect(Array.isArray(suite.rows)).toBe(true);
        for (const { message } of problems) expect(message).not.toBe('');
      }),
    );
  });
});
