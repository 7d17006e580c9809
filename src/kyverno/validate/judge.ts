import type { RuleOutcome } from '../evaluation/outcome.ts';
import type { PreparedRequest } from '../evaluation/prepared-request.ts';
import type { ContextLoader } from '../evaluation/rule-context.ts';
import type { ClassicException } from '../read/read-exception.ts';
import type { VariableContext } from '../variables/context.ts';

/** What a kind of rule answers about an object that it matches, once context and preconditions are settled. */
export type Judge = (
  prepared: PreparedRequest,
  context: () => VariableContext,
  loader: ContextLoader,
  exceptions: readonly ClassicException[],
) => RuleOutcome | undefined;
