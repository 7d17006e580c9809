import { describe, expect, it } from 'vitest';
import type { PolicyResults, PolicyResultsEntry, PolicyResultsRule } from '../../src/model/policy-results.ts';
import { kyvernoText } from '../../src/report/kyverno-text.ts';

const POD = { apiVersion: 'v1', kind: 'Pod', namespace: 'a', name: 'p1' };
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', namespace: '', name: 'n1' };

function rule(status: PolicyResultsRule['status'], changes: Partial<PolicyResultsRule> = {}): PolicyResultsRule {
  return { rule: 'check', type: 'validate', status, message: 'a label is missing', properties: {}, ...changes };
}

function entry(
  policy: string,
  responses: readonly PolicyResultsRule[],
  changes: Partial<PolicyResultsEntry> = {},
): PolicyResultsEntry {
  return {
    policy,
    policyKind: 'ClusterPolicy',
    annotations: {},
    resource: POD,
    action: 'enforce',
    responses,
    ...changes,
  };
}

function print(
  entries: readonly PolicyResultsEntry[],
  changes: Partial<PolicyResults> = {},
  auditWarn = false,
): string {
  const results = {
    ruleCount: 3,
    resourceCount: 2,
    exceptionCount: 0,
    entries,
    skippedPolicies: [],
    invalidPolicies: [],
  };
  return [...kyvernoText({ ...results, ...changes }, { auditWarn })].join('');
}

const NEED_LABEL = [
  rule('fail', { message: 'validation error: label team is required. rule check failed at path /metadata/labels/' }),
  rule('fail', { rule: 'nomsg', message: 'validation error: rule nomsg failed at path /spec/hostNetwork/' }),
];
const UNSCORED = { 'policies.kyverno.io/scored': 'false' };

/** What `kyverno apply` 1.19.1 printed for policies like these, without its warnings of deprecated kinds. */
const ENTRIES = [
  entry('need-label', NEED_LABEL, { action: 'audit' }),
  entry('unscored', [rule('fail', { message: 'always' })], { annotations: UNSCORED }),
  entry('a/local', [rule('error')]),
  entry('vp', [rule('fail', { rule: '', message: 'no labels' })], { policyKind: 'ValidatingPolicy', action: 'audit' }),
  entry('need-label', [rule('pass'), NEED_LABEL[1] ?? rule('fail')], {
    action: 'audit',
    resource: { ...POD, namespace: 'default', name: 'p2' },
  }),
  entry('unscored', [rule('fail', { message: 'always' })], {
    annotations: UNSCORED,
    resource: { ...POD, namespace: 'default', name: 'p2' },
  }),
  entry('vp', [rule('pass', { rule: '' })], { policyKind: 'ValidatingPolicy', action: 'audit' }),
  entry('need-label', NEED_LABEL.slice(0, 1), { action: 'audit', resource: NAMESPACE }),
  entry('need-label', [rule('pass')], { action: 'audit', resource: { ...NAMESPACE, name: 'n2' } }),
];
const SKIPPED = [
  {
    name: 'mut',
    reason: 'labels and annotations supports only string values, "use double quotes around the non string values"',
  },
];

describe('the text of kyverno apply', () => {
  it('tells failures and counts results', () => {
    expect(print(ENTRIES, { ruleCount: 10, resourceCount: 4, skippedPolicies: SKIPPED })).toBe(`
Applying 10 policy rule(s) to 4 resource(s)...
----------------------------------------------------------------------
Policies Skipped:
1. mut: labels and annotations supports only string values, "use double quotes around the non string values"
----------------------------------------------------------------------
policy need-label -> resource a/Pod/p1 failed:
1 - check validation error: label team is required. rule check failed at path /metadata/labels/
2 - nomsg validation error: rule nomsg failed at path /spec/hostNetwork/
policy unscored -> resource a/Pod/p1 failed:
1 - check always
policy vp -> resource a/Pod/p1 failed:
1 -  no labels
policy need-label -> resource default/Pod/p2 failed:
1 - nomsg validation error: rule nomsg failed at path /spec/hostNetwork/
policy unscored -> resource default/Pod/p2 failed:
1 - check always
policy need-label -> resource /Namespace/n1 failed:
1 - check validation error: label team is required. rule check failed at path /metadata/labels/

pass: 3, fail: 5, warn: 2, error: 2, skip: 0 
`);
  });

  it('warns of what does not enforce, where that is asked for', () => {
    const entries = ENTRIES.map((each, index) =>
      index === 0 ? { ...each, responses: [NEED_LABEL[0] ?? rule('fail'), rule('skip', { rule: 'nomsg' })] } : each,
    );
    const changes = { ruleCount: 10, resourceCount: 4, exceptionCount: 1, skippedPolicies: SKIPPED };
    expect(print(entries, changes, true)).toBe(`
Applying 10 policy rule(s) to 4 resource(s) with 1 exception(s)...
----------------------------------------------------------------------
Policies Skipped:
1. mut: labels and annotations supports only string values, "use double quotes around the non string values"
----------------------------------------------------------------------
policy need-label -> resource a/Pod/p1 failed as audit warning:
1 - check validation error: label team is required. rule check failed at path /metadata/labels/
policy unscored -> resource a/Pod/p1 failed:
1 - check always
policy vp -> resource a/Pod/p1 failed as audit warning:
1 -  no labels
policy need-label -> resource default/Pod/p2 failed as audit warning:
1 - nomsg validation error: rule nomsg failed at path /spec/hostNetwork/
policy unscored -> resource default/Pod/p2 failed:
1 - check always
policy need-label -> resource /Namespace/n1 failed as audit warning:
1 - check validation error: label team is required. rule check failed at path /metadata/labels/

pass: 3, fail: 1, warn: 5, error: 2, skip: 1 
`);
  });

  it('tells of mutations that changed nothing or failed', () => {
    const mutation = { type: 'mutate', rule: 'mut' } as const;
    const message = 'variable substitution failed';
    const entries = [
      entry('muterr', [rule('error', { ...mutation, message })], { resource: NAMESPACE }),
      entry('mut', [rule('skip', mutation), rule('pass', mutation)], { resource: NAMESPACE }),
      entry('gen', [rule('error', { type: 'generate', message })], { resource: NAMESPACE }),
    ];
    expect(print(entries)).toBe(`
Applying 3 policy rule(s) to 2 resource(s)...

error while applying mutate policy muterr -> resource /Namespace/n1 
error:  variable substitution failed

skipped mutate policy mut -> resource /Namespace/n1

error while applying generate policy gen -> resource /Namespace/n1 
error: variable substitution failed

pass: 1, fail: 0, warn: 0, error: 2, skip: 1 
`);
  });

  it('lists invalid policies, with a reason or without', () => {
    const text = print([], {
      invalidPolicies: [
        { name: 'a', reason: 'no' },
        { name: 'b', reason: '' },
      ],
    });
    expect(text).toContain(`${'-'.repeat(70)}\nInvalid Policies:\n1. a: no\n2. b\n${'-'.repeat(70)}\n`);
    expect(text).toContain('error: 2,');
  });

  it('has words for a failure without any', () => {
    expect(print([entry('p', [rule('fail', { message: '' })])])).toContain('\n1 - check validation failed\n');
  });

  it('shows lines of messages, and nothing that moves the cursor', () => {
    expect(print([entry('p', [rule('fail', { message: 'one\ntwo\u001b[2J' })])])).toContain(
      '1 - check one\ntwo\\u001b[2J\n',
    );
  });
});

describe('counts', () => {
  const countOf = (response: PolicyResultsRule, changes: Partial<PolicyResultsEntry> = {}, auditWarn = false) =>
    /pass: .*/
      .exec(print([entry('p', [response], changes)], {}, auditWarn))?.[0]
      .replaceAll(/\w+: 0(?:, | )/g, '')
      .replace(/, $| $/, '');

  it.each<[string, PolicyResultsRule, Partial<PolicyResultsEntry>, boolean, string]>([
    ['a failure', rule('fail'), {}, false, 'fail: 1'],
    ['a failure of an audit', rule('fail'), { action: 'audit' }, false, 'fail: 1'],
    ['a failure of an audit, with audit-warn', rule('fail'), { action: 'audit' }, true, 'warn: 1'],
    [
      'a failure of images of an audit, with audit-warn',
      rule('fail', { type: 'verifyImages' }),
      { action: 'audit' },
      true,
      'warn: 1',
    ],
    ['a failure that enforces, with audit-warn', rule('fail'), {}, true, 'fail: 1'],
    ['a failure that is not scored', rule('fail'), { annotations: UNSCORED }, false, 'warn: 1'],
    ['a mutation that fails, not scored', rule('fail', { type: 'mutate' }), { annotations: UNSCORED }, true, 'fail: 1'],
    ['a mutation that warns', rule('warn', { type: 'mutate' }), {}, false, ''],
    ['a warning', rule('warn'), {}, false, 'warn: 1'],
    [
      'a failure in CEL, not scored',
      rule('fail'),
      { policyKind: 'ValidatingPolicy', annotations: UNSCORED, action: 'audit' },
      true,
      'fail: 1',
    ],
    ['a warning in CEL', rule('warn'), { policyKind: 'ValidatingPolicy' }, false, ''],
    ['a skip in CEL', rule('skip'), { policyKind: 'ValidatingPolicy' }, false, 'skip: 1'],
    ['a skip of Kubernetes', rule('skip'), { policyKind: 'ValidatingAdmissionPolicy' }, false, ''],
    ['an error of Kubernetes', rule('error'), { policyKind: 'ValidatingAdmissionPolicy' }, false, 'error: 1'],
  ])('%s', (_, response, changes, auditWarn, expected) => {
    expect(countOf(response, changes, auditWarn)).toBe(expected);
  });
});
