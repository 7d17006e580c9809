import type { EntryLookups, LookupResult } from '../../lookups/lookups.ts';
import type { VariableContext } from '../context.ts';
import { NotEvaluatedError, prefixError, VariableError } from '../errors.ts';
import { compileExpression } from '../jmespath/expression.ts';
import { substitute } from '../substitute.ts';

/** Sources of entries that are not in the repository. */
export type OutsideSource = 'configMap' | 'apiCall' | 'globalReference' | 'imageRegistry';

/** Where entries are looked up, and for whom. */
export interface EntrySources {
  readonly lookups: EntryLookups;
  /** Namespace of the policy, outside of which it sees nothing; empty for one of the whole cluster. */
  readonly namespace: string;
}

/** An entry whose value comes from outside. */
export interface OutsideEntry {
  readonly name: string;
  readonly source: OutsideSource;
  /** What the entry says of it. */
  readonly definition: Readonly<Record<string, unknown>>;
}

/** With the variables filled in. An error begins with the complaint. */
export function fillIn(value: unknown, context: VariableContext, complaint: string): unknown {
  return explaining(complaint, () => substitute(value, context));
}

/** As `fillIn`, where only a text will do. */
export function fillInText(value: unknown, context: VariableContext, complaint: string): string {
  const filled = fillIn(value ?? '', context, complaint);
  if (typeof filled === 'string') return filled;
  throw new VariableError(`${complaint}: expected string, got ${typeof filled}`);
}

/** What an expression gives of what was found; all of it without one. */
export function applyJmesPath(expression: string, data: unknown, complaint: string): unknown {
  return expression === '' ? data : explaining(complaint, () => compileExpression(expression).evaluate(data));
}

/** Puts a complaint before whatever goes wrong. */
export function explaining<Result>(complaint: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof VariableError) throw prefixError(error, `${complaint}: `);
    throw error;
  }
}

/**
 * @throws VariableError where it was refused, with the complaint
 * @throws NotEvaluatedError where nobody here knows
 */
export function unwrap(result: LookupResult, { source }: OutsideEntry, complaint?: string): unknown {
  if ('value' in result) return result.value;
  if ('error' in result)
    throw new VariableError(complaint === undefined ? result.error : `${complaint}: ${result.error}`);
  throw new NotEvaluatedError(`${source} is not supported: ${result.unknown}`);
}
