import type { Report } from '../model/report.ts';
import { type ReportFormat, reporters } from '../report/formats.ts';

/** Text of a report in one of the formats. */
export function report(
  result: Report,
  format: ReportFormat,
  { colors = false }: { readonly colors?: boolean } = {},
): string {
  return reporters[format](result, { colors });
}
