import type { VariableContext } from '../variables/context.ts';
import { type Condition, compileConditions } from './compile.ts';

export { findConditionProblems } from './problems.ts';

export interface ConditionsOutcome {
  readonly holds: boolean;
  /** Of the conditions that hold, when the whole does; else of those that do not. Joined with `; ` in messages. */
  readonly messages: readonly string[];
}

/**
 * Whether preconditions or the conditions of `deny` hold: `{any, all}`, or a list, all of which has to hold. None hold always.
 *
 * Source: kyverno pkg/engine/variables/evaluate.go
 *
 * @throws UnknownKeyError when a variable does not exist
 * @throws VariableError for any other error, and for what are no conditions
 */
export function evaluateConditions(conditions: unknown, context: VariableContext): ConditionsOutcome {
  const { any, all, isList } = compileConditions(conditions);
  const met: string[] = [];
  const unmet: string[] = [];
  const holdsAny = any === undefined || holdsSome(any, context, met, unmet);
  const holdsAll = holdsEvery(all, context, met, unmet);
  const messages = holdsAny && holdsAll ? met : unmet;
  // Of lists the messages are joined without a blank, so that they come as one.
  return { holds: holdsAny && holdsAll, messages: isList && messages.length > 1 ? [messages.join(';')] : messages };
}

/** Goes on until one holds. */
function holdsSome(
  conditions: readonly Condition[],
  context: VariableContext,
  met: string[],
  unmet: string[],
): boolean {
  for (const condition of conditions) {
    if (ask(condition, context, met, unmet)) return true;
  }
  return false;
}

/** Goes on until one does not hold. */
function holdsEvery(
  conditions: readonly Condition[],
  context: VariableContext,
  met: string[],
  unmet: string[],
): boolean {
  for (const condition of conditions) {
    if (!ask(condition, context, met, unmet)) return false;
  }
  return true;
}

function ask(condition: Condition, context: VariableContext, met: string[], unmet: string[]): boolean {
  const holds = condition.holds(context);
  if (condition.message !== '') (holds ? met : unmet).push(condition.message);
  return holds;
}
