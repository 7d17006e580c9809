import type { Overload } from './overload.ts';

/** The functions of an environment by name. */
export class FunctionTable {
  readonly #byName = new Map<string, Overload[]>();

  constructor(overloads: readonly Overload[]) {
    for (const overload of overloads) {
      const found = this.#byName.get(overload.name);
      if (found === undefined) this.#byName.set(overload.name, [overload]);
      else found.push(overload);
    }
  }

  /** Nothing for a name that no function has. */
  find(name: string): readonly Overload[] | undefined {
    return this.#byName.get(name);
  }
}
