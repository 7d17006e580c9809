import type { Location } from './report.ts';

/** `file:line`. */
export function formatLocation({ file, line }: Location): string {
  return line === undefined ? file : `${file}:${line}`;
}
