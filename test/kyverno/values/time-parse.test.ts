import { describe, expect, it } from 'vitest';
import { formatTime } from '../../../src/kyverno/values/time.ts';
import { parseTime, RFC3339 } from '../../../src/kyverno/values/time-parse.ts';
import { VariableError } from '../../../src/kyverno/variables/errors.ts';

describe('parseTime', () => {
  it.each([
    [RFC3339, '2024-01-02T03:04:05.678Z', '2024-01-02T03:04:05Z'],
    [RFC3339, '2024-01-02T3:04:05Z', '2024-01-02T03:04:05Z'],
    ['2006-01-02', '2024-02-29', '2024-02-29T00:00:00Z'],
    ['Mon Jan _2 15:04:05 2006', 'tue jan  2 03:04:05 2024', '2024-01-02T03:04:05Z'],
    ['Monday, 02-Jan-06 15:04:05 MST', 'Tuesday, 02-Jan-24 03:04:05 UTC', '2024-01-02T03:04:05Z'],
    ['02 January 2006 3:04PM', '02 March 2024 12:05AM', '2024-03-02T00:05:00Z'],
    ['02 Jan 2006 03:04pm', '02 Jan 2024 01:04pm', '2024-01-02T13:04:00Z'],
    ['Mon, 02 Jan 2006 15:04:05 -0700', 'Tue, 02 Jan 2024 03:04:05 +0130', '2024-01-02T03:04:05+01:30'],
    ['2006 002', '2024 060', '2024-02-29T00:00:00Z'],
    ['2006 __2', '2023 60', '2023-03-01T00:00:00Z'],
    ['2006-01-02 15:04:05.000', '2024-01-02 03:04:05.123', '2024-01-02T03:04:05Z'],
    ['2006-01-02 15:04:05,999 Z07', '2024-01-02 03:04:05 -07', '2024-01-02T03:04:05-07:00'],
    ['06/1/2', '69/1/2', '1969-01-02T00:00:00Z'],
    ['15:04 MST', '01:02 GMT+3', '0000-01-01T04:02:00+03:00'],
    ['15:04 MST -0700', '01:02 UTC +0300', '0000-01-01T01:02:00Z'],
    ['15:04 MST -0700', '01:02 CEST +0300', '0000-01-01T01:02:00+03:00'],
    ['_2006', '_2024', '2024-01-01T00:00:00Z'],
  ])('by %s reads %s', (layout, text, printed) => {
    expect(formatTime(parseTime(layout, text))).toBe(printed);
  });

  it.each([
    [RFC3339, 'x', 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
    [RFC3339, '2024-13-02T03:04:05Z', 'parsing time "2024-13-02T03:04:05Z": month out of range'],
    [RFC3339, '2023-02-29T03:04:05Z', 'parsing time "2023-02-29T03:04:05Z": day out of range'],
    [RFC3339, '2024-01-02T24:04:05Z', 'parsing time "2024-01-02T24:04:05Z": hour out of range'],
    ['2006', '2024é', 'parsing time "2024\\xc3\\xa9": extra text: "\\xc3\\xa9"'],
    ['2006-01', '2024_01', 'parsing time "2024_01" as "2006-01": cannot parse "_01" as "-"'],
    ['2006 002', '2023 366', 'parsing time "2023 366": day-of-year out of range'],
    ['2006 01 002', '2023 02 001', 'parsing time "2023 02 001": day-of-year does not match month'],
    ['MST', 'ABCDEF', 'parsing time "ABCDEF" as "MST": cannot parse "ABCDEF" as "MST"'],
  ])('by %s does not read %s', (layout, text, message) => {
    expect(() => parseTime(layout, text)).toThrow(new VariableError(message));
  });
});
