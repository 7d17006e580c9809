import type { CelType } from './typing/cel-type.ts';

/**
 * A compiled CEL expression. Compiled once and run many times.
 */
export interface CelProgram {
  /** What the expression gives, as far as it is known before it runs: `dyn` where it is not. */
  readonly outputType: CelType;
  /**
   * @param variables by name; plain JSON, in which whole numbers are CEL ints and others doubles, or values that other programs
   *   returned, or `lazy()` values. One that is missing is an error when it is used.
   * @throws CelError when evaluation fails
   */
  run(variables: Readonly<Record<string, unknown>>): unknown;
}

/** Why an expression does not compile, or could not be evaluated. */
export class CelError extends Error {
  override name = 'CelError';

  constructor(message: string, options?: ErrorOptions) {
    // Expressions fail often, and nobody asks where in here: a stack would take longer to make than all the rest.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = limit;
  }
}

/** That an expression asks what only a cluster, a registry, a network or a clock could answer. */
export class CelUnsupportedError extends CelError {
  override name = 'CelUnsupportedError';
  /** What was asked: `resource.Get`. */
  readonly feature: string;

  constructor(feature: string, reason: string) {
    super(`${feature} ${reason}`);
    this.feature = feature;
  }
}

/** Which functions and variables expressions may use. */
export interface CelEnvironment {
  /** @throws CelError for what is no expression, names a variable or function that does not exist, or mixes types */
  compile(expression: string): CelProgram;
}
