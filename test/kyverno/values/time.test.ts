import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDuration,
  durationBetween,
  formatTime,
  fromUnixSeconds,
  toCron,
  truncateTime,
} from '../../../src/kyverno/values/time.ts';
import { parseTime, RFC3339 } from '../../../src/kyverno/values/time-parse.ts';

const time = (text: string) => parseTime(RFC3339, text);
const HOUR = 3_600_000_000_000n;

describe('formatTime', () => {
  it.each(['2024-02-29T23:59:59Z', '0001-01-01T00:00:00Z', '2024-01-02T03:04:05+05:30', '1969-12-31T23:00:00-11:00'])(
    'prints %s as it is written',
    (text) => {
      expect(formatTime(time(text))).toBe(text);
    },
  );

  it('prints what JavaScript prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), (seconds) => {
        const expected = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
        expect(formatTime({ nanoseconds: BigInt(seconds) * 1_000_000_000n, offset: 0 })).toBe(expected);
      }),
    );
  });
});

describe('times', () => {
  it('keep their zone when a duration is added', () => {
    expect(formatTime(addDuration(time('2024-02-28T23:30:00+02:00'), HOUR))).toBe('2024-02-29T00:30:00+02:00');
  });

  it('are rounded down since year 1', () => {
    expect(formatTime(truncateTime(time('2024-01-02T03:04:05Z'), HOUR))).toBe('2024-01-02T03:00:00Z');
    expect(formatTime(truncateTime(time('2024-01-02T03:04:05Z'), 7n * 24n * HOUR))).toBe('2024-01-01T00:00:00Z');
    expect(formatTime(truncateTime(time('2024-01-02T03:04:05Z'), 0n))).toBe('2024-01-02T03:04:05Z');
  });

  it('have a distance, which is cut', () => {
    expect(durationBetween(time('2024-01-01T00:00:00Z'), time('2024-01-01T01:00:00Z'))).toBe(HOUR);
    expect(durationBetween(time('0001-01-01T00:00:00Z'), time('2024-01-01T01:00:00Z'))).toBe(2n ** 63n - 1n);
    expect(durationBetween(time('2024-01-01T00:00:00Z'), time('0001-01-01T01:00:00Z'))).toBe(-(2n ** 63n));
  });

  it('become cron expressions in their zone', () => {
    expect(toCron(time('2024-03-03T23:05:00-02:00'))).toBe('5 23 3 3 0');
  });

  it('come of seconds, as far as calendars go', () => {
    expect(fromUnixSeconds(0n)).toEqual({ nanoseconds: 0n, offset: 0 });
    expect(fromUnixSeconds(10n ** 17n)).toBeUndefined();
  });
});
