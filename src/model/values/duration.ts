const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;

/** Number of nanoseconds that Go cannot hold any more, but for the smallest negative one. */
const LIMIT = 2n ** 63n;

/** Longer texts are no durations that somebody means. */
const MAX_LENGTH = 200;

/** Digits of a fraction that may fit into an int64. */
const FRACTION_DIGITS = 19;

/**
 * Nanoseconds of a duration as Go writes it: `1h30m`, `-1.5s`, `0`.
 *
 * Source: go time/format.go, ParseDuration
 *
 * @returns nothing for a text that is no duration
 */
export function parseDuration(text: string): bigint | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0n;
  if (unsigned === '') return undefined;
  let total = 0n;
  PART.lastIndex = 0;
  while (PART.lastIndex < unsigned.length) {
    const part = PART.exec(unsigned);
    if (part === null) return undefined;
    const [, whole = '', fraction = '', unit = ''] = part;
    if (whole === '' && fraction === '') return undefined;
    const nanoseconds = UNITS.get(unit) ?? 0n;
    total += BigInt(whole || '0') * nanoseconds + partOf(nanoseconds, fraction);
    if (total > LIMIT) return undefined;
  }
  if (text.startsWith('-')) return -total;
  return total === LIMIT ? undefined : total;
}

/** A fraction of a unit, computed in floating point as Go does. */
function partOf(nanoseconds: bigint, fraction: string): bigint {
  let digits = fraction.slice(0, FRACTION_DIGITS);
  if (digits === '') return 0n;
  if (digits.length === FRACTION_DIGITS && BigInt(digits) > LIMIT) digits = digits.slice(0, -1);
  return BigInt(Math.trunc(Number(digits) * (Number(nanoseconds) / Number(`1e${digits.length}`))));
}

/** A duration as Go prints it: `1h30m0s`, `1.5s`, `100ms`, `0s`. Source: go time/time.go, Duration.String */
export function formatDuration(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const total = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (total === 0n) return '0s';
  if (total < 1_000n) return `${sign}${total}ns`;
  if (total < 1_000_000n) return `${sign}${withFraction(total, 3)}µs`;
  if (total < 1_000_000_000n) return `${sign}${withFraction(total, 6)}ms`;
  const minutes = total / 60_000_000_000n;
  const seconds = `${withFraction(total % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return `${sign}${seconds}`;
  const hours = minutes / 60n;
  return `${sign}${hours > 0n ? `${hours}h` : ''}${minutes % 60n}m${seconds}`;
}

/** A number of 10^-digits as a decimal without trailing zeros. */
function withFraction(value: bigint, digits: number): string {
  const scale = 10n ** BigInt(digits);
  const fraction = String(value % scale)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(value / scale) : `${value / scale}.${fraction}`;
}

/** Seconds of a duration as a float64. Source: go time/time.go, Duration.Seconds */
export function toSeconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000_000n) + Number(nanoseconds % 1_000_000_000n) / 1e9;
}
