import { VariableError } from '../errors.ts';
import { type Compiled, type Evaluation, isFalse, isMap, orNull, orNullOnError } from './evaluation.ts';

/** `list[*].right`: what the right side makes of every element, without nulls. */
export function compileProjection(left: Compiled, right: Compiled): Compiled {
  return (value, evaluation) => {
    const list = orNull(left(value, evaluation));
    return Array.isArray(list) ? collect(list, right, evaluation) : null;
  };
}

function collect(list: readonly unknown[], right: Compiled, evaluation: Evaluation): unknown[] {
  evaluation.spend(list.length);
  const collected: unknown[] = [];
  for (const element of list) {
    const result = orNull(right(element, evaluation));
    if (result !== null) collected.push(result);
  }
  return collected;
}

/** `list[?condition].right`. An error on the left is null, one in the condition is not. */
export function compileFilterProjection(left: Compiled, right: Compiled, condition: Compiled): Compiled {
  return (value, evaluation) => {
    const list = orNullOnError(left, value, evaluation);
    if (!Array.isArray(list)) return null;
    evaluation.spend(list.length);
    const collected: unknown[] = [];
    for (const element of list) {
      if (isFalse(orNull(condition(element, evaluation)))) continue;
      const result = orNull(right(element, evaluation));
      if (result !== null) collected.push(result);
    }
    return collected;
  };
}

/**
 * `map.*.right`. Kyverno evaluates the right side once more on null for each value, so that a function there
 * gives as many further results, or fails.
 */
export function compileValueProjection(left: Compiled, right: Compiled): Compiled {
  return (value, evaluation) => {
    const map = orNullOnError(left, value, evaluation);
    if (!isMap(map)) return null;
    const values = Object.values(map);
    if (values.length === 0) return [];
    const ofNull = orNull(right(null, evaluation));
    const collected = collect(values, right, evaluation);
    return ofNull === null ? collected : [...values.map(() => ofNull), ...collected];
  };
}

/** `list[]`: the elements of lists in a list, and other elements as they are. */
export function compileFlatten(child: Compiled): Compiled {
  return (value, evaluation) => {
    const list = orNullOnError(child, value, evaluation);
    if (!Array.isArray(list)) return null;
    const flattened: unknown[] = [];
    for (const element of list) {
      evaluation.spend(Array.isArray(element) ? element.length + 1 : 1);
      if (Array.isArray(element)) for (const inner of element) flattened.push(inner);
      else flattened.push(element);
    }
    return flattened;
  };
}

/** `list[start:stop:step]`, as in Python. */
export function compileSlice(start: number | null, stop: number | null, step: number | null): Compiled {
  const stride = step ?? 1;
  return (value, evaluation) => {
    if (!Array.isArray(value)) return null;
    if (stride === 0) throw new VariableError('Invalid slice, step cannot be 0');
    const result = slice(value, start, stop, stride);
    evaluation.spend(result.length);
    return result;
  };
}

function slice(list: readonly unknown[], start: number | null, stop: number | null, step: number): unknown[] {
  const isForward = step > 0;
  const { length } = list;
  const first = start === null ? (isForward ? 0 : length - 1) : bound(start, length, isForward);
  const last = stop === null ? (isForward ? length : -1) : bound(stop, length, isForward);
  const result: unknown[] = [];
  for (let index = first; isForward ? index < last : index > last; index += step) result.push(list[index]);
  return result;
}

/** A position brought into the list, or to its end in the direction of the step. */
function bound(position: number, length: number, isForward: boolean): number {
  if (position >= length) return isForward ? length : length - 1;
  if (position >= 0) return position;
  return Math.max(position + length, isForward ? 0 : -1);
}
