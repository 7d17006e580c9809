import { describe, expect, it } from 'vitest';
import type { SuiteReport, SuiteRow, SuitesReport } from '../../src/model/suite-report.ts';
import { suitesText } from '../../src/report/suites-text.ts';

function row(result: SuiteRow['result'], changes: Partial<SuiteRow> = {}): SuiteRow {
  const resource = { apiVersion: 'v1', kind: 'Pod', namespace: 'pay', name: 'api' };
  return { policy: 'need-team', rule: 'check', resource, result, reason: 'Ok', message: 'kept', ...changes };
}

function suite(rows: readonly SuiteRow[], changes: Partial<SuiteReport> = {}): SuiteReport {
  return { name: 'teams', file: 'a/kyverno-test.yaml', problems: [], rows, ...changes };
}

function report(...suites: readonly SuiteReport[]): SuitesReport {
  const count = (result: SuiteRow['result']) =>
    suites.flatMap(({ rows }) => rows).filter((each) => each.result === result).length;
  return {
    schemaVersion: '1',
    tool: { name: 'pss-gate', version: '1.2.3' },
    summary: {
      suites: suites.length,
      unreadable: suites.filter(({ problems }) => problems.length > 0).length,
      pass: count('pass'),
      fail: count('fail'),
      skip: count('skip'),
    },
    suites,
  };
}

const print = (of: SuitesReport, failOnly = false, colors = false) =>
  [...suitesText(of, { colors, failOnly })].join('');

const MIXED = report(
  suite([
    row('pass'),
    row('pass', { reason: 'Excluded', message: '' }),
    row('fail', { reason: 'Want pass, got fail', message: 'label team is missing' }),
    row('fail', {
      reason: 'Not found',
      message: '',
      rule: '',
      resource: { apiVersion: 'v1', kind: 'Namespace', namespace: '', name: 'pay' },
    }),
    row('skip', { reason: 'Not supported: apiCall', message: '' }),
  ]),
  suite([row('fail', { resource: undefined as never, reason: 'Not found', message: '' })].map(withoutResource), {
    line: 12,
  }),
  suite([], { file: 'b/kyverno-test.yaml', problems: ['polices: unknown field', 'results: expected a list'] }),
);

function withoutResource({ resource: _, ...rest }: SuiteRow): SuiteRow {
  return rest;
}

describe('suites in text', () => {
  it('have a line for each row, and a summary', () => {
    expect(print(MIXED)).toBe(
      `ok    a/kyverno-test.yaml: need-team/check pay/Pod/api
ok    a/kyverno-test.yaml: need-team/check pay/Pod/api  Excluded
FAIL  a/kyverno-test.yaml: need-team/check pay/Pod/api  Want pass, got fail: label team is missing
FAIL  a/kyverno-test.yaml: need-team Namespace/pay  Not found
skip  a/kyverno-test.yaml: need-team/check pay/Pod/api  Not supported: apiCall
FAIL  a/kyverno-test.yaml:12: need-team/check  Not found
ERROR b/kyverno-test.yaml: polices: unknown field
ERROR b/kyverno-test.yaml: results: expected a list

3 suites: 2 as expected, 3 different, 1 skipped, 1 suite could not be run
`,
    );
  });

  it('leave out what is as expected, where that is asked for', () => {
    const text = print(MIXED, true);
    expect(text).not.toMatch(/^(?:ok|skip)/m);
    expect(text.match(/^FAIL/gm)).toHaveLength(3);
    expect(text).toContain('3 suites: 2 as expected');
  });

  it('keep what a suite says on its line', () => {
    const text = print(report(suite([row('fail', { message: 'one\ntwo\u001b[2J', policy: 'a\u202eb' })])));
    expect(text.split('\n')[0]).toBe(
      'FAIL  a/kyverno-test.yaml: a\\u202eb/check pay/Pod/api  Ok: one\\u000atwo\\u001b[2J',
    );
  });

  it('have colours on a terminal', () => {
    expect(print(report(suite([row('pass')])), false, true)).toContain('\u001b[32mok\u001b[39m');
  });

  it('count one suite as one', () => {
    expect(print(report(suite([])))).toBe('\n1 suite: 0 as expected, 0 different\n');
  });
});
