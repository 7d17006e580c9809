import { formatDuration, parseDuration, toSeconds } from '../../../../model/values/duration.ts';
import { formatFloat64, truncateToInt64 } from '../../../../model/values/number.ts';
import { type DecimalQuantity, parseDecimalQuantity } from '../../../../model/values/quantity.ts';
import {
  addQuantities,
  divideQuantity,
  formatQuantity,
  multiplyQuantity,
  subtractQuantities,
  toApproximateNumber,
} from '../../../values/quantity-arithmetic.ts';
import { VariableError } from '../../errors.ts';
import { type FunctionTable, functionError } from './signature.ts';

/** A number, a quantity (`1500m`) or a duration (`1h30m`, in nanoseconds). */
type Operand =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'quantity'; readonly value: DecimalQuantity }
  | { readonly type: 'duration'; readonly value: bigint };

type Operation = (left: Operand, right: Operand, name: string) => unknown;

const ANY_TWO = [['any'], ['any']] as const;

/** Kyverno's arithmetic. Source: kyverno pkg/engine/jmespath/arithmetic.go */
export const ARITHMETIC_FUNCTIONS: FunctionTable = {
  add: { parameters: ANY_TWO, call: (operands) => calculate('add', operands, add) },
  divide: { parameters: ANY_TWO, call: (operands) => calculate('divide', operands, divide) },
  modulo: { parameters: ANY_TWO, call: (operands) => calculate('modulo', operands, modulo) },
  multiply: { parameters: ANY_TWO, call: (operands) => calculate('multiply', operands, multiply) },
  round: {
    parameters: [['number'], ['number']],
    call: ([value, digits]) => round(value as number, digits as number),
  },
  subtract: { parameters: ANY_TWO, call: (operands) => calculate('subtract', operands, subtract) },
  sum: { parameters: [['array']], call: ([list]) => sum(list as readonly unknown[]) },
};

function calculate(name: string, [left, right]: readonly unknown[], operation: Operation): unknown {
  return operation(operandOf(left, name), operandOf(right, name), name);
}

function operandOf(value: unknown, name: string): Operand {
  if (typeof value === 'number') return { type: 'number', value };
  if (typeof value === 'string') {
    const quantity = parseDecimalQuantity(value);
    if (quantity !== undefined) return { type: 'quantity', value: quantity };
    const duration = parseDuration(value);
    if (duration !== undefined) return { type: 'duration', value: duration };
  }
  throw functionError(name, 'invalid operand');
}

function mismatch(name: string): VariableError {
  return functionError(name, 'Types mismatch');
}

function zeroDivisor(name: string): VariableError {
  return functionError(name, 'Zero divisor passed');
}

function durationText(nanoseconds: bigint): string {
  return formatDuration(BigInt.asIntN(64, nanoseconds));
}

/** Seconds in floating point, as a duration. */
function secondsText(seconds: number): string {
  return formatDuration(truncateToInt64(seconds * 1e9));
}

/** A number as a quantity, by way of the text that Go prints for it. */
function quantityOf(value: number): DecimalQuantity {
  const quantity = parseDecimalQuantity(formatFloat64(value));
  if (quantity === undefined)
    throw new VariableError(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  return quantity;
}

const add: Operation = (left, right, name) => {
  if (left.type === 'number' && right.type === 'number') return left.value + right.value;
  if (left.type === 'quantity' && right.type === 'quantity')
    return formatQuantity(addQuantities(left.value, right.value));
  if (left.type === 'duration' && right.type === 'duration') return durationText(left.value + right.value);
  throw mismatch(name);
};

const subtract: Operation = (left, right, name) => {
  if (left.type === 'number' && right.type === 'number') return left.value - right.value;
  if (left.type === 'quantity' && right.type === 'quantity')
    return formatQuantity(subtractQuantities(left.value, right.value));
  if (left.type === 'duration' && right.type === 'duration') return durationText(left.value - right.value);
  throw mismatch(name);
};

const multiply: Operation = (left, right, name) => {
  if (left.type === 'number' && right.type !== 'number') return multiply(right, left, name);
  if (right.type !== 'number') throw mismatch(name);
  if (left.type === 'number') return left.value * right.value;
  if (left.type === 'quantity') return formatQuantity(multiplyQuantity(left.value, quantityOf(right.value)));
  return secondsText(toSeconds(left.value) * right.value);
};

const divide: Operation = (left, right, name) => {
  if (left.type === 'number' && right.type !== 'number') throw mismatch(name);
  if (right.type === 'number') {
    if (right.value === 0) throw zeroDivisor(name);
    return divideByNumber(left, right.value);
  }
  const [dividend, divisor] = ratioOf(left, right, name);
  if (divisor === 0) throw zeroDivisor(name);
  return dividend / divisor;
};

function divideByNumber(left: Operand, by: number): unknown {
  if (left.type === 'number') return left.value / by;
  if (left.type === 'quantity') return formatQuantity(divideQuantity(left.value, quantityOf(by)));
  return secondsText(toSeconds(left.value) / by);
}

function ratioOf(left: Operand, right: Operand, name: string): readonly [number, number] {
  if (left.type === 'quantity' && right.type === 'quantity')
    return [toApproximateNumber(left.value), toApproximateNumber(right.value)];
  if (left.type === 'duration' && right.type === 'duration') return [toSeconds(left.value), toSeconds(right.value)];
  throw mismatch(name);
}

const modulo: Operation = (left, right, name) => {
  if (left.type === 'duration' && right.type === 'duration') {
    if (right.value === 0n) throw zeroDivisor(name);
    return durationText(left.value % right.value);
  }
  if (left.type === 'number' && right.type === 'number') return Number(remainder(left.value, right.value, name));
  if (left.type !== 'quantity' || right.type !== 'quantity') throw mismatch(name);
  const rest = remainder(toApproximateNumber(left.value), toApproximateNumber(right.value), name);
  return formatQuantity({ unscaled: rest, scale: 0, format: left.value.format });
};

function remainder(left: number, right: number, name: string): bigint {
  const dividend = truncateToInt64(left);
  const divisor = truncateToInt64(right);
  if (Number(dividend) !== left || Number(divisor) !== right)
    throw functionError(name, 'Non-integer argument(s) passed for modulo');
  if (divisor === 0n) throw zeroDivisor(name);
  return dividend % divisor;
}

function sum(list: readonly unknown[]): unknown {
  if (list.length === 0) throw functionError('sum', 'at least one element in the array is required');
  return list.slice(1).reduce((total, value) => calculate('sum', [total, value], add), list[0]);
}

/** Half away from zero. Source: go math/floor.go, Round */
function round(value: number, digits: number): number {
  if (!Number.isInteger(digits)) throw functionError('round', 'Non-integer argument(s) passed for round off');
  if (digits < 0) throw functionError('round', '%!d(MISSING) argument is out of bounds (%!d(MISSING))');
  const shift = Number(`1e${digits}`);
  const shifted = value * shift;
  const whole = Math.trunc(shifted);
  return (Math.abs(shifted - whole) >= 0.5 ? whole + Math.sign(shifted) : whole) / shift;
}
