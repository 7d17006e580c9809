import { describe, expect, it } from 'vitest';
import { matchScalar } from '../../../src/kyverno/pattern/scalar.ts';

/** Patterns with values that match and that do not, as Kyverno 1.19 has it. */
type Case = readonly [pattern: unknown, matching: readonly unknown[], others: readonly unknown[]];

function itMatches(cases: readonly Case[]): void {
  it.each<Case>(cases)('%j', (pattern, matching, others) => {
    expect(matching.filter((value) => !matchScalar(value, pattern))).toEqual([]);
    expect(others.filter((value) => matchScalar(value, pattern))).toEqual([]);
  });
}

describe('matchScalar', () => {
  describe('knows texts', () => {
    itMatches([
      ['nginx', ['nginx'], ['nginx:1', '', null, true]],
      ['', [''], [null, 'a', false, 0]],
      ['a*', ['a', 'ab', 'a*'], ['b', 1]],
      ['?*', ['a', 'ab', 5, true], ['', null]],
      ['*', ['', 'a', 1, true], [null, {}, []]],
      ['!a', ['b', ''], ['a', null, {}]],
      ['! a*', ['b'], ['ab']],
      ['!*:latest', ['nginx:1', 'nginx'], ['nginx:latest']],
      ['!', ['!'], ['a']],
      ['(a)', ['(a)'], ['a']],
    ]);
  });

  describe('knows truths', () => {
    itMatches([
      ['true', [true, 'true'], [false, 'True', 1]],
      ['false', [false, 'false'], [true, null, 0]],
      ['!true', [false, 'x'], [true]],
    ]);
  });

  describe('knows numbers', () => {
    itMatches([
      ['>0', [1, '1', 0.5], [0, -1, null, 'a', true]],
      ['>=1', [1, 2, '1.0'], [0]],
      ['<5', [4, null, '4'], [5, '5']],
      ['<= 5', [5, '5', -1], [6]],
      ['0', [0, '0', null, '0.0'], [1, '', false]],
      ['!0', [1], [0, null]],
      ['5', [5, '5', '5.0', '5000m'], [50]],
      ['1e3', [1000, '1k'], [1001]],
      ['80*', ['8080'], [9090]],
      ['0.5', [0.5, '500m'], [0.51]],
    ]);
  });

  describe('knows quantities', () => {
    itMatches([
      ['1Gi', ['1024Mi', '1Gi', 1073741824], ['1G']],
      ['>1Gi', ['2Gi', '1.1Gi'], ['1Gi', '500Mi']],
      ['<=500m', [0.5, '0.5', '100m'], ['1']],
      ['>Ki', ['1'], [0]],
      ['9Ei', ['10Ei'], []],
      ['0.0000000001', ['1n'], [0]],
    ]);
  });

  describe('knows durations', () => {
    itMatches([
      ['>=1h', ['60m', '1h30m'], ['59m', 3600, '3600']],
      ['10s', ['10s', '10000ms'], ['10']],
      ['0s', [null, '0'], [0]],
      ['<1m', ['59s', null], ['1m']],
    ]);
  });

  describe('knows ranges', () => {
    itMatches([
      ['1-5', [1, 5, '3', 2.5], [0, 6, 'a']],
      ['1!-5', [0, 6], [1, 5, 3]],
      ['1Mi-2Mi', ['1.5Mi'], ['3Mi']],
      ['1s-5s', ['3s'], ['6s', 3]],
      ['-5--1', [-3, -5], [0]],
      ['-5!--1', [0], [-3]],
      ['1 - 5', ['1 - 5'], [3]],
      ['a-b', ['a-b'], ['a']],
      ['1-5-9', ['1-5-9'], [3]],
      ['100-200 | 500-600', [150, 550], [300]],
    ]);
  });

  describe('knows alternatives', () => {
    itMatches([
      ['a|b', ['a', 'b', 'a|b'], ['c']],
      ['a | b*', ['a', 'bc'], ['ab']],
      ['>1 & <5', [2, 4], [1, 5]],
      ['>1&!3', [2], [3, 1]],
      ['1-5 & !3 | 9', [1, 9], [3, 8]],
      ['a|', ['a', ''], ['b']],
      ['RuntimeDefault | Localhost', ['RuntimeDefault', 'Localhost'], ['Unconfined', null]],
      [' a ', ['a', ' a '], ['b']],
      ['\ta', ['a', '\ta'], ['b']],
    ]);
  });

  describe('knows values that are no text', () => {
    itMatches([
      [5, [5, '5', '+5'], ['5.0', 'a', 5.5, true, null]],
      [1.5, [1.5, '1.5', '15e-1'], ['1,5', 1]],
      [0, [0, '0', '-0'], ['', null, false]],
      [true, [true], ['true', 1, null]],
      [false, [false], ['false', 0, null]],
      [null, [null, '', 0, false], ['a', 1, true, {}, []]],
      [{ a: 1 }, [{}, { b: 2 }], ['a', [], null]],
      [['a'], [], ['a', ['a'], null]],
    ]);
  });

  it('compares texts with whole numbers of anyPattern as floats', () => {
    expect(['5.0', '5e0', '5', '5_0', '5_', 'inf'].filter((text) => matchScalar(text, 5, 'float64'))).toEqual([
      '5.0',
      '5e0',
      '5',
    ]);
    expect(matchScalar('5_0', 50, 'float64')).toBe(true);
    expect(matchScalar('5.0', 5)).toBe(false);
  });

  it('sees numbers as floats where a wildcard asks for their text', () => {
    expect([matchScalar(8080, '8.08E+03'), matchScalar(8080, '80*'), matchScalar(8080, '8?80')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('comes to an end, whatever the pattern and the value', () => {
    const digits = '1'.repeat(200_000);
    expect(matchScalar(`${digits}x`, 1.5)).toBe(false);
    expect(matchScalar(`${digits}x`, '>1h')).toBe(false);
    expect(matchScalar(digits, '>1')).toBe(false);
    expect(matchScalar('a'.repeat(10_000), `${'a*'.repeat(50)}b`)).toBe(false);
    expect(matchScalar('c', 'a|b&'.repeat(50_000))).toBe(false);
  });
});
