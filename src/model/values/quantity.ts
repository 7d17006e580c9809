import { isInt64 } from './number.ts';

/**
 * A Kubernetes quantity as an exact fraction: `numerator / denominator`. Comparisons need no more.
 *
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity
 */
export interface Quantity {
  readonly numerator: bigint;
  /** Positive. */
  readonly denominator: bigint;
}

/** How a quantity is written: `1500m`, `2Gi`, `15e2`. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** A quantity as upstream holds it: `unscaled × 10^-scale`. */
export interface DecimalQuantity {
  readonly unscaled: bigint;
  readonly scale: number;
  readonly format: QuantityFormat;
}

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const EXPONENT = /^[eE][+-]?\d+$/;

const DECIMAL: ReadonlyMap<string, number> = new Map(
  Object.entries({ '': 0, n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }),
);
const BINARY: readonly string[] = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Exponents beyond this cannot be meant, and would cost memory. */
const MAX_EXPONENT = 400;
/** Longer texts are no quantities that somebody means. */
const MAX_LENGTH = 200;

/** Smallest part that a quantity has, as a power of ten. */
const NANO = 9;
/** Digits that surely fit into an int64. */
const INT64_DIGITS = 18;
const INT64_MAX = 2n ** 63n - 1n;

interface Suffix {
  readonly exponent: number;
  readonly format: QuantityFormat;
}

interface Digits {
  readonly isNegative: boolean;
  /** Without leading zeros, `0` for none. */
  readonly whole: string;
  readonly fraction: string;
  /** Whether there is any digit at all: upstream reads `m` and `.` as zero. */
  readonly isEmpty: boolean;
}

/** @returns nothing for a text that is no quantity */
export function parseQuantity(text: string): Quantity | undefined {
  const quantity = parseDecimalQuantity(text);
  if (quantity === undefined) return undefined;
  const { unscaled, scale } = quantity;
  return scale > 0
    ? { numerator: unscaled, denominator: powerOfTen(scale) }
    : { numerator: unscaled * powerOfTen(-scale), denominator: 1n };
}

/** @returns nothing for a text that is no quantity */
export function parseDecimalQuantity(text: string): DecimalQuantity | undefined {
  if (text === '' || text.length > MAX_LENGTH) return undefined;
  const match = QUANTITY.exec(text);
  if (match === null) return undefined;
  const [, sign, wholeText = '', fraction = '', suffixText = ''] = match;
  const suffix = parseSuffix(suffixText);
  if (suffix === undefined) return undefined;
  const whole = wholeText.replace(/^0+/, '') || '0';
  const digits = { isNegative: sign === '-', whole, fraction, isEmpty: wholeText === '' && fraction === '' };
  return readExact(digits, suffix) ?? readRounded(digits, suffix);
}

function parseSuffix(text: string): Suffix | undefined {
  const decimal = DECIMAL.get(text);
  if (decimal !== undefined) return { exponent: decimal, format: 'DecimalSI' };
  const binary = BINARY.indexOf(text);
  if (binary !== -1) return { exponent: (binary + 1) * 10, format: 'BinarySI' };
  const exponent = EXPONENT.test(text) ? Number(text.slice(1)) : Number.NaN;
  return Math.abs(exponent) <= MAX_EXPONENT ? { exponent, format: 'DecimalExponent' } : undefined;
}

/** What fits into an int64 with a scale, which is nearly everything. */
function readExact(digits: Digits, { exponent, format }: Suffix): DecimalQuantity | undefined {
  const { whole, fraction } = digits;
  const isBinary = format === 'BinarySI';
  if (isBinary && (fraction !== '' || whole.length > 14 - Math.trunc((exponent * 3) / 10))) return undefined;
  if (!isBinary && whole.length + fraction.length > INT64_DIGITS) return undefined;
  const scale = isBinary ? 0 : fraction.length - exponent;
  if (scale > NANO) return undefined;
  const value = BigInt(whole + fraction) * (isBinary ? 2n ** BigInt(exponent) : 1n);
  return isInt64(value) ? { unscaled: withSign(value, digits.isNegative), scale, format } : undefined;
}

/** Everything else: rounded up to a billionth; what is binary is cut at the largest int64. */
function readRounded(digits: Digits, { exponent, format }: Suffix): DecimalQuantity | undefined {
  if (digits.isEmpty) return undefined;
  const isBinary = format === 'BinarySI';
  const value = BigInt(digits.whole + digits.fraction) * (isBinary ? 2n ** BigInt(exponent) : 1n);
  const scale = digits.fraction.length - (isBinary ? 0 : exponent);
  if (value === 0n) return { unscaled: 0n, scale, format };
  const rounded = scale <= NANO ? value * powerOfTen(NANO - scale) : divideUp(value, powerOfTen(scale - NANO));
  const one = powerOfTen(NANO);
  if (isBinary && rounded > INT64_MAX * one)
    return { unscaled: withSign(INT64_MAX, digits.isNegative), scale: 0, format };
  return {
    unscaled: withSign(rounded, digits.isNegative),
    scale: NANO,
    format: isBinary && rounded < one ? 'DecimalSI' : format,
  };
}

function withSign(value: bigint, isNegative: boolean): bigint {
  return isNegative ? -value : value;
}

function divideUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Negative, zero or positive, as the first is less than, equal to or greater than the second. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
