/**
 * A compiled CEL expression. Compiled once and run many times.
 */
export interface CelProgram {
  /**
   * @param variables by name; plain JSON, in which whole numbers are CEL ints and others doubles, or values that other programs returned
   * @throws CelError when evaluation fails
   */
  run(variables: Readonly<Record<string, unknown>>): unknown;
}

/** Why an expression does not compile, or could not be evaluated. */
export class CelError extends Error {
  override name = 'CelError';
}

/** Which functions and variables expressions may use. */
export interface CelEnvironment {
  /** @throws CelError for what is no expression, or names a variable or function that does not exist */
  compile(expression: string): CelProgram;
}
