import { ExitCode } from '../model/exit-code.ts';
import type { Finding, Mode, Verdict } from '../model/report.ts';

/** The weakest mode whose findings block. */
export const FAIL_ON = ['enforce', 'warn', 'audit', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

const BLOCKING: Readonly<Record<FailOn, readonly Mode[]>> = {
  enforce: ['enforce'],
  warn: ['enforce', 'warn'],
  audit: ['enforce', 'warn', 'audit'],
  never: [],
};

/**
 * What a run says. Policy comes first: a run that found violations and could not evaluate something blocks.
 *
 * Findings in mode audit count only where `failOn` asks for them.
 */
export function decideVerdict(findings: readonly Finding[], failOn: FailOn, nothingEvaluated: boolean): Verdict {
  const blocking = BLOCKING[failOn];
  const broken = findings.filter(({ result }) => result === 'fail' || result === 'warn');
  if (broken.some(({ mode }) => mode !== undefined && blocking.includes(mode))) return 'block';
  if (nothingEvaluated || findings.some(({ result }) => result === 'error')) return 'error';
  return broken.some(({ mode }) => mode !== 'audit') ? 'warn' : 'pass';
}

/** The exit code of a verdict: 0 passed, 1 policy says no, 3 could not evaluate. */
export function exitCodeOf(verdict: Verdict): ExitCode {
  switch (verdict) {
    case 'pass':
    case 'warn':
      return ExitCode.passed;
    case 'block':
      return ExitCode.rejected;
    case 'error':
      return ExitCode.notEvaluated;
  }
}
