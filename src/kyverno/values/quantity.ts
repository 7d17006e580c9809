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

/** Every part may be missing, as long as there is something: `-`, `.` and `Ki` are zero. */
const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+)|(n|u|m|k|M|G|T|P|E|[KMGTPE]i)?)$/;

const DECIMAL: ReadonlyMap<string, number> = new Map(
  Object.entries({ n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }),
);
const BINARY: readonly string[] = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Exponents beyond this cannot be meant, and would cost memory. So would as many digits. */
const MAX_EXPONENT = 400;
const MAX_LENGTH = 1000;

/** What is smaller is rounded to it, away from zero. */
const SMALLEST_DENOMINATOR = 10n ** 9n;
/** Quantities with a binary suffix end here. */
const MAX_BINARY = 2n ** 63n - 1n;

/** @returns nothing for a text that is no quantity */
export function parseQuantity(text: string): Quantity | undefined {
  const match = text === '' || text.length > MAX_LENGTH ? null : QUANTITY.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponentText, suffix = ''] = match;
  const exponent = exponentText === undefined ? (DECIMAL.get(suffix) ?? 0) : Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const binary = BINARY.indexOf(suffix) + 1;
  // What Go cannot hold in an int64 it reads with another parser, which insists on digits.
  if (whole === '' && fraction === '' && (binary >= 5 || exponent < -9)) return undefined;
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(binary);
  const size = binary === 0 ? round(scale(digits, exponent - fraction.length)) : cap(scale(digits, -fraction.length));
  return sign === '-' ? { numerator: -size.numerator, denominator: size.denominator } : size;
}

function scale(digits: bigint, power: number): Quantity {
  return power >= 0
    ? { numerator: digits * 10n ** BigInt(power), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-power) };
}

function round({ numerator, denominator }: Quantity): Quantity {
  if (denominator <= SMALLEST_DENOMINATOR) return { numerator, denominator };
  const units = (numerator * SMALLEST_DENOMINATOR + denominator - 1n) / denominator;
  return { numerator: units, denominator: SMALLEST_DENOMINATOR };
}

function cap(quantity: Quantity): Quantity {
  const rounded = round(quantity);
  return rounded.numerator > MAX_BINARY * rounded.denominator ? { numerator: MAX_BINARY, denominator: 1n } : rounded;
}

/** Negative, zero or positive, as the first is less than, equal to or greater than the second. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
