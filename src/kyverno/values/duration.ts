const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1_000],
  ['µs', 1_000],
  ['μs', 1_000],
  ['ms', 1_000_000],
  ['s', 1_000_000_000],
  ['m', 60_000_000_000],
  ['h', 3_600_000_000_000],
]);

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;

/** Longer texts cannot be meant, and would cost time. */
const MAX_LENGTH = 1000;

/** One more than the largest number of nanoseconds that Go holds; negative durations may have as many. */
const LIMIT = 2n ** 63n;

/**
 * Nanoseconds of a duration as Go writes it: `1h30m`, `-1.5s`, `0`.
 *
 * Source: go time/format.go, ParseDuration
 *
 * @returns nothing for a text that is no duration
 */
export function parseDuration(text: string): bigint | undefined {
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0n;
  if (unsigned === '' || unsigned.length > MAX_LENGTH) return undefined;
  let total = 0n;
  PART.lastIndex = 0;
  while (PART.lastIndex < unsigned.length) {
    const part = PART.exec(unsigned);
    if (part === null) return undefined;
    const [, whole = '', fraction = '', unit = ''] = part;
    if (whole === '' && fraction === '') return undefined;
    const nanoseconds = UNITS.get(unit) ?? 0;
    total += BigInt(whole || '0') * BigInt(nanoseconds) + nanosecondsOf(fraction, nanoseconds);
    if (total > LIMIT) return undefined;
  }
  if (text.startsWith('-')) return -total;
  return total === LIMIT ? undefined : total;
}

/** Go multiplies floats here, drops what is less than a nanosecond, and digits that an int64 does not hold. */
function nanosecondsOf(fraction: string, unit: number): bigint {
  let digits = fraction.slice(0, 19);
  if (digits.length === 19 && BigInt(digits) > LIMIT) digits = digits.slice(0, 18);
  return BigInt(Math.trunc(Number(digits || '0') * (unit / 10 ** digits.length)));
}
