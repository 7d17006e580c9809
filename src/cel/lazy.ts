import { CelError } from './types.ts';

/** A value that is worked out when it is first used, and then kept. */
export class Lazy {
  #work: (() => unknown) | undefined;
  #outcome: { readonly value: unknown } | { readonly error: unknown } | undefined;

  constructor(work: () => unknown) {
    this.#work = work;
  }

  /** @throws whatever the work threw, every time */
  get(): unknown {
    if (this.#outcome === undefined) this.#outcome = this.#run();
    if ('error' in this.#outcome) throw this.#outcome.error;
    return this.#outcome.value;
  }

  #run(): { readonly value: unknown } | { readonly error: unknown } {
    const work = this.#work;
    this.#work = undefined;
    if (work === undefined) return { error: new CelError('a lazy value refers to itself') };
    try {
      return { value: work() };
    } catch (error) {
      return { error };
    }
  }
}

/**
 * Stands for the value of a variable, or of a field of one, that may never be needed, as `variables.x` does in policies. A CelError
 * that the work throws is an error of the expression that uses it.
 */
export function lazy(work: () => unknown): unknown {
  return new Lazy(work);
}
