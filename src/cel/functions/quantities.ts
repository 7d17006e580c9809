import { compareQuantities, parseQuantity, type Quantity } from '../../model/values/quantity.ts';
import { CelError } from '../types.ts';
import { BOOL, DOUBLE, INT, named, STRING } from '../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../typing/overload.ts';
import { type Double, doubleOf } from '../values/double.ts';
import { type Int, intOf } from '../values/integer.ts';
import { NamedValue } from '../values/named-value.ts';

const QUANTITY = named('kubernetes.Quantity');

/**
 * Quantities.
 *
 * Source: k8s.io/apiserver/pkg/cel/library/quantity.go
 */
export const QUANTITIES: readonly Overload[] = [
  globalFunction('quantity', [STRING], QUANTITY, quantityOf),
  globalFunction('isQuantity', [STRING], BOOL, (text: string) => parseQuantity(text) !== undefined),
  globalFunction('sign', [QUANTITY], INT, (value: QuantityValue) => value.sign),
  method('isGreaterThan', [QUANTITY, QUANTITY], BOOL, (a: QuantityValue, b: QuantityValue) => a.compareTo(b) > 0),
  method('isLessThan', [QUANTITY, QUANTITY], BOOL, (a: QuantityValue, b: QuantityValue) => a.compareTo(b) < 0),
  method('compareTo', [QUANTITY, QUANTITY], INT, (a: QuantityValue, b: QuantityValue) => a.compareTo(b)),
  method('asApproximateFloat', [QUANTITY], DOUBLE, (value: QuantityValue) => value.toDouble()),
  method('asInteger', [QUANTITY], INT, integerOf),
  method('isInteger', [QUANTITY], BOOL, (value: QuantityValue) => value.integer !== undefined),
  method('add', [QUANTITY, QUANTITY], QUANTITY, (a: QuantityValue, b: QuantityValue) => a.plus(b, 1n)),
  method('add', [QUANTITY, INT], QUANTITY, (a: QuantityValue, b: Int) => a.plus(whole(b), 1n)),
  method('sub', [QUANTITY, QUANTITY], QUANTITY, (a: QuantityValue, b: QuantityValue) => a.plus(b, -1n)),
  method('sub', [QUANTITY, INT], QUANTITY, (a: QuantityValue, b: Int) => a.plus(whole(b), -1n)),
];

const MAX = 2n ** 63n - 1n;

class QuantityValue extends NamedValue {
  readonly typeName = 'kubernetes.Quantity';
  readonly quantity: Quantity;
  /**
   * The power of ten that upstream counts in, while it counts with 64 bits. Only then, and for none below one, is a quantity an
   * integer to it: `1000m` is not.
   */
  readonly scale: number | undefined;

  constructor(quantity: Quantity, scale: number | undefined) {
    super();
    this.quantity = quantity;
    this.scale = scale;
  }

  get sign(): number {
    return this.quantity.numerator === 0n ? 0 : this.quantity.numerator < 0n ? -1 : 1;
  }

  get integer(): Int | undefined {
    const { numerator, denominator } = this.quantity;
    if (this.scale === undefined || this.scale < 0) return undefined;
    const value = numerator / denominator;
    return value <= MAX && value >= -MAX ? intOf(value) : undefined;
  }

  compareTo(other: QuantityValue): number {
    return compareQuantities(this.quantity, other.quantity);
  }

  plus(other: QuantityValue, sign: bigint): QuantityValue {
    const { numerator: a, denominator: b } = this.quantity;
    const { numerator: c, denominator: d } = other.quantity;
    const denominator = b > d ? b : d;
    const numerator = a * (denominator / b) + sign * c * (denominator / d);
    const sum = { numerator, denominator };
    return new QuantityValue(sum, fittingScale(sum, commonScale(this, other)));
  }

  /** As upstream rounds: the count, times the power of ten that it counts in. */
  toDouble(): Double {
    const { numerator, denominator } = this.quantity;
    const scale = this.scale ?? -9;
    if (scale >= 0) return doubleOf(Number(numerator / denominator));
    return doubleOf(Number((numerator * 10n ** BigInt(-scale)) / denominator) * Number(`1e${scale}`));
  }

  override isSameAs(other: NamedValue): boolean {
    return other instanceof QuantityValue && this.compareTo(other) === 0;
  }

  override toString(): string {
    return `${this.quantity.numerator}/${this.quantity.denominator}`;
  }
}

function quantityOf(text: string): QuantityValue {
  const quantity = parseQuantity(text);
  if (quantity !== undefined) return new QuantityValue(quantity, fittingScale(quantity, scaleOf(text)));
  const expression = '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$';
  const isSuffixWrong = /^[+-]?\d*(?:\.\d*)?[eEinumkKMGTP]*[-+]?\d*$/.test(text) && text !== '';
  throw new CelError(
    isSuffixWrong
      ? "unable to parse quantity's suffix"
      : `quantities must match the regular expression '${expression}'`,
  );
}

function whole(value: Int): QuantityValue {
  return new QuantityValue({ numerator: BigInt(value), denominator: 1n }, 0);
}

const POWERS: ReadonlyMap<string, number> = new Map(
  Object.entries({ n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }),
);
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** The scale that upstream parses to, if it does not need more than 64 bits from the start. */
function scaleOf(text: string): number | undefined {
  const [, whole = '', fraction = '', suffix = ''] = /^[+-]?0*(\d*)(?:\.(\d*))?(.*)$/.exec(text) ?? [];
  const digits = Math.max(whole.length, 1) + fraction.length;
  const binary = BINARY.indexOf(suffix);
  if (binary >= 0) {
    const isShort = 15 - digits - Math.trunc((binary + 1) * 3) - 1 >= 0;
    return fraction === '' && isShort ? 0 : undefined;
  }
  const power = POWERS.get(suffix) ?? Number(suffix.slice(1));
  const scale = power - fraction.length;
  return digits <= 18 && scale >= -9 ? scale : undefined;
}

/** The finer of two scales. Zero has none of its own. */
function commonScale(a: QuantityValue, b: QuantityValue): number | undefined {
  if (a.scale === undefined || b.scale === undefined) return undefined;
  if (a.sign === 0) return b.scale;
  return b.sign === 0 ? a.scale : Math.min(a.scale, b.scale);
}

/** The scale, if the quantity counted in it needs no more than 64 bits. */
function fittingScale({ numerator, denominator }: Quantity, scale: number | undefined): number | undefined {
  if (scale === undefined) return undefined;
  const count =
    scale < 0 ? (numerator * 10n ** BigInt(-scale)) / denominator : numerator / (denominator * 10n ** BigInt(scale));
  return count <= MAX && count >= -MAX ? scale : undefined;
}

function integerOf(value: QuantityValue): Int {
  const { integer } = value;
  if (integer === undefined) throw new CelError('cannot convert value to integer');
  return integer;
}
