import { describe, expect, it } from 'vitest';
import { decideVerdict, exitCodeOf, FAIL_ON, type FailOn } from '../../src/decide/decide.ts';
import type { Finding, Mode, Result, Verdict } from '../../src/model/report.ts';

function finding(result: Result, mode?: Mode): Finding {
  return {
    fingerprint: '0',
    target: 'directory:a',
    policy: 'PodSecurity',
    rule: 'privileged',
    result,
    fields: [],
    message: 'x',
    ...(mode === undefined ? {} : { mode }),
  };
}

const ENFORCE = finding('fail', 'enforce');
const WARN = finding('warn', 'warn');
const AUDIT = finding('warn', 'audit');
const ERROR = finding('error');
const SKIP = finding('skip');

type Verdicts = readonly [enforce: Verdict, warn: Verdict, audit: Verdict, never: Verdict];

/** Verdicts with each value of fail-on, in the order of FAIL_ON. */
const TABLE: readonly (readonly [name: string, findings: readonly Finding[], ...verdicts: Verdicts])[] = [
  ['nothing', [], 'pass', 'pass', 'pass', 'pass'],
  ['a skip', [SKIP], 'pass', 'pass', 'pass', 'pass'],
  ['a check that is kept', [finding('pass', 'enforce')], 'pass', 'pass', 'pass', 'pass'],
  ['audit', [AUDIT], 'pass', 'pass', 'block', 'pass'],
  ['warn', [WARN], 'warn', 'block', 'block', 'warn'],
  ['warn and audit', [WARN, AUDIT], 'warn', 'block', 'block', 'warn'],
  ['enforce', [ENFORCE], 'block', 'block', 'block', 'warn'],
  ['enforce and audit', [ENFORCE, AUDIT], 'block', 'block', 'block', 'warn'],
  ['enforce and warn', [ENFORCE, WARN], 'block', 'block', 'block', 'warn'],
  ['enforce, warn and audit', [ENFORCE, WARN, AUDIT], 'block', 'block', 'block', 'warn'],
  ['an error', [ERROR], 'error', 'error', 'error', 'error'],
  ['an error and audit', [ERROR, AUDIT], 'error', 'error', 'block', 'error'],
  ['an error and warn', [ERROR, WARN], 'error', 'block', 'block', 'error'],
  ['an error, warn and audit', [ERROR, WARN, AUDIT], 'error', 'block', 'block', 'error'],
  ['an error and enforce', [ERROR, ENFORCE], 'block', 'block', 'block', 'error'],
  ['an error, enforce and audit', [ERROR, ENFORCE, AUDIT], 'block', 'block', 'block', 'error'],
  ['an error, enforce and warn', [ERROR, ENFORCE, WARN], 'block', 'block', 'block', 'error'],
  ['everything', [ERROR, ENFORCE, WARN, AUDIT], 'block', 'block', 'block', 'error'],
  ['a broken control without a mode', [finding('fail')], 'warn', 'warn', 'warn', 'warn'],
];

const CODES: Readonly<Record<Verdict, number>> = { pass: 0, warn: 0, block: 1, error: 3 };

const rows = TABLE.flatMap(([name, findings, ...verdicts]) =>
  FAIL_ON.map((failOn, index): [string, FailOn, readonly Finding[], Verdict] => [
    name,
    failOn,
    findings,
    verdicts[index] as Verdict,
  ]),
);

describe('verdict', () => {
  it.each(rows)('%s with --fail-on %s', (_, failOn, findings, verdict) => {
    for (const order of [findings, findings.toReversed(), [SKIP, ...findings], [...findings, SKIP]]) {
      expect(decideVerdict(order, failOn, false)).toBe(verdict);
    }
    expect(exitCodeOf(decideVerdict(findings, failOn, false))).toBe(CODES[verdict]);
  });

  it.each(rows)('%s with --fail-on %s, and nothing to evaluate: an error, unless policy says no', (...row) => {
    const [, failOn, findings, verdict] = row;
    expect(decideVerdict(findings, failOn, true)).toBe(verdict === 'block' ? 'block' : 'error');
  });

  it('the table has every combination of findings', () => {
    const combinations = TABLE.map(([, findings]) =>
      [ERROR, ENFORCE, WARN, AUDIT].map((one) => (findings.includes(one) ? '1' : '0')).join(''),
    );
    expect(new Set(combinations).size).toBe(2 ** 4);
  });
});

describe('exit code', () => {
  it.each(Object.entries(CODES) as [Verdict, number][])('of %s is %i', (verdict, code) => {
    expect(exitCodeOf(verdict)).toBe(code);
  });
});

it('fail-on goes from the strongest mode to none', () => {
  expect(FAIL_ON).toEqual(['enforce', 'warn', 'audit', 'never']);
});
