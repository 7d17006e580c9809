import { excusedByOne } from '../evaluation/excused.ts';
import { evaluatePodSecurity, type PodSecurityRule } from '../pod-security/evaluate.ts';
import { exclusionsOf } from '../read/exclusions.ts';
import type { PodSecurity } from '../read/rule.ts';
import type { KyvernoMode } from '../types.ts';
import type { Judge } from './judge.ts';

/** `validate.podSecurity`. What is deleted is not judged. */
export function compilePodSecurityJudge(
  { level = '', version = '', exclude }: PodSecurity,
  ruleName: string,
  mode: KyvernoMode,
): Judge {
  const rule: PodSecurityRule = { level, version, exclude: exclusionsOf(exclude) };
  return ({ request }, _context, _loader, exceptions) => {
    if (request.operation === 'DELETE' || request.object === undefined) return undefined;
    const whole = exceptions.find(({ podSecurity }) => podSecurity.length === 0);
    return whole === undefined
      ? evaluatePodSecurity(ruleName, rule, request.object, exceptions, mode)
      : excusedByOne(whole);
  };
}
