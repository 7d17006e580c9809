import { describe, expect, it } from 'vitest';
import { NotEvaluatedError, VariableError } from '../../../../../src/kyverno/variables/errors.ts';
import { evaluate } from './evaluate.ts';

const T = "'2024-01-02T03:04:05Z'";
const LATER = "'2024-01-02T05:00:00+01:00'";

describe('functions on times', () => {
  it.each<[string, unknown]>([
    [`time_add(${T}, '25h')`, '2024-01-03T04:04:05Z'],
    [`time_add(${LATER}, '-1h')`, '2024-01-02T04:00:00+01:00'],
    [`time_after(${T}, ${LATER})`, false],
    [`time_before(${T}, ${LATER})`, true],
    [`time_between(${T}, '2024-01-01T00:00:00Z', ${LATER})`, true],
    [`time_between(${T}, ${T}, ${LATER})`, false],
    [`time_diff(${T}, ${LATER})`, '55m55s'],
    ["time_parse('2006-01-02', '2024-01-02')", '2024-01-02T00:00:00Z'],
    ["time_parse('1', '1704164645')", '2024-01-02T03:04:05Z'],
    [`time_since('', ${T}, ${LATER})`, '55m55s'],
    ["time_since('2006', '2023', '2024')", '8760h0m0s'],
    [`time_to_cron(${T})`, '4 3 2 1 2'],
    [`time_truncate(${T}, '1h')`, '2024-01-02T03:00:00Z'],
    [`time_utc(${LATER})`, '2024-01-02T04:00:00Z'],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  it.each([
    ["time_utc('x')", 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
    [`time_add(${T}, '5')`, 'time: missing unit in duration "5"'],
    [`time_add(${T}, 'é')`, 'time: invalid duration "\\xc3\\xa9"'],
    ["time_parse('1', 'x')", 'strconv.ParseInt: parsing "x": invalid syntax'],
    ["time_parse('1', '999999999999999999')", 'time 999999999999999999 is out of range'],
  ])('%s fails', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(new VariableError(message));
  });

  it('do not ask the clock', () => {
    expect(() => evaluate(`time_since('', ${T}, '')`)).toThrow(NotEvaluatedError);
  });
});
