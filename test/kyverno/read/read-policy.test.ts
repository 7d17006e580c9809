import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../src/kyverno/read/read-policy.ts';
import { classicPolicy, MATCH_PODS, manifest, type PolicyParts, rule } from '../fixtures.ts';

type Json = Readonly<Record<string, unknown>>;

function problemsOf(rules: readonly unknown[], parts: PolicyParts = {}): string[] {
  return readPolicy(manifest(classicPolicy(rules, parts))).problems.map(({ path, message }) => `${path}: ${message}`);
}

const podsWith = (resources: Json) => ({ any: [{ resources: { kinds: ['Pod'], ...resources } }] });
const validating = (validate: Json) => rule({ validate });
const NAMESPACED: PolicyParts = { kind: 'Policy', namespace: 'shop' };

describe('readPolicy', () => {
  it('describes the policy', () => {
    const annotations = { 'policies.kyverno.io/severity': 'high' };
    const { policy, problems } = readPolicy(manifest(classicPolicy([rule()], { annotations }), 'a.yaml'));
    expect(problems).toEqual([]);
    expect(policy?.info).toEqual({
      kind: 'ClusterPolicy',
      apiVersion: 'kyverno.io/v1',
      name: 'p',
      namespace: '',
      key: 'p',
      annotations,
      labels: {},
      source: 'kyverno',
      file: 'a.yaml',
      line: 1,
    });
  });

  it('names a Policy with its namespace', () => {
    const { policy } = readPolicy(manifest(classicPolicy([rule()], NAMESPACED)));
    expect(policy?.info.key).toBe('shop/p');
    expect(policy?.isNamespaced).toBe(true);
  });

  it('takes a policy without rules', () => {
    expect(readPolicy(manifest(classicPolicy([]))).policy?.spec.rules).toEqual([]);
  });

  it('reads v2beta1, in which filters cannot stand by themselves', () => {
    const inline = rule({ match: { resources: { kinds: ['Pod'] } } });
    expect(problemsOf([rule()], { apiVersion: 'kyverno.io/v2beta1' })).toEqual([]);
    expect(problemsOf([inline], { apiVersion: 'kyverno.io/v2beta1' })).toEqual([
      'spec.rules[0].match.resources: unknown field; allowed are all, any',
    ]);
    expect(problemsOf([inline])).toEqual([]);
  });

  it.each<[name: string, rules: readonly unknown[], parts: PolicyParts, problems: string[]]>([
    [
      'another version',
      [rule()],
      { apiVersion: 'kyverno.io/v3' },
      ['apiVersion: must be kyverno.io/v1 or kyverno.io/v2beta1, not "kyverno.io/v3"'],
    ],
    ['no name', [rule()], { name: '' }, ['metadata.name: is required']],
    ['a long name', [rule()], { name: 'x'.repeat(64) }, ['metadata.name: may have at most 63 characters']],
    [
      'an unknown field',
      [rule()],
      { spec: { backround: false } },
      ['spec.backround: unknown field; did you mean background?'],
    ],
    ['a rule without a match', [{ name: 'r', validate: { pattern: {} } }], {}, ['spec.rules[0].match: is required']],
    ['a long rule name', [rule({ name: 'x'.repeat(64) })], {}, ['spec.rules[0].name: may have at most 63 characters']],
    ['rule names that are taken', [rule(), rule()], {}, ["spec.rules[1].name: Duplicate rule name: 'r'"]],
    [
      'a failure action',
      [rule()],
      { spec: { validationFailureAction: 'Deny' } },
      ['spec.validationFailureAction: must be one of audit, enforce, Audit, Enforce, not "Deny"'],
    ],
    [
      'a namespace of a ClusterPolicy',
      [rule()],
      { namespace: 'shop' },
      ['metadata.namespace: A clusterpolicy should not have the namespace defined'],
    ],
    [
      'an annotation',
      [rule()],
      { annotations: { 'pod-policies.kyverno.io/autogen-controllers': 'all' } },
      [
        "metadata.annotations: Autogen annotation does not support 'all' anymore, remove the annotation or set it to a valid value",
      ],
    ],
    [
      'an annotation that is no text',
      [rule()],
      { annotations: { a: 1 } as unknown as Record<string, string> },
      ['metadata.annotations.a: must be text, not the number 1'],
    ],
    [
      'no processing at all',
      [rule()],
      { spec: { admission: false, background: false } },
      ['spec.admission: disabling both admission and background processing is not allowed'],
    ],
    [
      'mutation without admission',
      [rule({ mutate: { patchStrategicMerge: {} } })],
      { spec: { admission: false } },
      ['spec.admission: disabling admission processing is only allowed with validation policies'],
    ],
    [
      'overrides of a Policy',
      [rule()],
      { ...NAMESPACED, spec: { validationFailureActionOverrides: [{ action: 'Audit' }] } },
      [
        'spec.validationFailureActionOverrides: Use of validationFailureActionOverrides is supported only with ClusterPolicy',
      ],
    ],
    [
      'timeouts',
      [rule()],
      { spec: { webhookTimeoutSeconds: 0 } },
      ['spec.webhookTimeoutSeconds: must be a whole number from 1 to 30, not the number 0'],
    ],
    [
      'two timeouts',
      [rule()],
      { spec: { webhookTimeoutSeconds: 5, webhookConfiguration: { timeoutSeconds: 5 } } },
      [
        'spec.webhookTimeoutSeconds: remove the deprecated field and use spec.webhookConfiguration.timeoutSeconds instead',
      ],
    ],
    [
      'match conditions that do not compile',
      [rule()],
      { spec: { webhookConfiguration: { matchConditions: [{ name: 'known', expression: 'unheard' }] } } },
      [
        "spec.webhookConfiguration.matchConditions[0].expression: 1:1: undeclared reference to 'unheard' (in container '')",
      ],
    ],
  ])('refuses %s', (_name, rules, parts, problems) => {
    expect(problemsOf(rules, parts)).toEqual(problems);
  });

  it('takes match conditions', () => {
    const matchConditions = [{ name: 'created', expression: 'request.operation == "CREATE"' }];
    expect(problemsOf([rule()], { spec: { webhookConfiguration: { matchConditions } } })).toEqual([]);
  });

  it('says everything at once', () => {
    expect(problemsOf([rule({ name: 1 }), rule({ match: { any: [{ resources: { kinds: 'Pod' } }] } })])).toEqual([
      'spec.rules[0].name: must be text, not the number 1',
      'spec.rules[1].match.any[0].resources.kinds: must be a list, not text',
    ]);
  });

  it('refuses what is nested without end', () => {
    let pattern: unknown = {};
    for (let depth = 0; depth < 100_000; depth++) pattern = { a: pattern };
    expect(problemsOf([validating({ pattern })])).toEqual(['spec: is nested more than 200 levels deep']);
  });

  it('takes any JSON without a crash', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (spec, first, second) => {
        const broken = classicPolicy([rule({ validate: first, context: second }), first, second]);
        return [{ ...broken, spec }, broken].every((object) => readPolicy(manifest(object)).problems.length >= 0);
      }),
    );
  });
});

describe('bodies', () => {
  const NO_BODY = 'one of pattern, anyPattern, deny, foreach, cel must be specified';
  const TWO_BODIES = 'only one of pattern, anyPattern, deny, foreach, cel can be specified';

  it.each<[name: string, rule: Json, problems: string[]]>([
    [
      'no operation',
      rule({ validate: {} }),
      [
        "spec.rules[0]: No operation defined in the rule 'r'.(supported operations: mutate,validate,generate,verifyImages)",
      ],
    ],
    [
      'two operations',
      rule({ validate: { pattern: {} }, mutate: { patchStrategicMerge: {} } }),
      [
        "spec.rules[0]: Multiple operations defined in the rule 'r', only one operation (mutate,validate,generate,verifyImages) is allowed per rule",
      ],
    ],
    ['no body', validating({ message: 'm' }), [`spec.rules[0].validate: ${NO_BODY}`]],
    ['what has no effect any more', validating({ assert: {} }), [`spec.rules[0].validate: ${NO_BODY}`]],
    ['two bodies', validating({ pattern: {}, deny: {} }), [`spec.rules[0].validate: ${TWO_BODIES}`]],
    ['alternatives', validating({ anyPattern: {} }), ['spec.rules[0].validate.anyPattern: must be a list']],
    [
      'a loop without a list',
      validating({ foreach: [{ pattern: {} }] }),
      ['spec.rules[0].validate.foreach[0].list: foreach.list is required'],
    ],
    [
      'a loop without a body',
      validating({ foreach: [{ list: 'x' }] }),
      ['spec.rules[0].validate.foreach[0]: one of pattern, anyPattern, deny, or a nested foreach must be specified'],
    ],
    [
      'a loop in a loop with two bodies',
      validating({ foreach: [{ list: 'x', foreach: [{ list: 'y', pattern: {}, deny: {} }] }] }),
      [
        'spec.rules[0].validate.foreach[0].foreach[0]: only one of pattern, anyPattern, deny, or a nested foreach can be specified',
      ],
    ],
    [
      'CEL conditions without CEL',
      rule({ celPreconditions: [{ name: 'n', expression: 'true' }] }),
      ['spec.rules[0].validate: celPrecondition can only be used with validate.cel'],
    ],
    [
      'a parameter that is not named',
      validating({
        cel: { expressions: [{ expression: 'true' }], paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } },
      }),
      ['spec.rules[0].validate.cel.paramRef: cel.paramRef is required'],
    ],
    [
      'two patches',
      rule({ mutate: { patchStrategicMerge: {}, patchesJson6902: '[]' } }),
      ['spec.rules[0].mutate: only one of `patchStrategicMerge` or `patchesJson6902` is allowed'],
    ],
    [
      'a patch next to a loop',
      rule({ mutate: { patchStrategicMerge: {}, foreach: [{ list: 'x', patchesJson6902: '[]' }] } }),
      ['spec.rules[0].mutate.foreach: only one of `foreach`, `patchStrategicMerge`, or `patchesJson6902` is allowed'],
    ],
    [
      'a loop of mutations without a patch',
      rule({ mutate: { foreach: [{ list: 'x' }] } }),
      ['spec.rules[0].mutate.foreach[0]: only one of `patchStrategicMerge` or `patchesJson6902` is allowed'],
    ],
    [
      'a loop in a loop that is not alone',
      rule({ mutate: { foreach: [{ list: 'x', context: [], foreach: [{ list: 'y', patchesJson6902: '[]' }] }] } }),
      ['spec.rules[0].mutate.foreach[0]: a nested foreach cannot contain other declarations'],
    ],
    [
      'a version of the standards',
      validating({ podSecurity: { level: 'baseline', version: 'v1.024' } }),
      ['spec.rules[0].validate.podSecurity.version: must be "latest" or "v1.x", not "v1.024"'],
    ],
    [
      'a level',
      validating({ podSecurity: { level: 'strict' } }),
      ['spec.rules[0].validate.podSecurity.level: must be one of privileged, baseline, restricted, not "strict"'],
    ],
    [
      'an exclusion',
      validating({ podSecurity: { level: 'baseline', exclude: [{ controlName: 'Capabilities' }] } }),
      [
        'spec.rules[0].validate.podSecurity.exclude[0].controlName: exclude.images must be specified for the container level control',
      ],
    ],
    [
      'an anchor of mutations',
      validating({ pattern: { spec: { '+(a)': 'b' } } }),
      ['spec.rules[0].validate.pattern.spec.+(a): unsupported anchor +(a)'],
    ],
    [
      'an existence of nothing',
      validating({ anyPattern: [{ spec: [{ '^(a)': [] }] }] }),
      ['spec.rules[0].validate.anyPattern[0].spec[0].^(a): existence anchor: should have at least one value'],
    ],
    [
      'an existence of no list',
      validating({ pattern: { '^(a)': 'b' } }),
      ['spec.rules[0].validate.pattern.^(a): existence anchor should have value of type list'],
    ],
    [
      'labels that are no text',
      validating({ pattern: { metadata: { labels: { a: true } } } }),
      [
        'spec.rules[0].validate: labels and annotations supports only string values, "use double quotes around the non string values"',
      ],
    ],
    [
      'annotations that are no text, in a template',
      rule({ mutate: { patchStrategicMerge: { spec: { template: { metadata: { annotations: { a: 1 } } } } } } }),
      [
        'spec.rules[0].mutate: labels and annotations supports only string values, "use double quotes around the non string values"',
      ],
    ],
  ])('refuses %s', (_name, broken, problems) => {
    expect(problemsOf([broken])).toEqual(problems);
  });

  it('takes a version that Kyverno does not list yet, and a control that only Kubernetes names', () => {
    const exclude = [{ controlName: 'Host Probes / Lifecycle Hooks', images: ['*'] }];
    expect(problemsOf([validating({ podSecurity: { level: 'baseline', version: 'v1.36', exclude } })])).toEqual([]);
  });
});

describe('match and exclude', () => {
  const KINDS_MISSING =
    'at least one element must be specified in a kind block, the kind attribute is mandatory when working with the resources element';

  it.each<[name: string, rule: Json, parts: PolicyParts, problems: string[]]>([
    ['nothing', rule({ match: {} }), {}, ['spec.rules[0].match.resources: match resources not specified']],
    [
      'an empty filter',
      rule({ match: { any: [{}] } }),
      {},
      ['spec.rules[0].match.any[0].resources: match resources not specified'],
    ],
    [
      'no kinds',
      rule({ match: { any: [{ resources: { names: ['a'] } }] } }),
      {},
      [`spec.rules[0].match.any[0].resources.kinds: ${KINDS_MISSING}`],
    ],
    [
      'any and all',
      rule({ match: { ...MATCH_PODS, all: MATCH_PODS.any } }),
      {},
      ["spec.rules[0].match: Can't specify any and all together"],
    ],
    [
      'any and a filter by itself',
      rule({ match: { ...MATCH_PODS, resources: { kinds: ['Pod'] } } }),
      {},
      ["spec.rules[0].match: can't specify any/all together with match resources"],
    ],
    [
      'a name and names',
      rule({ match: podsWith({ name: 'a', names: ['b'] }) }),
      {},
      ['spec.rules[0].match.any[0].resources: Both name and names can not be specified together'],
    ],
    [
      'an empty selector',
      rule({ match: podsWith({ selector: {} }) }),
      {},
      ['spec.rules[0].match.any[0].resources.selector: The requirements are not specified in selector'],
    ],
    [
      'a selector that Kubernetes does not take',
      rule({ match: podsWith({ selector: { matchLabels: { 'a b': 'c' } } }) }),
      {},
      ['spec.rules[0].match.any[0].resources.selector: "a b" is no label key'],
    ],
    [
      'namespaces in a Policy',
      rule({ match: podsWith({ namespaces: ['shop'] }) }),
      NAMESPACED,
      ['spec.rules[0].match.any[0].resources.namespaces: Filtering namespaces not allowed in namespaced policies'],
    ],
    [
      'a kind without a namespace in a Policy',
      rule({ match: { any: [{ resources: { kinds: ['v1/Namespace'] } }] } }),
      NAMESPACED,
      [
        "spec.rules[0].match.any[0].resources.kinds[0]: Cluster wide resource 'v1/Namespace' not allowed in namespaced policy",
      ],
    ],
    [
      'an operation',
      rule({ match: podsWith({ operations: ['PATCH'] }) }),
      {},
      [
        'spec.rules[0].match.any[0].resources.operations[0]: must be one of CREATE, CONNECT, UPDATE, DELETE, not "PATCH"',
      ],
    ],
    [
      'a role without a namespace',
      rule({ exclude: { any: [{ roles: ['admin'] }] } }),
      { spec: { background: false } },
      ['spec.rules[0].exclude.any[0].roles[0]: Role is expected to be in namespace:name format'],
    ],
    [
      'subjects',
      rule({
        exclude: {
          any: [
            {
              subjects: [
                { kind: 'Robot', name: 'x' },
                { kind: 'ServiceAccount', name: 'x' },
              ],
            },
          ],
        },
      }),
      { spec: { background: false } },
      [
        "spec.rules[0].exclude.any[0].subjects[0].kind: kind must be 'User', 'Group', or 'ServiceAccount'",
        'spec.rules[0].exclude.any[0].subjects[1].namespace: namespace is required when Kind is ServiceAccount',
      ],
    ],
    [
      'users in the background',
      rule({ exclude: { any: [{ clusterRoles: ['admin'] }] } }),
      {},
      [
        'spec.rules[0].exclude.any[0].clusterRoles: only select variables are allowed in background mode. Set spec.background=false to disable background mode for this policy rule: invalid variable used at path: spec/rules[0]/exclude/any[0]/clusterRoles ',
      ],
    ],
    [
      'all kinds in the background',
      rule({ match: { any: [{ resources: { kinds: ['*'] } }] } }),
      {},
      [
        'spec.rules[0].match.any[0].resources.kinds: wildcard policy not allowed in background mode. Set spec.background=false to disable background mode for this policy rule ',
      ],
    ],
    [
      'a pattern on more than metadata, of all kinds',
      rule({ match: { any: [{ resources: { kinds: ['*'] } }] }, validate: { pattern: { spec: {} } } }),
      { spec: { background: false } },
      [
        'spec.rules[0].match.any[0].resources.kinds: policy can only deal with the metadata field of the resource if the rule does not match any kind',
      ],
    ],
    [
      'variables',
      rule({ match: podsWith({ names: ['{{ request.object.metadata.name }}'] }) }),
      {},
      ['spec.rules[0].match: rule "r" should not have variables in match section'],
    ],
    ['all that is matched', rule({ exclude: MATCH_PODS }), {}, ['spec.rules[0]: Rule is matching an empty set']],
  ])('refuses %s', (_name, broken, parts, problems) => {
    expect(problemsOf([broken], parts)).toEqual(problems);
  });

  it.each<[name: string, match: Json, exclude: Json, isEmpty: boolean]>([
    ['the same kinds by themselves', { resources: { kinds: ['Pod'] } }, { resources: { kinds: ['Pod'] } }, true],
    ['more kinds', { resources: { kinds: ['Pod'] } }, { resources: { kinds: ['Pod', 'Service'] } }, true],
    ['some namespaces', { resources: { kinds: ['Pod'] } }, { resources: { namespaces: ['shop'] } }, false],
    [
      'names that fit a wildcard',
      { resources: { kinds: ['Pod'], names: ['web-1'] } },
      { resources: { names: ['web-*'] } },
      true,
    ],
    ['names, where none are matched', { resources: { kinds: ['Pod'] } }, { resources: { names: ['*'] } }, false],
    [
      'other labels',
      { resources: { kinds: ['Pod'], selector: { matchLabels: { a: 'b' } } } },
      { resources: { kinds: ['Pod'], selector: { matchLabels: { a: 'c' } } } },
      false,
    ],
    [
      'the same labels',
      { resources: { kinds: ['Pod'], selector: { matchLabels: { a: 'b' } } } },
      { resources: { kinds: ['Pod'], selector: { matchLabels: { a: 'b' } } } },
      true,
    ],
    [
      'annotations',
      { resources: { kinds: ['Pod'] } },
      { resources: { kinds: ['Pod'], annotations: { a: 'b' } } },
      false,
    ],
    ['all of some', MATCH_PODS, { all: MATCH_PODS.any }, false],
  ])('knows whether an exclusion takes all: %s', (_name, match, exclude, isEmpty) => {
    const problems = problemsOf([rule({ match, exclude })]);
    expect(problems).toEqual(isEmpty ? ['spec.rules[0]: Rule is matching an empty set'] : []);
  });
});

describe('variables', () => {
  const denying = (key: string, parts: Json = {}) =>
    rule({
      ...parts,
      validate: { message: 'm', deny: { conditions: { any: [{ key, operator: 'Equals', value: 'x' }] } } },
    });
  const KEY = 'spec.rules[0].validate.deny.conditions.any[0].key';
  const unknown = (name: string) => `${KEY}: variable ${name} is neither predefined nor an entry of the rule's context`;

  it.each<[key: string, problems: string[]]>([
    ['{{ request.object.metadata.name }}', []],
    ['{{ images.containers.*.registry }}', []],
    ["{{ length('x') }}", []],
    ['\\{{ nonsense }}', []],
    ['{{ nonsense }}', [unknown('nonsense')]],
    ['{{ request.object.metadata.labels.{{ nonsense }} }}', [unknown('nonsense')]],
    ['{{- nonsense }}', [unknown('nonsense')]],
    ['{{ }}', [`${KEY}: invalid JMESPath query : the expression is empty`]],
  ])('knows those in %s', (key, problems) => {
    expect(problemsOf([denying(key)])).toEqual(problems);
  });

  it('refuses what is no expression', () => {
    const problem = expect.stringMatching(
      /^spec\.rules\[0\]\.validate\.deny.*: invalid JMESPath query request\.object\.: SyntaxError/,
    );
    expect(problemsOf([denying('{{ request.object. }}')])).toEqual([problem]);
  });

  it('knows entries of the context', () => {
    const context = [
      { name: 'mine', variable: { value: 1 } },
      { name: 'map', configMap: { name: 'a', namespace: 'b' } },
    ];
    expect(problemsOf([denying('{{ mine.x }} {{ map.data.y }}', { context })])).toEqual([]);
    expect(problemsOf([denying('{{ map.x }}', { context })])).toEqual([unknown('map.x')]);
  });

  it('knows the user at admission only', () => {
    const key = '{{ request.userInfo.username }}';
    expect(problemsOf([denying(key)])).toEqual([
      `${KEY}: only select variables are allowed in background mode. Set spec.background=false to disable background mode for this policy rule: variable ${key} is not allowed `,
    ]);
    expect(problemsOf([denying(key)], { spec: { background: false } })).toEqual([]);
    expect(problemsOf([denying('{{ serviceAccountName }}')], { spec: { background: false } })).toEqual([]);
    expect(problemsOf([denying('{{ serviceAccountName }}')])).toHaveLength(1);
  });

  it('knows elements in loops only', () => {
    const foreach = [{ list: 'request.object.spec.containers', deny: {}, preconditions: { any: [] } }];
    expect(problemsOf([validating({ message: '{{ element.name }}', foreach })])).toEqual([
      "spec.rules[0].validate.message: variable 'element.name' present outside of foreach at path /validate/message",
    ]);
    const inside = [{ list: 'request.object.spec.containers', pattern: { image: '{{ element.name }}' } }];
    expect(problemsOf([validating({ foreach: inside })])).toEqual([]);
  });

  it('knows the target but in what finds it', () => {
    const mutating = (name: string, patch: string) =>
      rule({
        mutate: {
          targets: [{ apiVersion: 'v1', kind: 'Secret', name, namespace: 'b' }],
          patchStrategicMerge: { metadata: { labels: { a: patch } } },
        },
      });
    expect(problemsOf([mutating('x', '{{ target.metadata.name }}')])).toEqual([]);
    expect(problemsOf([mutating('{{ target.metadata.name }}', 'x')])).toEqual([
      "spec.rules[0].mutate.targets[0].name: variable target.metadata.name is neither predefined nor an entry of the rule's context",
    ]);
  });
});

describe('context', () => {
  it.each<[name: string, entry: Json, parts: PolicyParts, problem: string]>([
    [
      'two sources',
      { name: 'x', variable: { value: 1 }, configMap: { name: 'a', namespace: 'b' } },
      {},
      'exactly one of configMap or apiCall or imageRegistry or variable is required for context entries',
    ],
    [
      'a predefined name',
      { name: 'request.x', variable: { value: 1 } },
      {},
      'entry name request.x is invalid as it conflicts with a pre-defined variable request',
    ],
    ['no name', { name: '', variable: { value: 1 } }, {}, 'a name is required for context entries'],
    ['no value', { name: 'x', variable: {} }, {}, 'a variable must define a value or a jmesPath expression'],
    [
      'a default of nothing',
      { name: 'x', variable: { value: 1, default: 2 } },
      {},
      'a variable must define a default value only when a jmesPath expression is defined',
    ],
    [
      'a ConfigMap of no namespace',
      { name: 'x', configMap: { name: 'a' } },
      {},
      'a namespace is required for configMap context entry',
    ],
    [
      'two addresses',
      { name: 'x', apiCall: { urlPath: '/api', service: { url: 'https://a' } } },
      {},
      'a URLPath cannot be used for service API calls',
    ],
    [
      'a global reference of a Policy',
      { name: 'x', globalReference: { name: 'a' } },
      NAMESPACED,
      'globalReference is not allowed in namespaced policies',
    ],
  ])('refuses %s', (_name, entry, parts, problem) => {
    const problems = readPolicy(manifest(classicPolicy([rule({ context: [entry] })], parts))).problems;
    expect(problems.map(({ message }) => message)).toEqual([problem]);
    expect(problems[0]?.path.startsWith('spec.rules[0].context[0]')).toBe(true);
  });

  it('refuses what is no expression, unless variables make it one', () => {
    const problems = (jmesPath: string) => problemsOf([rule({ context: [{ name: 'x', variable: { jmesPath } }] })]);
    expect(problems('request.object[')).toEqual([
      expect.stringMatching(/^spec\.rules\[0\]\.context\[0\]: failed to parse JMESPath request\.object\[: SyntaxError/),
    ]);
    expect(problems('request.object[{{ request.object.spec.x }}')).toEqual([]);
  });

  it('refuses entries next to CEL', () => {
    const cel = { expressions: [{ expression: 'true' }] };
    expect(problemsOf([rule({ context: [{ name: 'x', variable: { value: 1 } }], validate: { cel } })])).toEqual([
      'spec.rules[0].context: context variables are not supported for CEL expressions in validate rules',
    ]);
  });
});

describe('failure actions', () => {
  const overriding = (...overrides: Json[]) =>
    problemsOf([rule()], { spec: { validationFailureActionOverrides: overrides } });

  it.each<[name: string, enforced: string[], audited: string[], conflict: string | undefined]>([
    ['two of one namespace', ['a', 'b'], ['b'], 'b'],
    ['a wildcard over the other', ['a*'], ['ab'], 'ab'],
    ['two of different namespaces', ['a'], ['b'], undefined],
  ])('says when overrides contradict each other: %s', (_name, enforced, audited, conflict) => {
    const path = 'spec.validationFailureActionOverrides[1].namespaces';
    const problem = `${path}: conflicting namespaces found in path: ${path}: ${conflict}`;
    expect(overriding({ action: 'Enforce', namespaces: enforced }, { action: 'audit', namespaces: audited })).toEqual(
      conflict === undefined ? [] : [problem],
    );
  });

  it('needs to know what an override does', () => {
    expect(overriding({ namespaces: ['a'] })).toEqual([
      'spec.validationFailureActionOverrides[0].action: invalid action',
    ]);
  });
});

describe('targets', () => {
  const mutating = (targets: unknown[] | undefined, parts: PolicyParts) =>
    problemsOf([rule({ mutate: { ...(targets && { targets }), patchStrategicMerge: {} } })], parts);

  it('have to be there where what exists is mutated', () => {
    expect(mutating(undefined, { spec: { mutateExistingOnPolicyUpdate: true } })).toEqual([
      'spec.rules[0].mutate.targets: has to be specified when mutateExistingOnPolicyUpdate is set',
    ]);
  });

  it('have to be in the namespace of a Policy', () => {
    const target = (namespace: string) => [{ apiVersion: 'v1', kind: 'Secret', name: 'x', namespace }];
    expect(mutating(target('shop'), NAMESPACED)).toEqual([]);
    expect(mutating(target('other'), NAMESPACED)).toEqual([
      'spec.rules[0].mutate.targets[0].namespace: This field can be ignored or should have value of the namespace where the policy is being created',
    ]);
  });
});
