import type { Budget } from '../budget.ts';

/** What an expression is evaluated with. */
export interface Frame {
  /** By name. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of macros, by the slot that compilation gave them. */
  readonly locals: unknown[];
  readonly budget: Budget;
}

/** Gives the value of an expression. @throws CelError */
export type Evaluate = (frame: Frame) => unknown;
