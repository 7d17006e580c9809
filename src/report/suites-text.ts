import { formatLocation } from '../model/location.ts';
import { printable } from '../model/printable.ts';
import type { SuiteReport, SuiteRow, SuitesReport } from '../model/suite-report.ts';
import { count, createPaint, type Paint } from './terminal.ts';

export interface SuitesTextSettings {
  readonly colors: boolean;
  /** Whether rows that are as expected are left out. */
  readonly failOnly: boolean;
}

/** One line a row, then a summary. Pure: the same report and settings give the same bytes. */
export function* suitesText(report: SuitesReport, { colors, failOnly }: SuitesTextSettings): Iterable<string> {
  const paint = createPaint(colors);
  for (const suite of report.suites) {
    const place = placeOf(suite);
    for (const problem of suite.problems) yield `${paint('yellow', 'ERROR')} ${place}: ${printable(problem)}\n`;
    for (const row of suite.rows) {
      if (!failOnly || row.result === 'fail') yield `${describeRow(row, place, paint)}\n`;
    }
  }
  yield `\n${summarize(report)}\n`;
}

function placeOf({ file, line }: SuiteReport): string {
  return printable(formatLocation(line === undefined ? { file } : { file, line }));
}

function describeRow(row: SuiteRow, place: string, paint: Paint): string {
  const { policy, rule, resource, result, reason, message } = row;
  const about = printable(rule === '' ? policy : `${policy}/${rule}`);
  const of = resource === undefined ? '' : ` ${printable(nameOf(resource))}`;
  const line = `${place}: ${about}${of}`;
  if (result === 'pass') return `${paint('green', 'ok')}    ${line}${reason === 'Ok' ? '' : `  ${printable(reason)}`}`;
  const why = printable(message === '' ? reason : `${reason}: ${message}`);
  return result === 'skip' ? `${paint('cyan', 'skip')}  ${line}  ${why}` : `${paint('red', 'FAIL')}  ${line}  ${why}`;
}

function nameOf({ namespace, kind, name }: NonNullable<SuiteRow['resource']>): string {
  return [...(namespace === '' ? [] : [namespace]), kind, name].join('/');
}

function summarize({ summary: { suites, unreadable, pass, fail, skip } }: SuitesReport): string {
  return [
    `${count(suites, 'suite')}: ${pass} as expected`,
    `${fail} different`,
    ...(skip === 0 ? [] : [`${skip} skipped`]),
    ...(unreadable === 0 ? [] : [`${count(unreadable, 'suite')} could not be run`]),
  ].join(', ');
}
