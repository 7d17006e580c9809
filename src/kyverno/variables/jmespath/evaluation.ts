import { NotEvaluatedError, VariableError } from '../errors.ts';

/** Elements that one expression may visit or make. */
const MAX_STEPS = 2_000_000;

/** Characters that are copied in the time of one step. */
const CHARACTERS_OF_STEP = 100;

/** What is left of the work that one evaluation may do: expressions can double their data at every step. */
export class Evaluation {
  /** Whether there was an int64, a bigint here, which may be in the result. */
  sawInteger = false;
  #left = MAX_STEPS;

  /** @throws NotEvaluatedError when too much has been done */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new NotEvaluatedError('expression needs too much time or memory');
  }

  /** What searching or copying a text takes. @throws NotEvaluatedError when too much has been done */
  spendOnText(text: string): void {
    this.spend(1 + Math.floor(text.length / CHARACTERS_OF_STEP));
  }
}

/** What an expression gives instead of a value when a map has no such key. */
export class Missing {
  readonly key: string;

  constructor(key: string) {
    this.key = key;
  }
}

/** A compiled expression: the value at hand → the result, or a `Missing`. */
export type Compiled = (value: unknown, evaluation: Evaluation) => unknown;

/** An expression that is an argument: `&name`. Only functions that expect one look at it. */
export class ExpressionReference {
  readonly expression: Compiled;

  constructor(expression: Compiled) {
    this.expression = expression;
  }
}

/** Null where a key is missing, as projections, functions and lists have it. */
export function orNull(result: unknown): unknown {
  return result instanceof Missing ? null : result;
}

/** Null where anything fails, but for what cannot be known here. */
export function orNullOnError(expression: Compiled, value: unknown, evaluation: Evaluation): unknown {
  try {
    return orNull(expression(value, evaluation));
  } catch (error) {
    if (error instanceof NotEvaluatedError || !(error instanceof VariableError)) throw error;
    return null;
  }
}

/** Whether a value is a map of JSON. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExpressionReference)
  );
}

/** Sets a field of an object, whatever its name. */
export function setField(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** By the rules of JMESPath: null, false, and texts, lists and maps that are empty. */
export function isFalse(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && isEmpty(value);
}

function isEmpty(map: Readonly<Record<string, unknown>>): boolean {
  for (const key in map) if (Object.hasOwn(map, key)) return false;
  return true;
}

/** Characters that are compared in the time of one step. */
const COMPARED_IN_STEP = 1000;

/** Whether two JSON values are equal. An int64 (a bigint here) never equals a float64, as in Go. */
export function isEqual(left: unknown, right: unknown, evaluation: Evaluation): boolean {
  if (typeof left === 'string') evaluation.spend(Math.floor(left.length / COMPARED_IN_STEP));
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    evaluation.spend(left.length);
    return left.every((element, index) => isEqual(element, right[index], evaluation));
  }
  return isMap(left) && isMap(right) && areMapsEqual(left, right, evaluation);
}

function areMapsEqual(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
  evaluation: Evaluation,
): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  evaluation.spend(keys.length);
  return keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key], evaluation));
}
