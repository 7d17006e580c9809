import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration, toSeconds } from '../../../src/model/values/duration.ts';

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

describe('parseDuration', () => {
  it.each<[text: string, nanoseconds: bigint]>([
    ['0', 0n],
    ['-0', 0n],
    ['0s', 0n],
    ['1ns', 1n],
    ['1us', 1_000n],
    ['1µs', 1_000n],
    ['1μs', 1_000n],
    ['1ms', 1_000_000n],
    ['1s', 1_000_000_000n],
    ['1m', 60_000_000_000n],
    ['1h', 3_600_000_000_000n],
    ['1h30m', 5_400_000_000_000n],
    ['1m1m', 120_000_000_000n],
    ['-1.5s', -1_500_000_000n],
    ['+.5s', 500_000_000n],
    ['1.s', 1_000_000_000n],
    ['0.9ns', 0n],
    ['0.100000000000000000000h', 360_000_000_000n],
    ['9223372036854775807ns', 9_223_372_036_854_775_807n],
    ['-9223372036854775808ns', -9_223_372_036_854_775_808n],
  ])('reads %s', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
  });

  it('drops parts of nanoseconds as floats have them', () => {
    expect(parseDuration('0.3333333333333333333h')).toBe(1_200_000_000_000n);
  });

  it.each([
    ...['', '-', '+', '1', '00', 's', '.s', '-.s', '1d', '1 s', ' 1s', '1s ', '1S', '1h-1m', '--1s', '1e3s', '1.2.3s'],
    ...['9223372036854775808ns', '-9223372036854775809ns', '2562048h', '1s1'],
  ])('finds that %j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('refuses what would cost too much', () => {
    expect(parseDuration(`${'1'.repeat(1_000_000)}s`)).toBeUndefined();
  });

  it('adds parts', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (hours, minutes, milliseconds) => {
        const total = BigInt(hours) * 3_600_000n + BigInt(minutes) * 60_000n + BigInt(milliseconds);
        expect(parseDuration(`${hours}h${minutes}m${milliseconds}ms`)).toBe(total * 1_000_000n);
        expect(parseDuration(`-${hours}h${minutes}m${milliseconds}ms`)).toBe(-total * 1_000_000n);
      }),
    );
  });
});
