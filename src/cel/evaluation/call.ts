import { CelError } from '../types.ts';
import type { Resolution } from '../typing/checked.ts';
import type { Implementation, Overload } from '../typing/overload.ts';
import { typeNameOf } from '../values/type-of.ts';
import type { Evaluate, Frame } from './frame.ts';
import { type Guard, guardOf } from './guards.ts';

/** Calls a function with the values of its arguments, by the first of its overloads that they fit. */
export function compileCall(name: string, resolution: Resolution, values: readonly Evaluate[]): Evaluate {
  const choices = choicesOf(resolution.overloads);
  const [only] = choices;
  if (choices.length === 1 && only?.isTotal === true && isOperator(name)) return compileOperator(only.call, values);
  return (frame) => {
    frame.budget.spend(1);
    const evaluated = values.map((value) => argument(value, frame));
    const choice = choices.find((candidate) => candidate.fits(evaluated));
    if (choice === undefined) throw noSuchOverload(name, evaluated);
    return charge(frame, choice.call(frame.budget, ...evaluated));
  };
}

function isOperator(name: string): boolean {
  return /^[_@!-]/.test(name);
}

interface Choice {
  readonly call: Implementation;
  /** Whether it takes all values, and says itself which it does not like. */
  readonly isTotal: boolean;
  fits(values: readonly unknown[]): boolean;
}

function choicesOf(overloads: readonly Overload[]): Choice[] {
  const total = overloads.find(({ isTotal }) => isTotal);
  if (total !== undefined) return [{ call: total.call, isTotal: true, fits: () => true }];
  return overloads.map((overload) => {
    const guards = overload.parameters.map(guardOf);
    return { call: overload.call, isTotal: guards.every((guard) => guard === undefined), fits: fitting(guards) };
  });
}

function fitting(guards: readonly (Guard | undefined)[]): (values: readonly unknown[]) => boolean {
  const [first, second] = guards;
  if (guards.length === 1 && first !== undefined) return (values) => first(values[0]);
  if (guards.length === 2 && first !== undefined && second !== undefined) {
    return (values) => first(values[0]) && second(values[1]);
  }
  return (values) => guards.every((guard, index) => guard === undefined || guard(values[index]));
}

/** Of these there are many, and they do little. */
function compileOperator(call: Implementation, values: readonly Evaluate[]): Evaluate {
  const [first, second] = values;
  if (first === undefined) return (frame) => call(frame.budget);
  if (second === undefined) return (frame) => call(frame.budget, first(frame));
  return (frame) => charge(frame, call(frame.budget, argument(first, frame), argument(second, frame)));
}

function argument(evaluate: Evaluate, frame: Frame): unknown {
  const value = evaluate(frame);
  if (typeof value === 'string' || typeof value === 'object') frame.budget.spendOnArgument(value);
  return value;
}

/** What a function makes costs as much as it is large. */
function charge(frame: Frame, result: unknown): unknown {
  if (typeof result === 'object' || typeof result === 'string') frame.budget.spendOnResult(result);
  return result;
}

function noSuchOverload(name: string, values: readonly unknown[]): CelError {
  return new CelError(
    isOperator(name) ? 'no such overload' : `no such overload: ${name}(${values.map(typeNameOf).join(', ')})`,
  );
}
