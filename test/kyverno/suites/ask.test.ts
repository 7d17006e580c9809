import { describe, expect, it } from 'vitest';
import { ask, askAboutTarget } from '../../../src/kyverno/suites/ask.ts';
import type { Phase, SuitePolicy } from '../../../src/kyverno/suites/policies.ts';
import { readValues } from '../../../src/kyverno/suites/read-values.ts';
import { takeUp } from '../../../src/kyverno/suites/resources.ts';
import { addLabel, createFakeEngine, hasLabel, requireLabel, respond } from './fake-engine.ts';

const POD = takeUp({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }, () => false);

function policy(kind: string, name: string, phases: readonly Phase[], changes: Partial<SuitePolicy> = {}): SuitePolicy {
  return {
    kind,
    name,
    key: name,
    phases,
    hasNoRules: kind !== 'ClusterPolicy',
    isSilent: false,
    mutatesExisting: false,
    isUnscored: false,
    ...changes,
  };
}

function askAll(
  policies: readonly SuitePolicy[],
  engine: ReturnType<typeof createFakeEngine>,
  values: unknown = {},
  operation?: 'CREATE' | 'UPDATE' | 'DELETE',
) {
  const context = { engine, policies, values: readValues(values).values, user: undefined };
  return ask(POD, operation, context).map(({ policy: { name }, rules, object }) => ({
    name,
    statuses: rules.map(({ status }) => status),
    labels: ['classic', 'cel'].filter((label) => hasLabel(object, label)),
  }));
}

describe('policies', () => {
  it('validate what mutations made, those in CEL what mutations in CEL made of that', () => {
    const engine = createFakeEngine([
      { policy: 'ClusterPolicy add', mutates: addLabel('classic') },
      { policy: 'ClusterPolicy need-classic', validates: requireLabel('classic') },
      { policy: 'ClusterPolicy need-cel', validates: requireLabel('cel') },
      { policy: 'MutatingPolicy add-cel', mutates: addLabel('cel') },
      { policy: 'ValidatingPolicy need-both', validates: requireLabel('cel') },
    ]);
    const answers = askAll(
      [
        policy('ClusterPolicy', 'add', ['mutate']),
        policy('ClusterPolicy', 'need-classic', ['validate']),
        policy('ClusterPolicy', 'need-cel', ['validate']),
        policy('MutatingPolicy', 'add-cel', ['mutateCel']),
        policy('ValidatingPolicy', 'need-both', ['validateCel']),
      ],
      engine,
    );
    expect(answers).toEqual([
      { name: 'add', statuses: ['pass'], labels: ['classic'] },
      { name: 'need-classic', statuses: ['pass'], labels: ['classic'] },
      { name: 'need-cel', statuses: ['fail'], labels: ['classic'] },
      { name: 'add-cel', statuses: ['pass'], labels: ['classic', 'cel'] },
      { name: 'need-both', statuses: ['pass'], labels: ['classic', 'cel'] },
    ]);
  });

  it('answer without rules where none applies, unless they are silent', () => {
    const engine = createFakeEngine([]);
    const answers = askAll(
      [
        policy('ClusterPolicy', 'both', ['mutate', 'validate']),
        policy('ValidatingPolicy', 'silent', ['validateCel'], { isSilent: true }),
        policy('ValidatingPolicy', 'open', ['validateCel']),
        policy('MutatingPolicy', 'silent-too', ['mutateCel'], { isSilent: true }),
        policy('ValidatingAdmissionPolicy', 'vap', ['validateAdmission']),
      ],
      engine,
    );
    expect(answers.map(({ name }) => name)).toEqual(['both', 'both', 'open', 'vap']);
    expect(answers.flatMap(({ statuses }) => statuses)).toEqual([]);
  });

  it('answer for images on their own', () => {
    const engine = createFakeEngine([
      {
        policy: 'ClusterPolicy p',
        validates: () => [respond('fail', { type: 'verifyImages' }), respond('pass')],
      },
    ]);
    const answers = askAll([policy('ClusterPolicy', 'p', ['verifyImages', 'validate'])], engine);
    expect(answers.map(({ statuses }) => statuses)).toEqual([['fail'], ['pass']]);
    expect(engine.requests).toHaveLength(1);
  });

  it('of the same name and another kind do not answer for each other', () => {
    const engine = createFakeEngine([{ policy: 'ValidatingPolicy p', validates: () => [respond('pass')] }]);
    const answers = askAll(
      [policy('ClusterPolicy', 'p', ['validate']), policy('ValidatingPolicy', 'p', ['validateCel'])],
      engine,
    );
    expect(answers.map(({ statuses }) => statuses)).toEqual([[], ['pass']]);
  });

  it('get the operation that values give to each of them', () => {
    const operations = () => respond('pass');
    const engine = createFakeEngine(
      ['one', 'two', 'three'].map((name) => ({
        policy: `ClusterPolicy ${name}`,
        validates: (_: unknown, { operation }: { operation: string }) => [{ ...operations(), message: operation }],
      })),
    );
    const values = {
      globalValues: { 'request.operation': 'UPDATE' },
      policies: [{ name: 'two', resources: [{ name: 'a', values: { 'request.operation': 'DELETE' } }] }],
    };
    const policies = ['one', 'two', 'three'].map((name) => policy('ClusterPolicy', name, ['validate']));
    const context = { engine, policies, values: readValues(values).values, user: undefined };
    const told = (operation?: 'CREATE') =>
      ask(POD, operation, context).flatMap(({ rules }) => rules.map(({ message }) => message));
    expect(told()).toEqual(['UPDATE', 'DELETE', 'UPDATE']);
    expect(engine.requests).toHaveLength(2);
    expect(told('CREATE')).toEqual(['CREATE', 'CREATE', 'CREATE']);
  });
});

describe('what is deleted', () => {
  it('is not changed', () => {
    const engine = createFakeEngine([
      { policy: 'ClusterPolicy add', mutates: addLabel('classic') },
      { policy: 'MutatingPolicy add-cel', mutates: addLabel('cel') },
    ]);
    const policies = [policy('ClusterPolicy', 'add', ['mutate']), policy('MutatingPolicy', 'add-cel', ['mutateCel'])];
    expect(askAll(policies, engine, {}, 'DELETE')).toEqual([
      { name: 'add', statuses: [], labels: [] },
      { name: 'add-cel', statuses: [], labels: [] },
    ]);
    expect(engine.requests).toEqual([]);
  });
});

describe('what is in the cluster already', () => {
  const policies = [
    policy('ClusterPolicy', 'add', ['mutate'], { mutatesExisting: true }),
    policy('ClusterPolicy', 'add-again', ['mutate'], { mutatesExisting: true }),
    policy('ClusterPolicy', 'own', ['mutate']),
  ];
  const engine = createFakeEngine([
    { policy: 'ClusterPolicy add', mutates: addLabel('classic') },
    { policy: 'ClusterPolicy add-again', mutates: addLabel('classic') },
    { policy: 'ClusterPolicy own', mutates: addLabel('cel') },
  ]);
  const context = { engine, values: readValues({}).values, user: undefined };

  it('has answers of the policies that change it', () => {
    const answers = askAboutTarget(POD, { ...context, policies });
    expect(
      answers.map(({ policy: { name }, rules, object }) => [name, rules.length, hasLabel(object, 'classic')]),
    ).toEqual([['add', 1, true]]);
  });

  it('has none where no policy does', () => {
    const before = engine.requests.length;
    expect(askAboutTarget(POD, { ...context, policies: policies.slice(2) })).toEqual([]);
    expect(engine.requests).toHaveLength(before);
  });
});
