import { json } from './json.ts';
import type { Reporter } from './reporter.ts';
import { text } from './text.ts';

/** Every format that `--output` takes. */
export const reporters = { text, json } satisfies Record<string, Reporter>;

export type ReportFormat = keyof typeof reporters;
