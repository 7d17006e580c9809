/**
 * A CEL double that is a whole number, which as a plain number would be an int.
 */
export class WholeDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A CEL double: a plain number, or a `WholeDouble` where that would be taken for an int. */
export type Double = number | WholeDouble;

const BOUND = 2 ** 63;

export function doubleOf(value: number): Double {
  return Number.isInteger(value) && value < BOUND && value >= -BOUND ? new WholeDouble(value) : value;
}

export function isDouble(value: unknown): value is Double {
  return (
    value instanceof WholeDouble ||
    (typeof value === 'number' && !(Number.isInteger(value) && value < BOUND && value >= -BOUND))
  );
}

export function numberOf(value: Double): number {
  return typeof value === 'number' ? value : value.value;
}
