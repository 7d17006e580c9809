import type { RuleOutcome } from '../evaluation/outcome.ts';
import type { ContextLoader } from '../evaluation/rule-context.ts';
import type { VariableContext } from '../variables/context.ts';

/** Where a body of a rule is evaluated: for an object, or for an element of a list in it. */
export interface Scope {
  /** What variables can name; made when somebody needs it. */
  readonly context: () => VariableContext;
  readonly loader: ContextLoader;
  /** What patterns are compared with. Absent when something is deleted, where patterns have no answer. */
  readonly subject: unknown;
  /** How many loops are around. */
  readonly nesting: number;
}

/** What a body answers; nothing when there was nothing to judge. */
export type BodyEvaluator = (scope: Scope) => RuleOutcome | undefined;

/** What bodies need to know of their rule. */
export interface RuleTexts {
  /** After auto-generation. */
  readonly name: string;
  /** Empty when there is none. */
  readonly message: string;
}
