import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration, toSeconds } from '../../../src/kyverno/values/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['0', 0n],
    ['-0', 0n],
    ['1h30m', 5_400_000_000_000n],
    ['-1.5s', -1_500_000_000n],
    ['+.5ms', 500_000n],
    ['1.s', 1_000_000_000n],
    ['1us1µs1μs', 3_000n],
    ['0.1234567890123456789s', 123_456_789n],
    ['9223372036854775807ns', 2n ** 63n - 1n],
    ['-9223372036854775808ns', -(2n ** 63n)],
  ])('reads %s', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
  });

  it.each([
    '',
    '-',
    '1',
    '1.',
    's',
    '1d',
    '1h 1m',
    '1mx',
    '..1s',
    '9223372036854775808ns',
    '3000000h',
    `${'1h'.repeat(200)}`,
  ])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  it.each([
    [0n, '0s'],
    [1n, '1ns'],
    [1_500n, '1.5µs'],
    [-100_000_000n, '-100ms'],
    [1_000_000_000n, '1s'],
    [61_500_000_000n, '1m1.5s'],
    [3_600_000_000_000n, '1h0m0s'],
    [-(2n ** 63n), '-2562047h47m16.854775808s'],
  ])('prints %s', (nanoseconds, text) => {
    expect(formatDuration(nanoseconds)).toBe(text);
  });

  it('prints what is read again, within the precision of fractions', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 52n), 2n ** 52n), (nanoseconds) => {
        expect(parseDuration(formatDuration(nanoseconds))).toBe(nanoseconds);
      }),
    );
  });
});

describe('toSeconds', () => {
  it('keeps fractions', () => {
    expect(toSeconds(1_500_000_000n)).toBe(1.5);
    expect(toSeconds(-250_000_000n)).toBe(-0.25);
  });
});
