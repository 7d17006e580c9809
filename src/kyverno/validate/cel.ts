import { compileCelRule } from '../cel-policies/cel-rule.ts';
import { excused } from '../evaluation/excused.ts';
import { error } from '../evaluation/outcome.ts';
import type { Rule, Validation } from '../read/rule.ts';
import type { RuleSettings } from './compile-rule.ts';
import type { Judge } from './judge.ts';

/** `validate.cel` */
export function compileCelJudge(
  { cel, message = '' }: Validation,
  { name, celPreconditions }: Rule,
  { params, lookups }: Pick<RuleSettings, 'params' | 'lookups'>,
): Judge {
  const compiled = compileCelRule(cel, celPreconditions, params, message, lookups);
  return ({ request }, _context, _loader, exceptions) => {
    if (exceptions.length > 0) return excused(exceptions);
    if (!('evaluate' in compiled))
      return error(compiled.problems.map((problem) => `${problem.path}: ${problem.message}`).join('; '));
    return compiled.evaluate(request, name);
  };
}
