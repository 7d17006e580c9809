import { VariableError } from '../../errors.ts';
import type { Evaluation } from '../evaluation.ts';
import { ARITHMETIC_FUNCTIONS } from './arithmetic.ts';
import { COLLECTION_FUNCTIONS } from './collections.ts';
import { ENCODING_FUNCTIONS } from './encoding.ts';
import { REFERENCE_FUNCTIONS } from './references.ts';
import { REGULAR_FUNCTIONS } from './regular.ts';
import { checkArguments, type FunctionEntry } from './signature.ts';
import { STANDARD_FUNCTIONS } from './standard.ts';
import { TEXT_FUNCTIONS } from './text.ts';
import { TIME_FUNCTIONS } from './time.ts';
import { UNSUPPORTED_FUNCTIONS } from './unsupported.ts';

const FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map(
  [
    STANDARD_FUNCTIONS,
    REFERENCE_FUNCTIONS,
    TEXT_FUNCTIONS,
    REGULAR_FUNCTIONS,
    ARITHMETIC_FUNCTIONS,
    COLLECTION_FUNCTIONS,
    ENCODING_FUNCTIONS,
    TIME_FUNCTIONS,
    UNSUPPORTED_FUNCTIONS,
  ].flatMap(Object.entries),
);

/** Characters of a text that count as one step. */
const CHARACTERS_OF_STEP = 10;

/** @throws VariableError for functions that do not exist, for wrong arguments, and what the function itself throws */
export function callFunction(name: string, arguments_: readonly unknown[], evaluation: Evaluation): unknown {
  const entry = FUNCTIONS.get(name);
  if (entry === undefined) throw new VariableError(`unknown function: ${name}`);
  for (const argument of arguments_) evaluation.spend(sizeOf(argument));
  checkArguments(entry, arguments_);
  const result = entry.call(arguments_, evaluation);
  evaluation.spend(sizeOf(result));
  return result;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 1 + Math.floor(value.length / CHARACTERS_OF_STEP);
  return Array.isArray(value) ? 1 + value.length : 1;
}
