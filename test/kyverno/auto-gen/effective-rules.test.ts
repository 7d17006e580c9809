import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUTO_GEN_ANNOTATION } from '../../../src/kyverno/auto-gen/controllers.ts';
import { EffectiveRules } from '../../../src/kyverno/auto-gen/effective-rules.ts';
import type { Rule } from '../../../src/kyverno/read/rule.ts';
import { MATCH_PODS, rule } from '../fixtures.ts';

function effective(
  rules: readonly Readonly<Record<string, unknown>>[],
  annotations: Readonly<Record<string, string>> = {},
): EffectiveRules {
  return new EffectiveRules(rules as unknown as readonly Rule[], annotations);
}

const names = (rules: readonly Rule[]) => rules.map(({ name }) => name);

/** The rule that is generated for a kind. */
function generated(parts: Readonly<Record<string, unknown>>, kind: string): Rule | undefined {
  return effective([rule(parts)])
    .forKind(kind)
    .find(({ name }) => name.startsWith('autogen-'));
}

describe('EffectiveRules', () => {
  it.each<[kind: string, rules: string[]]>([
    ['Pod', ['a', 'b']],
    ['Service', ['a', 'b']],
    ['Deployment', ['a', 'b', 'autogen-a', 'autogen-b']],
    ['CronJob', ['a', 'b', 'autogen-cronjob-a', 'autogen-cronjob-b']],
  ])('gives a %s its rules', (kind, rules) => {
    expect(names(effective([rule({ name: 'a' }), rule({ name: 'b' })]).forKind(kind))).toEqual(rules);
  });

  it('counts all rules', () => {
    expect(names(effective([rule({ name: 'a' }), rule({ name: 'b' })]).all())).toEqual([
      ...['a', 'b', 'autogen-a', 'autogen-cronjob-a', 'autogen-b', 'autogen-cronjob-b'],
    ]);
  });

  it.each<[annotation: string, kind: string, rules: string[]]>([
    ['Deployment', 'Deployment', ['r', 'autogen-r']],
    ['Deployment', 'DaemonSet', ['r']],
    ['Deployment', 'CronJob', ['r']],
    ['CronJob', 'CronJob', ['r', 'autogen-cronjob-r']],
    ['none', 'Deployment', ['r']],
    ['', 'Deployment', ['r']],
  ])('follows the annotation "%s" for a %s', (annotation, kind, rules) => {
    expect(names(effective([rule()], { [AUTO_GEN_ANNOTATION]: annotation }).forKind(kind))).toEqual(rules);
  });

  it('counts no rules for controllers that the annotation does not name', () => {
    expect(names(effective([rule()], { [AUTO_GEN_ANNOTATION]: 'Deployment,Job' }).all())).toEqual(['r', 'autogen-r']);
    expect(names(effective([rule()], { [AUTO_GEN_ANNOTATION]: 'none' }).all())).toEqual(['r']);
  });

  it('cuts long names', () => {
    const name = 'x'.repeat(60);
    expect(generated({ name }, 'Deployment')?.name).toBe(`autogen-${'x'.repeat(55)}`);
    expect(generated({ name }, 'CronJob')?.name).toBe(`autogen-cronjob-${'x'.repeat(47)}`);
  });

  it('drops rules that have the name of a generated one, once there are generated ones', () => {
    const rules = effective([rule({ name: 'autogen-mine' }), rule()]);
    expect(names(rules.forKind('Deployment'))).toEqual(['r', 'autogen-r']);
    expect(names(rules.forKind('Pod'))).toEqual(['autogen-mine', 'r']);
  });

  it.each<[name: string, parts: Readonly<Record<string, unknown>>]>([
    ['matches no Pods', { match: { any: [{ resources: { kinds: ['Deployment'] } }] } }],
    ['excludes kinds other than Pods', { exclude: { any: [{ resources: { kinds: ['Service'] } }] } }],
    ['verifies manifests', { validate: { manifests: { attestors: [{}] } } }],
    // Kyverno makes a patch of this that deletes the template.
    ['has nested loops of mutations', { mutate: { foreach: [{ list: 'x', foreach: [{ list: 'y' }] }] } }],
  ])('generates nothing for a rule that %s', (_name, parts) => {
    expect(generated(parts, 'Deployment')).toBeUndefined();
    expect(generated(parts, 'CronJob')).toBeUndefined();
  });
});

describe('kinds', () => {
  const SERVICES = { resources: { kinds: ['Service'] } };

  it('replaces those of filters on Pods', () => {
    const match = { any: [...MATCH_PODS.any, SERVICES] };
    expect(generated({ match }, 'Deployment')?.match.any).toEqual([
      { resources: { kinds: ['apps/v1/Deployment'] } },
      SERVICES,
    ]);
  });

  it('replaces those of all filters for a CronJob', () => {
    const match = { any: [...MATCH_PODS.any, SERVICES] };
    expect(generated({ match }, 'CronJob')?.match.any).toEqual([
      { resources: { kinds: ['batch/v1/CronJob'] } },
      { resources: { kinds: ['batch/v1/CronJob'] } },
    ]);
  });

  it('replaces those that stand by themselves', () => {
    const parts = { match: { resources: { kinds: ['Pod'] } }, exclude: { resources: { kinds: ['Pod'] } } };
    const { match, exclude } = generated(parts, 'Job') ?? {};
    expect(match?.resources?.kinds).toEqual(['batch/v1/Job']);
    expect(exclude?.resources?.kinds).toEqual(['batch/v1/Job']);
  });

  it('leaves an exclusion alone that names no kinds', () => {
    const exclude = { resources: { namespaces: ['shop'] } };
    expect(generated({ exclude }, 'Deployment')?.exclude).toEqual(exclude);
    expect(generated({ exclude }, 'CronJob')?.exclude).toEqual(exclude);
  });

  it('keeps all else of a filter', () => {
    const match = { all: [{ resources: { kinds: ['Pod'], namespaces: ['shop'], operations: ['CREATE'] } }] };
    expect(generated({ match }, 'ReplicationController')?.match.all).toEqual([
      { resources: { kinds: ['v1/ReplicationController'], namespaces: ['shop'], operations: ['CREATE'] } },
    ]);
  });

  it('names all controllers in the order of the alphabet when all rules are counted', () => {
    const rules = effective([rule()]).all();
    expect(rules[1]?.match.any?.[0]?.resources?.kinds).toEqual([
      ...['apps/v1/DaemonSet', 'apps/v1/Deployment', 'batch/v1/Job', 'apps/v1/ReplicaSet'],
      ...['v1/ReplicationController', 'apps/v1/StatefulSet'],
    ]);
  });
});

const PATTERN = { metadata: { labels: { app: '?*' } }, spec: { hostPID: 'false' } };

describe('bodies', () => {
  it.each<[name: string, body: object, forDeployment: object, forCronJob: object]>([
    [
      'a pattern',
      { pattern: PATTERN },
      { pattern: { spec: { template: PATTERN } } },
      { pattern: { spec: { jobTemplate: { spec: { template: PATTERN } } } } },
    ],
    [
      'alternatives',
      { anyPattern: [PATTERN, PATTERN] },
      { anyPattern: [{ spec: { template: PATTERN } }, { spec: { template: PATTERN } }] },
      {
        anyPattern: [
          { spec: { jobTemplate: { spec: { template: PATTERN } } } },
          { spec: { jobTemplate: { spec: { template: PATTERN } } } },
        ],
      },
    ],
    [
      'conditions',
      {
        deny: { conditions: { any: [{ key: '{{ request.object.spec.hostPID }}', operator: 'Equals', value: true }] } },
      },
      {
        deny: {
          conditions: {
            any: [{ key: '{{ request.object.spec.template.spec.hostPID }}', operator: 'Equals', value: true }],
          },
        },
      },
      {
        deny: {
          conditions: {
            any: [
              {
                key: '{{ request.object.spec.jobTemplate.spec.template.spec.hostPID }}',
                operator: 'Equals',
                value: true,
              },
            ],
          },
        },
      },
    ],
    [
      'podSecurity',
      { podSecurity: { level: 'baseline' } },
      { podSecurity: { level: 'baseline' } },
      { podSecurity: { level: 'baseline' } },
    ],
    [
      'a loop',
      { foreach: [{ list: 'request.object.spec.containers', pattern: PATTERN }] },
      { foreach: [{ list: 'request.object.spec.template.spec.containers', pattern: PATTERN }] },
      { foreach: [{ list: 'request.object.spec.jobTemplate.spec.template.spec.containers', pattern: PATTERN }] },
    ],
    [
      'CEL, where object and request.object both move',
      { cel: { expressions: [{ expression: 'object.spec.a && request.object.metadata.b && oldObject.spec.c' }] } },
      {
        cel: {
          expressions: [
            {
              expression:
                'object.spec.template.spec.a && request.object.spec.template.metadata.b && oldObject.spec.template.spec.c',
            },
          ],
        },
      },
      {
        cel: {
          expressions: [
            {
              expression:
                'object.spec.jobTemplate.spec.template.spec.a && request.object.spec.jobTemplate.spec.template.metadata.b && oldObject.spec.jobTemplate.spec.template.spec.c',
            },
          ],
        },
      },
    ],
  ])('moves %s', (_name, body, forDeployment, forCronJob) => {
    const kept = { message: 'm', failureAction: 'Enforce', allowExistingViolations: false };
    const parts = { validate: { ...kept, ...body } };
    expect(generated(parts, 'Deployment')?.validate).toEqual({ ...kept, ...forDeployment });
    expect(generated(parts, 'CronJob')?.validate).toEqual({ ...kept, ...forCronJob });
  });

  it('moves patches and those of loops', () => {
    const patch = { metadata: { labels: { '+(a)': 'b' } } };
    expect(generated({ mutate: { patchStrategicMerge: patch } }, 'Deployment')?.mutate).toEqual({
      patchStrategicMerge: { spec: { template: patch } },
    });
    const foreach = [{ list: 'request.object.spec.containers', order: 'Ascending', patchStrategicMerge: patch }];
    expect(generated({ mutate: { foreach } }, 'Deployment')?.mutate).toEqual({
      foreach: [
        { list: 'request.object.spec.template.spec.containers', patchStrategicMerge: { spec: { template: patch } } },
      ],
    });
  });

  it('moves every mention in the rule, wherever it stands', () => {
    const parts = {
      preconditions: { all: [{ key: '{{ request.oldObject.metadata.name }}', operator: 'Equals', value: 'x' }] },
      context: [{ name: 'n', variable: { jmesPath: 'request.object.metadata.namespace' } }],
      validate: { message: '{{ request.object.spec.x }} but not object.spec', pattern: {} },
    };
    const { preconditions, context, validate } = generated(parts, 'Deployment') ?? {};
    expect(preconditions).toEqual({
      all: [{ key: '{{ request.oldObject.spec.template.metadata.name }}', operator: 'Equals', value: 'x' }],
    });
    expect(context).toEqual([{ name: 'n', variable: { jmesPath: 'request.object.spec.template.metadata.namespace' } }]);
    expect(validate?.message).toBe('{{ request.object.spec.template.spec.x }} but not object.spec');
  });

  it('shifts references in messages', () => {
    const validate = { message: 'see $(./../pattern/spec/x)', pattern: PATTERN };
    expect(generated({ validate }, 'Deployment')?.validate?.message).toBe('see $(./../pattern/spec/template/spec/x)');
  });

  it('never fails, whatever bodies hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.string(), (pattern, preconditions, message) => {
        const rules = effective([rule({ preconditions, validate: { message, pattern } })]);
        return rules.all().length > 0 && rules.forKind('CronJob').length > 0;
      }),
    );
  });
});
