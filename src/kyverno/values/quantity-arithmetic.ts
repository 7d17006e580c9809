import { type DecimalQuantity, powerOfTen, type QuantityFormat } from '../../model/values/quantity.ts';

const DECIMAL_SUFFIXES: ReadonlyMap<number, string> = new Map([
  ...([[-9, 'n'] as const, [-6, 'u'] as const, [-3, 'm'] as const, [3, 'k'] as const, [6, 'M'] as const] as const),
  ...([[9, 'G'] as const, [12, 'T'] as const, [15, 'P'] as const, [18, 'E'] as const] as const),
]);
const BINARY_SUFFIXES: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

export function addQuantities(a: DecimalQuantity, b: DecimalQuantity): DecimalQuantity {
  const scale = Math.max(a.scale, b.scale);
  return {
    unscaled: unscaledAt(a, scale) + unscaledAt(b, scale),
    scale,
    format: a.unscaled === 0n ? b.format : a.format,
  };
}

export function subtractQuantities(a: DecimalQuantity, b: DecimalQuantity): DecimalQuantity {
  return addQuantities(a, { ...b, unscaled: -b.unscaled });
}

export function multiplyQuantity(a: DecimalQuantity, by: DecimalQuantity): DecimalQuantity {
  return { unscaled: a.unscaled * by.unscaled, scale: a.scale + by.scale, format: a.format };
}

/** Rounded down to the digits that the longer of both has. The divisor is not zero. */
export function divideQuantity(a: DecimalQuantity, by: DecimalQuantity): DecimalQuantity {
  const scale = Math.max(a.scale, by.scale);
  const dividend = unscaledAt(a, scale) * powerOfTen(Math.max(scale, 0));
  const divisor = unscaledAt(by, scale) * powerOfTen(Math.max(-scale, 0));
  return { unscaled: dividend / divisor, scale, format: a.format };
}

/** As a float64, within its precision. Source: resource/quantity.go, AsApproximateFloat64 */
export function toApproximateNumber({ unscaled, scale }: DecimalQuantity): number {
  return scale === 0 ? Number(unscaled) : Number(unscaled) * Number(`1e${-scale}`);
}

function unscaledAt({ unscaled, scale }: DecimalQuantity, wanted: number): bigint {
  return unscaled * powerOfTen(wanted - scale);
}

/**
 * A quantity in its canonical form: `1500m`, `2Gi`.
 *
 * Source: resource/quantity.go, CanonicalizeBytes
 */
export function formatQuantity({ unscaled, scale, format }: DecimalQuantity): string {
  if (unscaled === 0n) return '0';
  const whole = wholeNumber(unscaled, scale);
  if (format === 'BinarySI' && whole !== undefined && (whole <= -1024n || whole >= 1024n)) return formatBinary(whole);
  return formatDecimal(unscaled, -scale, format);
}

/** @returns nothing when there is a fraction */
function wholeNumber(unscaled: bigint, scale: number): bigint | undefined {
  if (scale <= 0) return unscaled * powerOfTen(-scale);
  const one = powerOfTen(scale);
  return unscaled % one === 0n ? unscaled / one : undefined;
}

function formatBinary(value: bigint): string {
  let amount = value;
  let power = 0;
  while (amount % 1024n === 0n) {
    amount /= 1024n;
    power++;
  }
  return `${amount}${BINARY_SUFFIXES[power] ?? ''}`;
}

/** With an exponent that is a multiple of three. */
function formatDecimal(value: bigint, power: number, format: QuantityFormat): string {
  let amount = value;
  let exponent = power;
  while (amount % 10n === 0n) {
    amount /= 10n;
    exponent++;
  }
  const excess = ((exponent % 3) + 3) % 3;
  amount *= powerOfTen(excess);
  exponent -= excess;
  if (format !== 'DecimalExponent') return `${amount}${DECIMAL_SUFFIXES.get(exponent) ?? ''}`;
  return exponent === 0 ? String(amount) : `${amount}e${exponent}`;
}
