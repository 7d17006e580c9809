/**
 * A Kubernetes quantity as an exact fraction: `numerator / denominator`. Comparisons need no more.
 *
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity
 */
export interface Quantity {
  readonly numerator: bigint;
  /** A power of ten. */
  readonly denominator: bigint;
}

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d+)|(n|u|m|k|M|G|T|P|E|[KMGTPE]i)?)$/;

const DECIMAL: ReadonlyMap<string, number> = new Map(
  Object.entries({ n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }),
);
const BINARY: readonly string[] = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Exponents beyond this cannot be meant, and would cost memory. */
const MAX_EXPONENT = 400;

/** As are texts longer than this. */
const MAX_LENGTH = 1000;

/** Quantities with a binary suffix are no larger than this. */
const MAX_BINARY = 2n ** 63n - 1n;

/** Nothing is counted finer. */
const NANO = 10n ** 9n;

/**
 * Digits may be missing altogether, so that `Ki` is zero. What is finer than a billionth is rounded up to one, away from zero.
 *
 * @returns nothing for a text that is no quantity
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = QUANTITY.exec(text);
  if (match === null || text === '') return undefined;
  const [, sign, whole = '', fraction = '', , exponentText, suffix = ''] = match;
  const exponent = exponentText === undefined ? (DECIMAL.get(suffix) ?? 0) : Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT || text.length > MAX_LENGTH) return undefined;
  const power = exponent - fraction.length;
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(BINARY.indexOf(suffix) + 1);
  const magnitude = roundUp(power >= 0 ? digits * 10n ** BigInt(power) : digits, 10n ** BigInt(Math.max(0, -power)));
  const { numerator, denominator } = BINARY.includes(suffix) ? atMost(MAX_BINARY, magnitude) : magnitude;
  return { numerator: sign === '-' ? -numerator : numerator, denominator };
}

function roundUp(numerator: bigint, denominator: bigint): Quantity {
  if (denominator <= NANO) return { numerator, denominator };
  const scaled = numerator * NANO;
  const rest = scaled % denominator;
  return { numerator: scaled / denominator + (rest === 0n ? 0n : 1n), denominator: NANO };
}

function atMost(limit: bigint, quantity: Quantity): Quantity {
  return quantity.numerator > limit * quantity.denominator ? { numerator: limit, denominator: 1n } : quantity;
}

/** Negative, zero or positive, as the first is less than, equal to or greater than the second. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
