import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { reporters } from '../../src/report/formats.ts';
import { expectGolden, expectNoOthers } from '../golden.ts';
import { REPORTS } from './reports.ts';

describe.each(Object.entries(reporters))('%s', (format, reporter) => {
  const print = (report: Report) => [...reporter(report, { colors: false })].join('');

  it.each(Object.entries(REPORTS))('shows the %s report as agreed', (name, report) => {
    expectGolden(`${format}/${name}.${format}`, print(report));
  });

  it('has no golden file of a report that is gone', () => {
    expectNoOthers(
      format,
      Object.keys(REPORTS).map((name) => `${name}.${format}`),
    );
  });

  it('ends with one line break', () => {
    for (const report of Object.values(REPORTS)) expect(print(report)).toMatch(/[^\n]\n$/);
  });
});
