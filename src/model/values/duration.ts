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

/** One more than the largest number of nanoseconds that Go holds; as a negative number it is held. */
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
  if (unsigned === '') return undefined;
  let total = 0n;
  PART.lastIndex = 0;
  while (PART.lastIndex < unsigned.length) {
    const part = PART.exec(unsigned);
    if (part === null) return undefined;
    const [, whole = '', fraction = '', unit = ''] = part;
    if (whole === '' && fraction === '') return undefined;
    const nanoseconds = UNITS.get(unit) ?? 0n;
    total += BigInt(whole || '0') * nanoseconds;
    // Digits that mean less than a nanosecond are dropped.
    const digits = fraction.slice(0, 18);
    total += (BigInt(digits || '0') * nanoseconds) / 10n ** BigInt(digits.length);
    if (total > LIMIT) return undefined;
  }
  if (text.startsWith('-')) return -total;
  return total === LIMIT ? undefined : total;
}
