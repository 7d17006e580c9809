import { CelError, type CelProgram } from '../../cel/types.ts';
import { type CelType, UNTYPED } from '../../cel/typing/cel-type.ts';
import type { FieldProblem } from '../read/problem.ts';
import type { Scope } from './scope.ts';

/** What an expression has to give. */
export interface Expected {
  readonly isMet: (type: CelType) => boolean;
  /** As messages have it. */
  readonly name: string;
}

export const ANYTHING: Expected = { isMet: () => true, name: '' };
export const BOOL: Expected = { isMet: ({ kind }) => kind === 'bool', name: 'of type bool' };
export const STRING: Expected = { isMet: ({ kind }) => kind === 'string', name: 'of type string' };
export const STRING_OR_NULL: Expected = {
  isMet: ({ kind }) => kind === 'string' || kind === 'null',
  name: 'either of type string or null_type',
};

/**
 * An expression of a policy, ready to be run. What is known to give something else than it should is refused, as it is by Kyverno
 * and by API servers.
 *
 * @returns nothing when there is something wrong with it, which is added to the problems
 */
export function compileExpression(
  { environment }: Scope,
  expression: string,
  expected: Expected,
  path: string,
  problems: FieldProblem[],
): CelProgram | undefined {
  let program: CelProgram;
  try {
    program = environment.compile(expression);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    problems.push({ path, message: error.message });
    return undefined;
  }
  const { outputType } = program;
  if (outputType === UNTYPED || expected.isMet(outputType)) return program;
  problems.push({ path, message: `output is expected to be ${expected.name}` });
  return undefined;
}

/** Text of whatever an expression threw. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
