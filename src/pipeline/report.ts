import type { Report } from '../model/report.ts';
import { type ReportFormat, reporters } from '../report/formats.ts';

/** Text of a report in one of the formats. */
export function report(result: Report, format: ReportFormat, options: { readonly colors?: boolean } = {}): string {
  return [...reportPieces(result, format, options)].join('');
}

/** The same in pieces, for reports that are larger than a text should be. */
export function reportPieces(
  result: Report,
  format: ReportFormat,
  { colors = false }: { readonly colors?: boolean } = {},
): Iterable<string> {
  return reporters[format](result, { colors });
}
