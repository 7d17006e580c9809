import { describe, expect, it } from 'vitest';
import { LABEL_PREFIX } from '../../src/admission/labels.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { formatLocation } from '../../src/model/location.ts';
import type { NamespaceDeclaration } from '../../src/model/namespace.ts';
import type { LabelProblem } from '../../src/namespaces/problem.ts';
import { findBrokenRules, type LabelRule, missingByPolicy, rulesFor } from '../../src/namespaces/rules.ts';
import type { ClusterAdmission } from '../../src/namespaces/state.ts';
import { readYaml } from '../../src/parse/yaml/read.ts';
import { configured, declaration, type Facts, type Labels, stateOf, UNCONFIGURED } from './fixtures.ts';

/** Rules as a configuration file has them, each `{name: …}` or named by its number. */
function rulesIn(...texts: string[]): readonly LabelRule[] {
  const rules = texts.map((text, index) => ({ name: `rule-${index + 1}`, ...(readYaml(text) as object) }));
  const { config, problems } = readConfig({ namespaces: { rules } }, () => undefined);
  expect(problems).toEqual([]);
  return config.namespaces.rules;
}

const short = (key = '') => key.replace(LABEL_PREFIX, '');

/** A problem in a few words: what is asked for, label, rule. */
const brief = ({ rule, label, policy }: LabelProblem) => `${rule} ${short(label)} (${policy})`;

const broken = (labels: Labels | NamespaceDeclaration[], rules: string[], admission?: ClusterAdmission) =>
  findBrokenRules(stateOf(labels, admission), rulesIn(...rules)).map(brief);

const added = (labels: Labels | NamespaceDeclaration[], rules: string[], admission?: ClusterAdmission) =>
  missingByPolicy(stateOf(labels, admission), rulesIn(...rules)).map(([key, value]) => `${short(key)}: ${value}`);

describe('a rule is for', () => {
  const PROD = { cluster: 'prod-eu' };
  const FILE = { file: 'apps/pay/base/namespace.yaml' };

  it.each<[conditions: string, labels: Labels, facts: Facts, isFor: boolean]>([
    ['', {}, {}, true],
    ['match: {names: [pay]}', {}, {}, true],
    ['match: {names: [pa]}', {}, {}, false],
    ['match: {names: ["p*"]}', {}, {}, true],
    ['match: {names: ["p?y"]}', {}, {}, true],
    ['match: {names: ["p?"]}', {}, {}, false],
    ['match: {names: ["*"]}', {}, {}, true],
    ['match: {names: [web, "*ay"]}', {}, {}, true],
    ['match: {names: [PAY]}', {}, {}, false],
    ['match: {names: [".*"]}', {}, {}, false],
    ['match: {clusters: ["prod-*"]}', {}, PROD, true],
    ['match: {clusters: ["dev-*"]}', {}, PROD, false],
    ['match: {clusters: ["prod-*"]}', {}, {}, false],
    ['match: {clusters: ["*"]}', {}, {}, true],
    ['match: {paths: ["apps/*"]}', {}, FILE, true],
    ['match: {paths: ["apps/*/namespace.yaml"]}', {}, FILE, true],
    ['match: {paths: ["platform/*"]}', {}, FILE, false],
    ['match: {paths: [apps]}', {}, FILE, false],
    ['match: {labels: {env: prod}}', { env: 'prod' }, {}, true],
    ['match: {labels: {env: prod}}', { env: 'dev' }, {}, false],
    ['match: {labels: {env: prod}}', {}, {}, false],
    ['match: {labels: {env: "*"}}', { env: 'prod' }, {}, false],
    ['match: {labels: {env: ""}}', { env: '' }, {}, true],
    ['match: {labels: {env: ""}}', {}, {}, false],
    ['match: {labels: {env: prod, team: x}}', { env: 'prod', team: 'x' }, {}, true],
    ['match: {labels: {env: prod, team: x}}', { env: 'prod' }, {}, false],
    [`match: {labels: {${LABEL_PREFIX}enforce: baseline}}`, { enforce: 'baseline' }, {}, true],
    ['match: {expressions: [{key: env, operator: In, values: [prod, pci]}]}', { env: 'pci' }, {}, true],
    ['match: {expressions: [{key: env, operator: In, values: [prod, pci]}]}', { env: 'dev' }, {}, false],
    ['match: {expressions: [{key: env, operator: In, values: [prod]}]}', {}, {}, false],
    ['match: {expressions: [{key: env, operator: In, values: [""]}]}', {}, {}, false],
    ['match: {expressions: [{key: env, operator: NotIn, values: [prod]}]}', { env: 'dev' }, {}, true],
    ['match: {expressions: [{key: env, operator: NotIn, values: [prod]}]}', { env: 'prod' }, {}, false],
    ['match: {expressions: [{key: env, operator: NotIn, values: [prod]}]}', {}, {}, true],
    ['match: {expressions: [{key: env, operator: NotIn, values: [""]}]}', {}, {}, true],
    ['match: {expressions: [{key: env, operator: Exists}]}', { env: '' }, {}, true],
    ['match: {expressions: [{key: env, operator: Exists}]}', {}, {}, false],
    ['match: {expressions: [{key: constructor, operator: Exists}]}', {}, {}, false],
    ['match: {expressions: [{key: env, operator: DoesNotExist}]}', {}, {}, true],
    ['match: {expressions: [{key: env, operator: DoesNotExist}]}', { env: '' }, {}, false],
    ['match: {expressions: [{key: a, operator: Exists}, {key: b, operator: Exists}]}', { a: '', b: '' }, {}, true],
    ['match: {expressions: [{key: a, operator: Exists}, {key: b, operator: Exists}]}', { a: '' }, {}, false],
    ['match: {names: [pay], clusters: ["prod-*"]}', {}, PROD, true],
    ['match: {names: [pay], clusters: ["dev-*"]}', {}, PROD, false],
    ['match: {names: [pay], labels: {env: prod}}', {}, {}, false],
    ['match: [{names: [web]}, {labels: {env: prod}}]', { env: 'prod' }, {}, true],
    ['match: [{names: [web]}, {labels: {env: prod}}]', {}, {}, false],
    ['except: {names: [pay]}', {}, {}, false],
    ['except: {names: [web]}', {}, {}, true],
    ['except: [{names: [web]}, {labels: {env: dev}}]', { env: 'dev' }, {}, false],
    ['except: {names: [pay], labels: {env: dev}}', {}, {}, true],
    ['match: {names: ["p*"]}\nexcept: {names: [pay]}', {}, {}, false],
    ['match: {names: ["p*"]}\nexcept: {names: [pub]}', {}, {}, true],
  ])('%s, for %o of %o: %s', (conditions, labels, facts, isFor) => {
    const rules = rulesIn(`labels: any\n${conditions}`);
    expect(rulesFor(stateOf([declaration('manifest', labels, facts)]), rules)).toEqual(isFor ? rules : []);
  });

  it('a namespace that any file below a path declares', () => {
    const state = stateOf([
      declaration('manifest', {}, { file: 'ns.yaml' }),
      declaration('managed', {}, { file: 'apps/pay.yaml' }),
    ]);
    const rules = rulesIn('{labels: any, match: {paths: ["apps/*"]}}', '{labels: any, match: {paths: ["*/ns.yaml"]}}');
    expect(rulesFor(state, rules).map(({ name }) => name)).toEqual(['rule-1']);
  });

  it('the labels that will be there, whoever gives them', () => {
    const state = stateOf([declaration('live', { env: 'prod' }), declaration('managed', { team: 'x' })]);
    const rules = rulesIn(
      '{labels: any, match: {labels: {env: prod, team: x}}}',
      '{labels: any, match: {labels: {env: dev}}}',
    );
    expect(rulesFor(state, rules).map(({ name }) => name)).toEqual(['rule-1']);
  });

  it('every namespace that it matches, also when others are for it too', () => {
    const rules = rulesIn(
      'labels: any',
      '{labels: any, match: {names: [web]}}',
      '{labels: any, match: {names: [pay]}}',
    );
    expect(rulesFor(stateOf({}), rules).map(({ name }) => name)).toEqual(['rule-1', 'rule-3']);
  });
});

describe('a level is required', () => {
  it.each<[rule: string, labels: Labels, problems: string[]]>([
    ['require: baseline', { enforce: 'baseline' }, []],
    ['require: baseline', { enforce: 'restricted' }, []],
    ['require: baseline', { enforce: 'privileged' }, ['level enforce (rule-1)']],
    ['require: baseline', {}, ['level enforce (rule-1)']],
    ['require: restricted', { enforce: 'baseline' }, ['level enforce (rule-1)']],
    ['require: restricted', { enforce: 'strict' }, []],
    ['require: restricted', { warn: 'restricted', audit: 'restricted' }, ['level enforce (rule-1)']],
    ['require: privileged', { enforce: 'privileged' }, []],
    ['require: {warn: restricted}', { enforce: 'baseline' }, ['level warn (rule-1)']],
    ['require: {warn: restricted}', { enforce: 'restricted' }, []],
    ['require: {audit: restricted}', { enforce: 'restricted' }, ['level audit (rule-1)']],
    ['require: {audit: baseline}', { audit: 'strict' }, ['level audit (rule-1)']],
    [
      'require: {warn: restricted, enforce: baseline, audit: restricted}',
      {},
      ['level enforce (rule-1)', 'level audit (rule-1)', 'level warn (rule-1)'],
    ],
  ])('%s, of %o', (rule, labels, problems) => {
    expect(broken(labels, [rule])).toEqual(problems);
  });

  it.each<[name: string, defaults: Labels, problems: string[]]>([
    ['as strict', { enforce: 'baseline' }, []],
    ['stricter', { enforce: 'restricted' }, []],
    ['weaker', { warn: 'restricted' }, ['level enforce (rule-1)']],
  ])('and given by a default that is %s', (_, defaults, problems) => {
    expect(broken({}, ['require: baseline'], configured(defaults))).toEqual(problems);
  });

  it('by several rules, each of which says so', () => {
    expect(
      broken({ enforce: 'baseline' }, [
        'require: restricted',
        'require: baseline',
        '{name: strict, require: restricted}',
      ]),
    ).toEqual(['level enforce (rule-1)', 'level enforce (strict)']);
  });

  it('and what is in force is told, and where that stands', () => {
    const state = stateOf({ enforce: 'baseline', 'enforce-version': 'v1.30' });
    expect(findBrokenRules(state, rulesIn('{name: strict, require: restricted, mode: audit}'))).toEqual([
      {
        rule: 'level',
        policy: 'strict',
        mode: 'audit',
        cluster: '',
        namespace: 'pay',
        target: 'manifest',
        label: `${LABEL_PREFIX}enforce`,
        found: 'baseline',
        allowed: 'restricted',
        message:
          'enforce is baseline:v1.30 (manifest.yaml:6), weaker than the restricted that the rule strict requires',
        remediation: `Set the label ${LABEL_PREFIX}enforce: restricted.`,
        location: { file: 'manifest.yaml', line: 6 },
      },
    ]);
  });

  it('or a stricter one', () => {
    const [problem] = findBrokenRules(stateOf({}), rulesIn('require: {audit: baseline}'));
    expect(problem).toMatchObject({ allowed: 'baseline or stricter', location: { file: 'manifest.yaml', line: 5 } });
    expect(problem).not.toHaveProperty('found');
  });
});

describe('levels are forbidden', () => {
  it.each<[rule: string, labels: Labels, problems: string[]]>([
    ['forbid: [privileged]', { enforce: 'privileged' }, ['forbidden enforce (rule-1)']],
    ['forbid: [privileged]', { enforce: 'baseline' }, []],
    ['forbid: [privileged]', {}, []],
    ['forbid: [privileged]', { warn: 'privileged', audit: 'privileged' }, []],
    ['forbid: [privileged]', { enforce: 'Privileged' }, []],
    ['forbid: [privileged, baseline]', { enforce: 'baseline' }, ['forbidden enforce (rule-1)']],
    ['forbid: [restricted]', { enforce: 'restricted' }, ['forbidden enforce (rule-1)']],
    [
      '{forbid: [privileged], require: restricted}',
      { enforce: 'privileged' },
      ['level enforce (rule-1)', 'forbidden enforce (rule-1)'],
    ],
  ])('%s, of %o', (rule, labels, problems) => {
    expect(broken(labels, [rule])).toEqual(problems);
  });

  it('and it is told what else would do', () => {
    expect(
      findBrokenRules(
        stateOf({ enforce: 'baseline' }),
        rulesIn('{name: r, forbid: [privileged, baseline], mode: warn}'),
      ),
    ).toMatchObject([
      {
        mode: 'warn',
        found: 'baseline',
        allowed: 'not privileged or baseline',
        message: `${LABEL_PREFIX}enforce: baseline is forbidden by the rule r`,
        remediation: `Set the label ${LABEL_PREFIX}enforce to another level, or name this namespace among the exceptions of the rule r.`,
        location: { file: 'manifest.yaml', line: 6 },
      },
    ]);
  });
});

describe('labels are asked for', () => {
  it.each<[rule: string, labels: Labels, problems: string[]]>([
    ['labels: any', {}, ['missing enforce (rule-1)']],
    ['labels: any', { team: 'x' }, ['missing enforce (rule-1)']],
    ['labels: any', { 'enforce-version': 'v1.30' }, ['missing enforce (rule-1)']],
    ['labels: any', { enforce: 'privileged' }, []],
    ['labels: any', { audit: 'baseline' }, []],
    ['labels: any', { warn: 'strict' }, []],
    ['labels: [enforce]', { warn: 'baseline' }, ['missing enforce (rule-1)']],
    ['labels: [enforce]', { enforce: 'privileged' }, []],
    ['labels: [warn, audit]', { enforce: 'restricted' }, ['missing audit (rule-1)', 'missing warn (rule-1)']],
    ['labels: [warn, audit]', { warn: 'baseline', audit: 'baseline' }, []],
    ['default: baseline', {}, ['missing enforce (rule-1)']],
    ['default: baseline', { enforce: 'privileged' }, []],
    ['default: baseline', { warn: 'baseline' }, ['missing enforce (rule-1)']],
    ['default: {warn: restricted}', { enforce: 'baseline' }, ['missing warn (rule-1)']],
    ['{labels: any, default: baseline}', {}, ['missing enforce (rule-1)']],
    ['{labels: any, default: {warn: baseline}}', {}, ['missing warn (rule-1)']],
    ['{labels: any, require: baseline}', {}, ['level enforce (rule-1)']],
    ['{labels: [enforce, warn], require: baseline}', {}, ['level enforce (rule-1)', 'missing warn (rule-1)']],
  ])('%s, of %o', (rule, labels, problems) => {
    expect(broken(labels, [rule])).toEqual(problems);
  });

  it('also where a default of the cluster is as strict', () => {
    expect(broken({}, ['{labels: [enforce], require: baseline}'], configured({ enforce: 'restricted' }))).toEqual([
      'missing enforce (rule-1)',
    ]);
  });

  it.each<[rule: string, message: string, allowed: string, level: string]>([
    [
      'labels: any',
      'no label sets a level, and the rule r asks for one',
      'a level',
      ' to the level that its workloads need',
    ],
    [
      'labels: [enforce]',
      `the label ${LABEL_PREFIX}enforce is not set, as the rule r asks`,
      'a level',
      ' to the level that its workloads need',
    ],
    [
      'default: baseline',
      `the label ${LABEL_PREFIX}enforce is not set, as the rule r asks, which assigns baseline`,
      'baseline',
      ': baseline',
    ],
  ])('%s: and it is told which to set', (rule, message, allowed, level) => {
    expect(findBrokenRules(stateOf({}), rulesIn(`${rule}\nname: r\nmode: warn`))).toEqual([
      {
        rule: 'missing',
        policy: 'r',
        mode: 'warn',
        cluster: '',
        namespace: 'pay',
        target: 'manifest',
        label: `${LABEL_PREFIX}enforce`,
        allowed,
        message,
        remediation: `Set the label ${LABEL_PREFIX}enforce${level}.`,
        location: { file: 'manifest.yaml', line: 5 },
      },
    ]);
  });

  it('and the level that a default already gives is enough', () => {
    const state = stateOf({}, configured({ enforce: 'baseline' }));
    const [problem] = findBrokenRules(state, rulesIn('{labels: [enforce], require: baseline}'));
    expect(problem?.remediation).toBe(`Set the label ${LABEL_PREFIX}enforce: baseline.`);
  });
});

describe('versions are pinned', () => {
  it.each<[rule: string, labels: Labels, problems: string[]]>([
    ['pinned: true', { enforce: 'baseline' }, ['unpinned enforce-version (rule-1)']],
    ['pinned: true', { enforce: 'baseline', 'enforce-version': 'latest' }, ['unpinned enforce-version (rule-1)']],
    ['pinned: true', { enforce: 'baseline', 'enforce-version': 'v1.30' }, []],
    [
      'pinned: true',
      { warn: 'baseline', audit: 'baseline' },
      ['unpinned audit-version (rule-1)', 'unpinned warn-version (rule-1)'],
    ],
    ['pinned: true', {}, []],
    ['pinned: true', { 'enforce-version': 'latest' }, []],
    ['{pinned: false, labels: any}', { enforce: 'baseline' }, []],
    ['version: v1.30', { enforce: 'baseline' }, []],
  ])('%s, of %o', (rule, labels, problems) => {
    expect(broken(labels, [rule])).toEqual(problems);
  });

  it.each<[labels: Labels, rule: string, message: string, remediation: string, place: string]>([
    [{ enforce: 'baseline' }, '', 'is not set', "v1.x, the cluster's version", 'manifest.yaml:5'],
    [{ enforce: 'baseline', 'enforce-version': 'latest' }, 'version: v1.30', 'is latest', 'v1.30', 'manifest.yaml:7'],
  ])('and for %o it is told to which', (labels, rule, message, remediation, place) => {
    const [problem] = findBrokenRules(stateOf(labels), rulesIn(`pinned: true\nname: r\n${rule}`));
    expect(problem).toMatchObject({
      allowed: 'v1.x',
      message: `${LABEL_PREFIX}enforce-version ${message}, so that an upgrade of the cluster changes what is allowed; the rule r asks for a version`,
      remediation: `Set the label ${LABEL_PREFIX}enforce-version: ${remediation}.`,
    });
    expect(problem?.location && formatLocation(problem.location)).toBe(place);
  });
});

describe('a namespace that nobody declares', () => {
  it('breaks no rule: there is no label to mend', () => {
    expect(broken([], ['require: restricted', 'labels: any', 'default: baseline'])).toEqual([]);
  });
});

describe('what --write adds', () => {
  const BASELINE_CLUSTER = configured({ enforce: 'baseline' });

  it.each<[name: string, labels: Labels, rules: string[], admission: ClusterAdmission, added: string[]]>([
    ['nothing without a rule', {}, [], UNCONFIGURED, []],
    ['the default', {}, ['default: baseline'], UNCONFIGURED, ['enforce: baseline']],
    ['no default over a level', { enforce: 'privileged' }, ['default: baseline'], UNCONFIGURED, []],
    ['no default over an invalid level', { enforce: 'strict' }, ['default: baseline'], UNCONFIGURED, []],
    [
      'a default of each mode, in upstream’s order',
      {},
      ['default: {warn: restricted, enforce: baseline, audit: restricted}'],
      UNCONFIGURED,
      ['enforce: baseline', 'audit: restricted', 'warn: restricted'],
    ],
    [
      'only what is missing',
      { enforce: 'baseline' },
      ['default: {warn: restricted, enforce: baseline}'],
      UNCONFIGURED,
      ['warn: restricted'],
    ],
    ['a level that is required', {}, ['require: restricted'], UNCONFIGURED, ['enforce: restricted']],
    [
      'no stricter level than the one that is set',
      { enforce: 'privileged' },
      ['require: restricted'],
      UNCONFIGURED,
      [],
    ],
    [
      'the strictest of defaults',
      {},
      ['default: baseline', 'default: restricted'],
      UNCONFIGURED,
      ['enforce: restricted'],
    ],
    [
      'a required level that is stricter than the default',
      {},
      ['default: baseline', 'require: restricted'],
      UNCONFIGURED,
      ['enforce: restricted'],
    ],
    [
      'a default that is stricter than the required level',
      {},
      ['require: baseline', 'default: restricted'],
      UNCONFIGURED,
      ['enforce: restricted'],
    ],
    [
      'nothing of rules for others',
      {},
      ['{default: restricted, match: {names: [web]}}', 'default: baseline'],
      UNCONFIGURED,
      ['enforce: baseline'],
    ],
    [
      'the default, also where the cluster has the same',
      {},
      ['default: baseline'],
      BASELINE_CLUSTER,
      ['enforce: baseline'],
    ],
    ['no required level that the cluster gives', {}, ['require: baseline'], BASELINE_CLUSTER, []],
    [
      'a required level that the cluster does not give',
      {},
      ['require: restricted'],
      BASELINE_CLUSTER,
      ['enforce: restricted'],
    ],
    [
      'a required level that the cluster gives, where a label has to be',
      {},
      ['{require: baseline, labels: [enforce]}'],
      BASELINE_CLUSTER,
      ['enforce: baseline'],
    ],
    [
      'a required level that the cluster gives, where any label has to be',
      {},
      ['{require: baseline, labels: any}'],
      BASELINE_CLUSTER,
      ['enforce: baseline'],
    ],
    [
      'nothing for warn where any label is enough and the cluster warns',
      {},
      ['{require: {warn: baseline}, labels: any}'],
      configured({ warn: 'baseline' }),
      [],
    ],
    ['no level that nobody names', {}, ['labels: any', 'labels: [enforce, warn]'], UNCONFIGURED, []],
    ['no warning that follows enforce', { enforce: 'restricted' }, ['require: {warn: restricted}'], UNCONFIGURED, []],
    ['nothing for what is forbidden', { enforce: 'privileged' }, ['forbid: [privileged]'], UNCONFIGURED, []],
    [
      'the version beside the level',
      {},
      ['{default: baseline, version: v1.30}'],
      UNCONFIGURED,
      ['enforce: baseline', 'enforce-version: v1.30'],
    ],
    [
      'the version beside each level',
      {},
      ['{default: {enforce: baseline, warn: restricted}, version: v1.30}'],
      UNCONFIGURED,
      ['enforce: baseline', 'enforce-version: v1.30', 'warn: restricted', 'warn-version: v1.30'],
    ],
    [
      'no version over another',
      { 'enforce-version': 'v1.29' },
      ['{default: baseline, version: v1.30}'],
      UNCONFIGURED,
      ['enforce: baseline'],
    ],
    [
      'no version beside a level that is set',
      { enforce: 'baseline' },
      ['{default: baseline, version: v1.30}'],
      UNCONFIGURED,
      [],
    ],
    [
      'the version of another rule',
      {},
      ['default: baseline', 'version: v1.30'],
      UNCONFIGURED,
      ['enforce: baseline', 'enforce-version: v1.30'],
    ],
    [
      'the version of the first rule that has one',
      {},
      ['default: baseline', 'version: v1.29', 'version: v1.30'],
      UNCONFIGURED,
      ['enforce: baseline', 'enforce-version: v1.29'],
    ],
  ])('%s', (_, labels, rules, admission, expected) => {
    expect(added(labels, rules, admission)).toEqual(expected);
  });

  it.each([
    ['{default: {enforce: baseline, warn: restricted, audit: restricted}, version: v1.30, pinned: true}'],
    ['{require: {enforce: restricted, audit: restricted, warn: restricted}, labels: [enforce, audit, warn]}'],
    ['{require: baseline, labels: any}'],
  ])('mends what %s finds, and nothing is left to add', (rule) => {
    const rules = rulesIn(rule);
    expect(findBrokenRules(stateOf({}), rules)).not.toEqual([]);
    const labels = Object.fromEntries(missingByPolicy(stateOf({}), rules));
    expect(findBrokenRules(stateOf(labels), rules)).toEqual([]);
    expect(missingByPolicy(stateOf(labels), rules)).toEqual([]);
  });
});

describe('examples', () => {
  const EVERY_NAMESPACE = ['{name: labelled, labels: any}'];
  const NOT_PRIVILEGED = ['{name: not-privileged, forbid: [privileged], except: {names: [kube-system, "platform-*"]}}'];
  const BASELINE_OR_RESTRICTED = [
    '{name: base, require: baseline}',
    '{name: strict, match: [{names: ["pci-*"]}, {labels: {env: prod}}], require: restricted}',
  ];
  type Row = [rules: string[], name: string, labels: Labels, problems: string[]];

  it.each<Row>([
    [EVERY_NAMESPACE, 'pay', {}, ['missing enforce (labelled)']],
    [EVERY_NAMESPACE, 'pay', { warn: 'baseline' }, []],
    [NOT_PRIVILEGED, 'pay', { enforce: 'privileged' }, ['forbidden enforce (not-privileged)']],
    [NOT_PRIVILEGED, 'pay', { enforce: 'baseline' }, []],
    [NOT_PRIVILEGED, 'kube-system', { enforce: 'privileged' }, []],
    [NOT_PRIVILEGED, 'platform-logging', { enforce: 'privileged' }, []],
    [NOT_PRIVILEGED, 'my-platform-logging', { enforce: 'privileged' }, ['forbidden enforce (not-privileged)']],
    [BASELINE_OR_RESTRICTED, 'pay', { enforce: 'baseline' }, []],
    [BASELINE_OR_RESTRICTED, 'pay', {}, ['level enforce (base)']],
    [BASELINE_OR_RESTRICTED, 'pci-pay', { enforce: 'restricted' }, []],
    [BASELINE_OR_RESTRICTED, 'pci-pay', { enforce: 'baseline' }, ['level enforce (strict)']],
    [BASELINE_OR_RESTRICTED, 'pay', { enforce: 'baseline', env: 'prod' }, ['level enforce (strict)']],
    [BASELINE_OR_RESTRICTED, 'pay', { enforce: 'baseline', env: 'dev' }, []],
    [BASELINE_OR_RESTRICTED, 'pci-pay', { enforce: 'privileged' }, ['level enforce (base)', 'level enforce (strict)']],
  ])('%o: %s with %o', (rules, name, labels, problems) => {
    expect(broken([declaration('manifest', labels, { name })], rules)).toEqual(problems);
  });
});

describe('what is written is never weaker than what is in force', () => {
  it.each<[rule: string, labels: Record<string, string>, admission: ClusterAdmission, entries: string[]]>([
    ['default: {enforce: baseline, warn: baseline}', { enforce: 'restricted' }, UNCONFIGURED, ['warn: restricted']],
    ['default: baseline', {}, configured({ enforce: 'restricted' }), ['enforce: restricted']],
    ['default: baseline', {}, UNCONFIGURED, ['enforce: baseline']],
    ['{pinned: true, version: v1.30}', { enforce: 'baseline' }, UNCONFIGURED, ['enforce-version: v1.30']],
    ['{pinned: true, version: v1.30}', { enforce: 'baseline', 'enforce-version': 'v1.29' }, UNCONFIGURED, []],
    ['{pinned: true, version: v1.30}', {}, UNCONFIGURED, []],
  ])('%s, of %o', (rule, labels, admission, entries) => {
    expect(added(labels, [rule], admission)).toEqual(entries);
  });
});
