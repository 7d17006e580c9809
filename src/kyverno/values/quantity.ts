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

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d+)|(n|u|m|k|M|G|T|P|E|[KMGTPE]i)?)$/;

const DECIMAL: ReadonlyMap<string, number> = new Map(
  Object.entries({ n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }),
);
const BINARY: readonly string[] = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Exponents beyond this cannot be meant, and would cost memory. */
const MAX_EXPONENT = 400;

/** @returns nothing for a text that is no quantity */
export function parseQuantity(text: string): Quantity | undefined {
  const match = QUANTITY.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', , exponentText, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const exponent = exponentText === undefined ? (DECIMAL.get(suffix) ?? 0) : Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const binary = 1024n ** BigInt(BINARY.indexOf(suffix) + 1);
  const power = exponent - fraction.length;
  return power >= 0
    ? { numerator: digits * binary * 10n ** BigInt(power), denominator: 1n }
    : { numerator: digits * binary, denominator: 10n ** BigInt(-power) };
}

/** Negative, zero or positive, as the first is less than, equal to or greater than the second. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
