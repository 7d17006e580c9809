import { describe, expect, it } from 'vitest';
import { VariableError } from '../../../../../src/kyverno/variables/errors.ts';
import { evaluate } from './evaluate.ts';

describe('arithmetic', () => {
  it.each<[string, unknown]>([
    ['add(`1`, `2.5`)', 3.5],
    ["add('1Gi', '512Mi')", '1536Mi'],
    ["add('1', '2')", '3'],
    ["add('1h', '30m')", undefined],
    ["add('1h', '90s')", '1h1m30s'],
    ['subtract(`1`, `2`)', -1],
    ["subtract('1', '1500m')", '-500m'],
    ["subtract('1h', '1s')", '59m59s'],
    ['multiply(`2`, `3`)', 6],
    ["multiply('10Mi', `1.5`)", '15Mi'],
    ["multiply(`2`, '1h')", '2h0m0s'],
    ["multiply('100', `1000000`)", '100M'],
    ['divide(`1`, `4`)', 0.25],
    ["divide('10Mi', '5Mi')", 2],
    ["divide('10Mi', `3`)", '3495253'],
    ["divide('1h', '30s')", 120],
    ["divide('1h', `8`)", '7m30s'],
    ['modulo(`-7`, `3`)', -1],
    ["modulo('10', '4')", '2'],
    ["modulo('1h', '7s')", '2s'],
    ['round(`1.255`, `2`)', 1.25],
    ['round(`-2.5`, `0`)', -3],
    ['round(`2.5`, `0`)', 3],
    ['sum(`[1, 2, 3]`)', 6],
    ['sum(`["1Gi", "1Gi"]`)', '2Gi'],
    ['sum(`["x"]`)', 'x'],
  ])('%s', (expression, expected) => {
    // A minute is also a thousandth: quantities come before durations.
    if (expected === undefined) expect(() => evaluate(expression)).toThrow('Types mismatch');
    else expect(evaluate(expression)).toEqual(expected);
  });

  it.each([
    ["add(`1`, 'x')", "JMESPath function 'add': invalid operand"],
    ['add(`true`, `1`)', "JMESPath function 'add': invalid operand"],
    ["add(`1`, '1')", "JMESPath function 'add': Types mismatch"],
    ["subtract('1h', '1')", "JMESPath function 'subtract': Types mismatch"],
    ["multiply('1', '1')", "JMESPath function 'multiply': Types mismatch"],
    ["divide(`1`, '1')", "JMESPath function 'divide': Types mismatch"],
    ["divide('1', '1h')", "JMESPath function 'divide': Types mismatch"],
    ["divide('1', '0')", "JMESPath function 'divide': Zero divisor passed"],
    ['divide(`1`, `0`)', "JMESPath function 'divide': Zero divisor passed"],
    ['modulo(`1.5`, `1`)', "JMESPath function 'modulo': Non-integer argument(s) passed for modulo"],
    ['modulo(`1`, `0`)', "JMESPath function 'modulo': Zero divisor passed"],
    ["modulo('1h', '0s')", "JMESPath function 'modulo': Zero divisor passed"],
    ["modulo('1', `1`)", "JMESPath function 'modulo': Types mismatch"],
    ['round(`1`, `1.5`)', "JMESPath function 'round': Non-integer argument(s) passed for round off"],
    ['round(`1`, `-1`)', "JMESPath function 'round': %!d(MISSING) argument is out of bounds (%!d(MISSING))"],
    ['sum(`[]`)', "JMESPath function 'sum': at least one element in the array is required"],
    ['sum(`[1, "x"]`)', "JMESPath function 'sum': invalid operand"],
  ])('%s fails', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(new VariableError(message));
  });
});
