import { describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../src/model/report.ts';
import { json } from '../../src/report/json.ts';
import { finding, REPORTS } from './reports.ts';

const print = (report: Report) => [...json(report)].join('');

describe('json', () => {
  it('is what JSON.stringify makes of a report', () => {
    for (const report of Object.values(REPORTS)) expect(print(report)).toBe(`${JSON.stringify(report, null, 2)}\n`);
  });

  it('comes in pieces, however many findings there are', () => {
    const [report] = Object.values(REPORTS);
    if (report === undefined) throw new Error('no report');
    const findings = Array.from({ length: 1001 }, (_, at): Finding => finding({ message: `line\n${at}`, fields: [] }));
    const large = { ...report, findings };
    expect(print(large)).toBe(`${JSON.stringify(large, null, 2)}\n`);
    expect(Math.max(...[...json(large)].map(({ length }) => length))).toBeLessThan(200_000);
  });
});
