import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/kyverno/engine.ts';
import { readException } from '../../../src/kyverno/read/read-exception.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import {
  answersOf,
  classicPolicy,
  engineOf,
  MATCH_PODS,
  manifest,
  object,
  requestOf,
  rule,
  SETTINGS,
} from '../fixtures.ts';

type Json = Readonly<Record<string, unknown>>;

function exception(spec: Json = {}, metadata: Json = { name: 'e', namespace: 'ns' }): KubernetesObject {
  return {
    apiVersion: 'kyverno.io/v2',
    kind: 'PolicyException',
    metadata,
    spec: { match: MATCH_PODS, exceptions: [{ policyName: 'p', ruleNames: ['r'] }], ...spec },
  };
}

const POD = object({
  metadata: { labels: { app: 'web' } },
  spec: { hostPID: true, containers: [{ name: 'c', image: 'nginx' }] },
});
const DEPLOYMENT = object({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: POD.spec } } });
const DENYING = classicPolicy([rule({ validate: { message: 'm', deny: {} } })]);
const BASELINE = classicPolicy([rule({ validate: { podSecurity: { level: 'baseline' } } })]);

const answers = (exceptions: KubernetesObject[], policy = DENYING, subject = POD) =>
  answersOf([policy, ...exceptions], requestOf(subject));

const SKIPPED = ['r', 'skip', 'rule is skipped due to policy exceptionsns/e'];
const named = (policyName: string, ...ruleNames: string[]) => ({ exceptions: [{ policyName, ruleNames }] });

describe('exceptions', () => {
  it.each<[name: string, spec: Json, isExcused: boolean]>([
    ['the rule', {}, true],
    ['rules by a wildcard', named('p', '*'), true],
    ['another rule', named('p', 'x'), false],
    ['another policy', named('q', 'r'), false],
    ['policies by a wildcard, which there is not', named('*', 'r'), false],
    ['other kinds', { match: { any: [{ resources: { kinds: ['Service'] } }] } }, false],
    ['other names', { match: { any: [{ resources: { kinds: ['Pod'], names: ['b'] } }] } }, false],
    ['nothing', { match: { any: [{}] } }, false],
    ['all of several', { match: { all: [...MATCH_PODS.any, { resources: { names: ['b'] } }] } }, false],
    // Kyverno looks at operations of policies only.
    ['other operations', { match: { any: [{ resources: { kinds: ['Pod'], operations: ['DELETE'] } }] } }, true],
    [
      'conditions that hold',
      { conditions: { all: [{ key: '{{ request.object.metadata.name }}', operator: 'Equals', value: 'a' }] } },
      true,
    ],
    [
      'conditions that do not',
      { conditions: { all: [{ key: '{{ request.object.metadata.name }}', operator: 'Equals', value: 'b' }] } },
      false,
    ],
    [
      'conditions without a value',
      { conditions: { all: [{ key: '{{ request.object.nothing }}', operator: 'NotEquals', value: 'b' }] } },
      false,
    ],
  ])('for %s', (_name, spec, isExcused) => {
    expect(answers([exception(spec)])).toEqual([isExcused ? SKIPPED : ['r', 'fail', 'm']]);
  });

  it('are all named', () => {
    const [response] = engineOf([DENYING, exception(), exception({}, { name: 'f', namespace: 'ns' })]).validate(
      requestOf(POD),
    );
    expect(response?.responses[0]).toMatchObject({
      status: 'skip',
      message: 'rule is skipped due to policy exceptionsns/e, ns/f',
      exceptions: ['ns/e', 'ns/f'],
      properties: { exceptions: 'e,f' },
    });
  });

  it('go by the names of generated rules', () => {
    const match = { any: [{ resources: { kinds: ['Deployment'] } }] };
    expect(answers([exception({ match })], DENYING, DEPLOYMENT).map(([, status]) => status)).toEqual(['fail']);
    expect(
      answers([exception({ match, ...named('p', 'autogen-r') })], DENYING, DEPLOYMENT).map(([, status]) => status),
    ).toEqual(['skip']);
  });

  it('name a Policy with its namespace', () => {
    const policy = classicPolicy([rule({ validate: { message: 'm', deny: {} } })], {
      kind: 'Policy',
      namespace: 'default',
    });
    expect(answers([exception(named('default/p', 'r'))], policy)).toEqual([SKIPPED]);
    expect(answers([exception()], policy)).toEqual([['r', 'fail', 'm']]);
  });

  it('come after preconditions', () => {
    const preconditions = { all: [{ key: 'a', operator: 'Equals', value: 'b' }] };
    const policy = classicPolicy([rule({ preconditions, validate: { deny: {} } })]);
    expect(answers([exception()], policy)).toEqual([['r', 'skip', 'preconditions not met']]);
  });

  it('do not ask a Namespace for the labels of its namespace', () => {
    const policy = classicPolicy([
      rule({ match: { any: [{ resources: { kinds: ['Namespace'] } }] }, validate: { deny: {} } }),
    ]);
    const match = { any: [{ resources: { kinds: ['Namespace'], namespaceSelector: { matchLabels: { a: 'b' } } } }] };
    expect(answers([exception({ match })], policy, object({ kind: 'Namespace' })).map(([, status]) => status)).toEqual([
      'skip',
    ]);
  });

  it('excuse mutation too', () => {
    const mutating = classicPolicy([rule({ mutate: { patchStrategicMerge: { metadata: { labels: { x: 'y' } } } } })]);
    const { object: mutated, responses } = engineOf([mutating, exception()]).mutate(requestOf(POD));
    expect(mutated).toBe(POD);
    expect(responses[0]?.responses[0]?.message).toBe('rule is skipped due to policy exceptionsns/e');
  });
});

describe('exceptions from podSecurity', () => {
  const HOST_NAMESPACES = { podSecurity: [{ controlName: 'Host Namespaces' }] };
  const SYSCTLS = { podSecurity: [{ controlName: 'Sysctls' }] };

  it('skip the rule where they name no control', () => {
    expect(answers([exception(HOST_NAMESPACES), exception({}, { name: 'f', namespace: 'ns' })], BASELINE)).toEqual([
      ['r', 'skip', 'rule is skipped due to policy exception ns/f'],
    ]);
  });

  it('skip the rule where they name all that is broken', () => {
    expect(answers([exception(HOST_NAMESPACES)], BASELINE)).toEqual([
      ['r', 'skip', 'rule is skipped due to policy exceptions ns/e'],
    ]);
  });

  it('leave what they do not name', () => {
    expect(answers([exception(SYSCTLS)], BASELINE).map(([, status]) => status)).toEqual(['fail']);
  });
});

describe('readException', () => {
  const problemsOf = (spec: Json, apiVersion = 'kyverno.io/v2') =>
    readException(manifest({ ...exception(spec), apiVersion })).problems.map(
      ({ path, message }) => `${path}: ${message}`,
    );

  it.each<[name: string, spec: Json, problem: string]>([
    ['no policy', named('', 'r'), 'spec.exceptions[0].policyName: An exception requires a policy name'],
    [
      'an unknown field',
      { policyName: 'p' },
      'spec.policyName: unknown field; allowed are background, conditions, exceptions, match, podSecurity',
    ],
    [
      'users in the background',
      { match: { any: [{ clusterRoles: ['admin'], resources: { kinds: ['Pod'] } }] } },
      'spec.match.any[0].clusterRoles: Usage of user info is forbidden',
    ],
    [
      'a control on containers without images',
      { podSecurity: [{ controlName: 'Capabilities' }] },
      'spec.podSecurity[0].controlName: exclude.images must be specified for the container level control',
    ],
    [
      'an operator',
      { conditions: { any: [{ key: 'a', operator: 'Is', value: 'b' }] } },
      'spec.conditions.any[0].operator: must be one of Equals, ',
    ],
  ])('refuses %s', (_name, spec, problem) => {
    const problems = problemsOf(spec);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(problem)).toBe(true);
  });

  it('refuses other versions', () => {
    expect(problemsOf({}, 'kyverno.io/v1')).toEqual([
      'apiVersion: must be kyverno.io/v2 or kyverno.io/v2beta1, not "kyverno.io/v1"',
    ]);
    expect(problemsOf({}, 'kyverno.io/v2beta1')).toEqual([]);
  });

  it('does not let an exception that is refused excuse anything', () => {
    const { engine, problems } = engineWith(exception(named('', 'r')));
    expect(problems).toHaveLength(1);
    expect(engine.validate(requestOf(POD))[0]?.responses[0]?.status).toBe('fail');
  });
});

function engineWith(refused: KubernetesObject) {
  return createEngine([manifest(DENYING), manifest(refused)], SETTINGS);
}
