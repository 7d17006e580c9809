import { json } from './json.ts';
import { openreports, policyreport } from './policy-report.ts';
import type { Reporter } from './reporter.ts';
import { text } from './text.ts';

/** Every format that `--output` takes. */
export const reporters = { text, json, policyreport, openreports } satisfies Record<string, Reporter>;

export type ReportFormat = keyof typeof reporters;
