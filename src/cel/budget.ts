import { CelError } from './types.ts';

/** An evaluation that would take too long. Unlike other errors it is never absorbed by `||` and its like. */
export class BudgetError extends CelError {}

/**
 * What an evaluation may cost, so that no expression runs for ever. A step is a round of a macro with a body of eight parts, a call of a
 * function, some elements of a list that a function goes through, or some characters of a text. Kubernetes counts otherwise, and
 * stops at a million; what it runs is run here, unless there is much more of it than in any object.
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

  /** For elements that a function goes through, and does little with. */
  spendOnElements(count: number): void {
    this.spend(1 + (count >> 3));
  }

  /** For what a function was given. Those that go through lists count themselves. */
  spendOnArgument(value: unknown): void {
    if (typeof value === 'string' || value instanceof Uint8Array) this.spend(value.length >> 7);
  }

  /** For what a function has made. */
  spendOnResult(value: unknown): void {
    if (typeof value === 'string') this.spend(value.length >> 5);
    else if (Array.isArray(value) || value instanceof Uint8Array) this.spend(value.length >> 3);
  }
}

/** A second or two of time, at worst. */
export const DEFAULT_STEPS = 2_000_000;
