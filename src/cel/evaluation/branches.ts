import { BudgetError } from '../budget.ts';
import { CelError } from '../types.ts';
import { Optional } from '../values/optional.ts';
import type { Evaluate, Frame } from './frame.ts';

/** What an operand gave: a bool, or why it gave none. */
type Outcome = boolean | CelError;

/** @throws anything but what can be absorbed: the end of the budget, and bugs */
export function outcomeOf(operand: Evaluate, frame: Frame): Outcome {
  try {
    const value = operand(frame);
    return typeof value === 'boolean' ? value : new CelError('no such overload');
  } catch (error) {
    if (error instanceof CelError && !(error instanceof BudgetError)) return error;
    throw error;
  }
}

/** A false operand decides, also when the other fails. */
export function compileAnd(left: Evaluate, right: Evaluate): Evaluate {
  return (frame) => {
    const first = outcomeOf(left, frame);
    if (first === false) return false;
    const second = outcomeOf(right, frame);
    if (second === false) return false;
    if (first !== true) throw first;
    if (second !== true) throw second;
    return true;
  };
}

/** A true operand decides, also when the other fails. */
export function compileOr(left: Evaluate, right: Evaluate): Evaluate {
  return (frame) => {
    const first = outcomeOf(left, frame);
    if (first === true) return true;
    const second = outcomeOf(right, frame);
    if (second === true) return true;
    if (first !== false) throw first;
    if (second !== false) throw second;
    return false;
  };
}

export function compileConditional(condition: Evaluate, yes: Evaluate, no: Evaluate): Evaluate {
  return (frame) => {
    const value = condition(frame);
    if (typeof value !== 'boolean') throw new CelError('no such overload');
    return value ? yes(frame) : no(frame);
  };
}

/** `a.or(b)`: b is looked at only when a has no value. */
export function compileOrOptional(left: Evaluate, right: Evaluate): Evaluate {
  return (frame) => {
    const optional = optionalOf(left(frame));
    return optional.hasValue ? optional : optionalOf(right(frame));
  };
}

/** `a.orValue(b)` */
export function compileOrValue(left: Evaluate, right: Evaluate): Evaluate {
  return (frame) => {
    const optional = optionalOf(left(frame));
    return optional.hasValue ? optional.value : right(frame);
  };
}

function optionalOf(value: unknown): Optional {
  if (value instanceof Optional) return value;
  throw new CelError('no such overload');
}
