import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/kyverno/suites/ask.ts';
import { type CompareContext, compareRow, type Evaluated } from '../../../src/kyverno/suites/compare-rows.ts';
import { readSuite } from '../../../src/kyverno/suites/read-suite.ts';
import { type SuiteResource, takeUp } from '../../../src/kyverno/suites/resources.ts';
import type { RuleResponse } from '../../../src/kyverno/types.ts';
import { respond } from './fake-engine.ts';

function resource(name: string, namespace = 'default', fields: Record<string, unknown> = {}): SuiteResource {
  return takeUp({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, ...fields }, () => false);
}

function answer(
  rules: readonly RuleResponse[],
  changes: Partial<Answer['policy']> = {},
  object = resource('a').object,
): Answer {
  const policy = {
    kind: 'ClusterPolicy',
    name: 'p',
    key: 'p',
    phases: [],
    hasNoRules: false,
    isSilent: false,
    mutatesExisting: false,
    isUnscored: false,
    ...changes,
  };
  return { policy, rules, object };
}

const evaluated = (of: SuiteResource, ...answers: Answer[]): Evaluated => ({ resource: of, answers: () => answers });

function compare(row: Record<string, unknown>, all: readonly Evaluated[], changes: Partial<CompareContext> = {}) {
  const { suite, problems } = readSuite({ results: [{ policy: 'p', rule: 'check', ...row }] }, { file: 'f', line: 1 });
  expect(problems).toEqual([]);
  const [expected] = suite.rows;
  if (expected === undefined) throw new Error('the row was not read');
  return compareRow(expected, {
    evaluated: all,
    targets: [],
    readExpected: () => 'was not read',
    invalid: new Map(),
    unsupported: () => undefined,
    ...changes,
  });
}

const outcomes = (...results: Parameters<typeof compare>) =>
  compare(...results).map(
    ({ rule, resource: of, outcome, reason }) => `${of?.namespace}/${of?.name} ${rule} ${outcome}: ${reason}`,
  );

describe('a row', () => {
  const all = [
    evaluated(resource('a'), answer([respond('pass')])),
    evaluated(resource('a', 'pay'), answer([respond('fail')])),
    evaluated(resource('b', 'pay'), answer([respond('fail')])),
  ];

  it('is as expected, or says what is different', () => {
    expect(compare({ result: 'fail', resources: ['b'] }, all)[0]).toMatchObject({
      outcome: 'ok',
      reason: 'Ok',
      message: 'it is fail',
    });
    expect(compare({ result: 'pass', resources: ['b'] }, all)[0]).toMatchObject({
      outcome: 'different',
      reason: 'Want pass, got fail',
      message: 'it is fail',
    });
  });

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['by name in all namespaces', { resources: ['a'] }, ['default/a', 'pay/a']],
    ['by namespace and name', { resources: ['pay/a', 'pay/b'] }, ['pay/a', 'pay/b']],
    ['twice where it is named twice', { resources: ['b', 'b'] }, ['pay/b', 'pay/b']],
    ['all where none is named', {}, ['default/a', 'pay/a', 'pay/b']],
    ['all where none of the names is there', { resources: ['c', 'x/y/z'] }, ['default/a', 'pay/a', 'pay/b']],
    [
      'by what is specified',
      { resources: [], resourceSpecs: [{ version: 'v1', kind: 'anything', namespace: 'pay', name: 'b' }] },
      ['pay/b'],
    ],
    [
      'all where what is specified goes without resources',
      { resourceSpecs: [{ version: 'v1', namespace: 'pay', name: 'b' }] },
      ['default/a', 'pay/a', 'pay/b'],
    ],
  ])('is about resources %s', (_, row, expected) => {
    const found = compare({ result: 'fail', ...row }, all).map(({ resource: of }) => `${of?.namespace}/${of?.name}`);
    expect(found).toEqual(expected);
  });

  it('does not look at the kind', () => {
    expect(outcomes({ result: 'fail', kind: 'Deployment', resources: ['b'] }, all)).toEqual(['pay/b check ok: Ok']);
  });

  it('names a policy with or without its namespace', () => {
    expect(outcomes({ policy: 'anywhere/p', result: 'fail', resources: ['b'] }, all)).toEqual(['pay/b check ok: Ok']);
  });

  it('without resources in the suite is not found', () => {
    expect(compare({ result: 'pass' }, [])).toMatchObject([
      { resource: undefined, outcome: 'not-found', reason: 'Not found' },
    ]);
  });
});

describe('rules', () => {
  const rules = ['check', 'autogen-check', 'autogen-cronjob-check', 'other', 'autogen-other'].map((rule) =>
    respond('pass', { rule }),
  );

  it.each<[string, Record<string, unknown>, Partial<Answer['policy']>, readonly string[]]>([
    ['are found with the generated ones', {}, {}, ['check', 'autogen-check', 'autogen-cronjob-check']],
    ['are found by the name of a generated one', { rule: 'autogen-other' }, {}, ['autogen-other']],
    ['are all where none is named', { rule: '' }, {}, rules.map(({ rule }) => rule)],
    ['are all of a policy in CEL', {}, { hasNoRules: true }, rules.map(({ rule }) => rule)],
  ])('%s', (_, row, policy, expected) => {
    const found = compare({ result: 'pass', ...row }, [evaluated(resource('a'), answer(rules, policy))]);
    expect(found.map(({ rule }) => rule)).toEqual(expected);
  });

  it('that do not answer exclude the resource, whatever is expected', () => {
    const all = [evaluated(resource('a'), answer([]))];
    expect(outcomes({ result: 'fail' }, all)).toEqual(['default/a check excluded: Excluded']);
  });

  it('exclude once, and not after an answer', () => {
    const all = [
      evaluated(resource('a'), answer([]), answer([respond('pass')]), answer([])),
      evaluated(resource('b'), answer([respond('pass')]), answer([])),
    ];
    expect(outcomes({ result: 'pass' }, all)).toEqual([
      'default/a check excluded: Excluded',
      'default/a check ok: Ok',
      'default/b check ok: Ok',
    ]);
  });

  it('of a policy that is not scored warn', () => {
    const all = [evaluated(resource('a'), answer([respond('fail')], { isUnscored: true }))];
    expect(outcomes({ result: 'warn' }, all)).toEqual(['default/a check ok: Ok']);
  });

  it.each<[string, RuleResponse, string]>([
    ['need what cannot be had', respond('error', { unsupported: 'apiCall' }), 'Not supported: apiCall'],
    [
      'need what cannot be had, which is skipped',
      respond('skip', { unsupported: 'apiCall' }),
      'Not supported: apiCall',
    ],
    ['generate', respond('error', { type: 'generate' }), 'Not supported: generate'],
  ])('that %s are not supported', (_, rule, reason) => {
    const all = [evaluated(resource('a'), answer([rule]))];
    for (const result of ['pass', 'fail', 'skip']) {
      expect(outcomes({ result }, all)).toEqual([`default/a check unsupported: ${reason}`]);
    }
  });

  it('that need what cannot be had are the error that is expected', () => {
    const all = [evaluated(resource('a'), answer([respond('error', { unsupported: 'configMap' })]))];
    expect(outcomes({ result: 'error' }, all)).toEqual(['default/a check ok: Ok']);
  });
});

describe('a policy that nobody answers for', () => {
  const all = [evaluated(resource('a'), answer([respond('pass')], { name: 'other' }))];

  it('is not found', () => {
    expect(outcomes({ result: 'pass' }, all)).toEqual(['default/a check not-found: Not found']);
  });

  it('may be invalid', () => {
    const invalid = new Map([['p', 'spec.rules: is empty']]);
    expect(compare({ result: 'pass' }, all, { invalid })).toMatchObject([
      { outcome: 'not-found', reason: 'Invalid policy', message: 'spec.rules: is empty' },
    ]);
  });

  it('may be of a kind that is not judged here', () => {
    expect(outcomes({ result: 'pass' }, all, { unsupported: () => 'GeneratingPolicy' })).toEqual([
      'default/a check unsupported: Not supported: GeneratingPolicy',
    ]);
  });
});

describe('patched resources', () => {
  const patched = resource('a', 'default', { spec: { a: 1, b: 2, c: 3, d: 4 } });
  const all = [evaluated(resource('a'), answer([respond('pass')], {}, patched.object))];
  const row = { result: 'pass', patchedResources: 'patched.yaml' };
  const compareWith = (expected: readonly SuiteResource[] | string, changes: Record<string, unknown> = {}) =>
    compare({ ...row, ...changes }, all, { readExpected: () => expected });

  it('are as expected', () => {
    expect(compareWith([resource('b'), resource('a', 'default', { spec: { d: 4, c: 3, b: 2, a: 1 } })])).toMatchObject([
      { outcome: 'ok' },
    ]);
  });

  it('are as expected, but the rule answers something else', () => {
    expect(compareWith([patched], { result: 'skip' })).toMatchObject([
      { outcome: 'different', reason: 'Want skip, got pass' },
    ]);
  });

  it('differ, which counts more than the answer', () => {
    expect(compareWith([resource('a', 'default', { spec: { a: 9, b: 2 } })], { result: 'skip' })).toMatchObject([
      {
        outcome: 'different',
        reason: 'Resource diff',
        message: 'patched.yaml: spec.a: want 9, got 1; spec.c: want nothing, got 3; spec.d: want nothing, got 4',
      },
    ]);
    expect(compareWith([resource('a')])[0]?.message).toBe(
      'patched.yaml: spec: want nothing, got {"a":1,"b":2,"c":3,"d":4}',
    );
    const many = compareWith([resource('a', 'default', { spec: { a: 9, b: 9, c: 9, d: 9 } })])[0]?.message;
    expect(many).toMatch(/; spec\.c: want 9, got 3, and 1 more$/);
  });

  it.each<[string, readonly SuiteResource[]]>([
    ['another name', [resource('b')]],
    ['another namespace', [resource('a', 'pay')]],
    ['another kind', [takeUp({ apiVersion: 'v1', kind: 'Job', metadata: { name: 'a' } }, () => false)]],
    ['nothing', []],
  ])('are passed over where the file has only %s', (_, expected) => {
    expect(compareWith(expected)).toMatchObject([{ outcome: 'not-compared', reason: 'Not compared' }]);
    expect(compareWith(expected, { failOnMissingResources: true })).toMatchObject([
      { outcome: 'different', reason: 'Resource error' },
    ]);
  });

  it('are an error where the file cannot be read', () => {
    expect(compareWith('no such file')).toMatchObject([
      { outcome: 'different', reason: 'Resource error', message: 'patched.yaml: no such file' },
    ]);
  });
});

describe('what is in the cluster already', () => {
  const targets = [
    evaluated(
      resource('secret', 'prod'),
      answer([respond('pass')], { name: 'any' }, resource('secret', 'prod').object),
    ),
  ];
  const triggers = [evaluated(resource('trigger'), answer([]))];
  const compareWith = (row: Record<string, unknown>, file: readonly SuiteResource[]) =>
    outcomes({ result: 'pass', patchedResources: 'patched.yaml', ...row }, triggers, {
      targets,
      readExpected: () => file,
    });

  it('is compared with what it should have become', () => {
    expect(compareWith({ resources: ['prod/secret'] }, [resource('secret', 'prod')])).toEqual([
      'prod/secret check ok: Ok',
    ]);
    expect(compareWith({ resources: ['secret'] }, [resource('secret', 'prod', { data: { a: 'b' } })])).toEqual([
      'prod/secret check different: Resource diff',
    ]);
    expect(compareWith({ resources: ['secret'] }, [])).toEqual(['prod/secret check different: Resource error']);
  });

  it('is looked at with all others where none is named', () => {
    expect(compareWith({}, [resource('secret', 'prod')])).toEqual([
      'prod/secret check ok: Ok',
      'default/trigger check excluded: Excluded',
    ]);
  });
});
