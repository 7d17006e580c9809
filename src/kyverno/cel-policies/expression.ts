import { type CelEnvironment, CelError, type CelProgram } from '../../cel/types.ts';
import type { FieldProblem } from '../read/problem.ts';
import { blankLiterals } from './source-text.ts';
import { replaceUnsupported } from './unsupported.ts';

/** What a compiled expression may see. */
export interface Scope {
  readonly environment: CelEnvironment;
  /** Names of the variables of the policy that exist so far: `x` for `variables.x`. */
  readonly variables: ReadonlySet<string>;
}

/**
 * An expression of a policy, ready to be run. One that needs what is not supported compiles, and throws when it is run, so that
 * a policy gives an answer where it does not come to that.
 *
 * @returns nothing when there is something wrong with it, which is added to the problems
 */
export function compileExpression(
  { environment, variables }: Scope,
  expression: string,
  path: string,
  problems: FieldProblem[],
): CelProgram | undefined {
  const replacement = replaceUnsupported(expression);
  if (replacement !== undefined) return replacement;
  const message = checkVariables(expression, variables);
  if (message !== undefined) {
    problems.push({ path, message });
    return undefined;
  }
  try {
    return environment.compile(expression);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    problems.push({ path, message: error.message });
    return undefined;
  }
}

/** Variables see those above them only, and only by their names, so that none can contain itself. */
function checkVariables(expression: string, variables: ReadonlySet<string>): string | undefined {
  for (const [, name] of blankLiterals(expression).matchAll(/(?<![\w.])variables\b(?:\s*\.\s*\??\s*(\w+))?/g)) {
    if (name === undefined) return 'variables can be used by their names only, as in variables.name';
    if (!variables.has(name)) return `undefined field '${name}'`;
  }
  return undefined;
}

/** Text of whatever an expression threw. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
