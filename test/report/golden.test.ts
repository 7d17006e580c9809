import { describe, expect, it } from 'vitest';
import { reporters } from '../../src/report/formats.ts';
import { expectGolden, expectNoOthers } from '../golden.ts';
import { REPORTS } from './reports.ts';

describe.each(Object.entries(reporters))('%s', (format, reporter) => {
  it.each(Object.entries(REPORTS))('shows the %s report as agreed', (name, report) => {
    expectGolden(`${format}/${name}.${format}`, reporter(report, { colors: false }));
  });

  it('has no golden file of a report that is gone', () => {
    expectNoOthers(
      format,
      Object.keys(REPORTS).map((name) => `${name}.${format}`),
    );
  });

  it('ends with one line break', () => {
    for (const report of Object.values(REPORTS)) expect(reporter(report, { colors: false })).toMatch(/[^\n]\n$/);
  });
});
