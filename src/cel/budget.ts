import { CelError } from './types.ts';

/** An evaluation that would take too long. Unlike other errors it is never absorbed by `||` and its like. */
export class BudgetError extends CelError {}

/**
 * What an evaluation may cost, so that no expression runs for ever: one step for each element that is looked at. Kubernetes
 * counts finer, and stops at a million.
 *
 * Source: k8s.io/apiserver/pkg/apis/cel/config.go, PerCallLimit
 */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws BudgetError when nothing is left */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BudgetError('operation cancelled: actual cost limit exceeded');
  }

  /** Spends what it takes to look at a value once, without what is in it. */
  spendOn(value: unknown): void {
    if (typeof value === 'string') this.spend(value.length >> 4);
    else if (Array.isArray(value) || value instanceof Uint8Array) this.spend(value.length);
  }
}

/** Enough for every expression that Kubernetes runs, and a second or two of time. */
export const DEFAULT_STEPS = 5_000_000;
