import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../src/model/values/duration.ts';

const SECOND = 1_000_000_000n;

describe('durations', () => {
  it.each([
    ['1h', 3600n * SECOND],
    ['-1.5h', -5400n * SECOND],
    ['0', 0n],
    ['-0', 0n],
    ['.5s', SECOND / 2n],
    ['1.s', SECOND],
    ['+5s', 5n * SECOND],
    ['1h1h', 7200n * SECOND],
    ['1.5h30m', 7200n * SECOND],
    ['1µs', 1000n],
    ['1μs', 1000n],
    ['1us', 1000n],
    ['0.1ns', 0n],
    ['1.0000000001s', SECOND],
    ['9223372036s', 9223372036n * SECOND],
    ['2562047h47m16.854775807s', 2n ** 63n - 1n],
    ['-9223372036854775808ns', -(2n ** 63n)],
  ])('%s is %s ns', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
  });

  it.each(['', '1', '.', '1.', '-', '--1s', '1d', '1 s', '.s', '9223372037s', '9223372036854775808ns', '1e3s', 'h'])(
    '%j is none',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});
