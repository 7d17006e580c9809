import type { ClassicException } from '../read/read-exception.ts';
import type { RuleOutcome } from './outcome.ts';

/** What exceptions make of a rule. The missing blank is Kyverno's. */
export function excused(exceptions: readonly ClassicException[]): RuleOutcome {
  const names = exceptions.map(({ name }) => name);
  return withExceptions('skip', `rule is skipped due to policy exceptions${names.join(', ')}`, names);
}

/** Of podSecurity, one exception without controls. */
export function excusedByOne({ name }: ClassicException): RuleOutcome {
  return withExceptions('skip', `rule is skipped due to policy exception ${name}`, [name]);
}

function withExceptions(status: 'skip', message: string, exceptions: readonly string[]): RuleOutcome {
  return { status, message, exceptions };
}

/** As reports name them: without namespaces. */
export function exceptionNames(exceptions: readonly string[]): string {
  return exceptions.map((name) => name.slice(name.indexOf('/') + 1)).join(',');
}
