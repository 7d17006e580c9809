import { SetProblem } from './set-problem.ts';

/**
 * Generated Applications of one set. The largest estates that we know have some hundreds; Argo CD's own controllers are slow
 * beyond a few thousands.
 */
export const MAX_APPLICATIONS = 20_000;
/** Parameter maps that generators of one set make, those of children counted: a matrix of two long lists is cut off before it is built. */
const MAX_PARAMETERS = 100_000;
/** Characters that templates of one set may make, and that files of git generators may have. */
const MAX_CHARACTERS = 256 * 1024 * 1024;
/** Values in generators and templates that are copied for sets of parameters. */
const MAX_VALUES = 10_000_000;

/** What one ApplicationSet has used up. */
export class Budget {
  private parameters = 0;
  private characters = 0;
  private values = 0;

  /** @throws SetProblem */
  spendParameters(count: number): void {
    this.parameters += count;
    if (this.parameters > MAX_PARAMETERS) {
      throw new SetProblem(
        '',
        `generators make more than ${MAX_PARAMETERS} sets of parameters, which are not evaluated`,
      );
    }
  }

  /** @throws SetProblem */
  spendValues(count: number): void {
    this.values += count;
    if (this.values > MAX_VALUES) {
      throw new SetProblem(
        '',
        `generators and the template make more than ${MAX_VALUES} values, which are not evaluated`,
      );
    }
  }

  /** @throws SetProblem */
  spendCharacters(count: number): void {
    this.characters += count;
    if (this.characters > MAX_CHARACTERS) {
      throw new SetProblem('', `parameters and templates make more than ${MAX_CHARACTERS} characters`);
    }
  }
}
