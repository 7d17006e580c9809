import { printUpTo } from '../../../values/print.ts';
import { VariableError } from '../../errors.ts';
import { type Evaluation, ExpressionReference, isMap } from '../evaluation.ts';

/** Types of arguments, as Kyverno names them in messages. */
export type ArgumentType =
  | 'any'
  | 'number'
  | 'string'
  | 'array'
  | 'object'
  | 'array[number]'
  | 'array[string]'
  | 'expref';

export interface FunctionEntry {
  /** Which types each argument may have; nothing when arguments are not looked at. */
  readonly parameters: readonly (readonly ArgumentType[])[];
  /** At least as many arguments as parameters, of any type. */
  readonly isVariadic?: boolean;
  /** @throws VariableError */
  call(arguments_: readonly unknown[], evaluation: Evaluation): unknown;
}

export type FunctionTable = Readonly<Record<string, FunctionEntry>>;

const CHECKS: Readonly<Record<ArgumentType, (value: unknown) => boolean>> = {
  any: () => true,
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  array: (value) => Array.isArray(value),
  object: isMap,
  'array[number]': (value) => Array.isArray(value) && value.every((element) => typeof element === 'number'),
  'array[string]': (value) => Array.isArray(value) && value.every((element) => typeof element === 'string'),
  expref: (value) => value instanceof ExpressionReference,
};

/**
 * Source: github.com/kyverno/go-jmespath/functions.go, resolveArgs
 *
 * @throws VariableError when number or types of arguments are wrong
 */
export function checkArguments({ parameters, isVariadic }: FunctionEntry, arguments_: readonly unknown[]): void {
  if (parameters.length === 0) return;
  if (isVariadic) {
    if (arguments_.length < parameters.length) throw new VariableError('Invalid arity.');
    return;
  }
  if (arguments_.length !== parameters.length) throw new VariableError('incorrect number of args');
  for (const [index, types] of parameters.entries())
    if (!types.some((type) => CHECKS[type](arguments_[index]))) throw wrongType(arguments_[index], types);
}

/** Longest value that a message shows. */
const MAX_SHOWN = 100_000;

function wrongType(value: unknown, types: readonly ArgumentType[]): VariableError {
  const shown = value instanceof ExpressionReference ? 'expression' : printUpTo(value, MAX_SHOWN);
  const expected = types.map((type) => `"${type}"`).join(', ');
  return new VariableError(`Invalid type for: ${shown}, expected: []jmespath.JpType{${expected}}`);
}

/** An error in the form of Kyverno's own functions. Source: kyverno pkg/engine/jmespath/error.go */
export function functionError(name: string, message: string): VariableError {
  return new VariableError(`JMESPath function '${name}': ${message}`);
}
