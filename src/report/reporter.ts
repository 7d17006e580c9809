import type { Report } from '../model/report.ts';

/** What a reporter may know besides the report. */
export interface ReportContext {
  /** Whether the text goes to a terminal that shows colours. */
  readonly colors: boolean;
}

/**
 * Text of a finished report in pieces, since it may be larger than memory should be, with a line break at its end. Pure: the same
 * report and context give the same bytes.
 */
export type Reporter = (report: Report, context: ReportContext) => Iterable<string>;
