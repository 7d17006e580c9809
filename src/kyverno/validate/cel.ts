import type { CelLookups } from '../../cel/lookups.ts';
import type { KubernetesObject } from '../../model/manifest.ts';
import { compileCelRule } from '../cel-policies/cel-rule.ts';
import { excused } from '../evaluation/excused.ts';
import { error } from '../evaluation/outcome.ts';
import type { Rule, Validation } from '../read/rule.ts';
import type { Judge } from './judge.ts';

/** What expressions may refer to besides the request. */
interface CelSources {
  readonly params: readonly KubernetesObject[];
  readonly lookups?: CelLookups | undefined;
}

/** `validate.cel` */
export function compileCelJudge(
  { cel, message = '' }: Validation,
  { name, celPreconditions }: Rule,
  { params, lookups }: CelSources,
): Judge {
  const compiled = compileCelRule(cel, celPreconditions, params, message, lookups);
  return ({ request }, _context, _loader, exceptions) => {
    if (exceptions.length > 0) return excused(exceptions);
    if (!('evaluate' in compiled))
      return error(compiled.problems.map((problem) => `${problem.path}: ${problem.message}`).join('; '));
    return compiled.evaluate(request, name);
  };
}
