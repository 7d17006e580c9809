import { Budget } from '../budget.ts';
import { CelError } from '../types.ts';
import type { Evaluate } from './frame.ts';

/** What is known before anything runs. */
const VALUES = new WeakMap<Evaluate, { readonly value: unknown }>();

/** Gives the same value always. */
export function constant(value: unknown): Evaluate {
  const evaluate: Evaluate = () => value;
  VALUES.set(evaluate, { value });
  return evaluate;
}

/** The value, if it is always the same. */
export function constantOf(evaluate: Evaluate): { readonly value: unknown } | undefined {
  return VALUES.get(evaluate);
}

/** Works out what needs nothing but constants. What fails is left to fail when it runs. */
export function fold(evaluate: Evaluate, operands: readonly Evaluate[]): Evaluate {
  if (!operands.every((operand) => VALUES.has(operand))) return evaluate;
  try {
    return constant(foldNow(evaluate));
  } catch (error) {
    if (error instanceof CelError) return evaluate;
    throw error;
  }
}

/** Enough for what can be written in an expression. */
const STEPS = 1_000_000;

/** @throws CelError when it fails */
export function foldNow(evaluate: Evaluate): unknown {
  return evaluate({ variables: {}, locals: [], budget: new Budget(STEPS) });
}
