import type { ProcessError } from '../process/run.ts';

const MAX_LENGTH = 600;
/** Lines that say nothing about the cause. */
const NOISE = /^(?:WARNING|# Warning|Use --debug|level=|\s*$)/;

/** What kubectl's logger writes around an error: severity, time, process, place. It differs in every run. */
const KLOG = /^[EWIF]\d{4} [\d:.]+\s+\d+ \S+\] "command failed" err=(.*)$/s;

/**
 * The reason that a renderer gave, in one line: without its `Error:`, without control characters, and with paths relative to
 * the checkout or a copy of it, so that it is the same on every machine.
 */
export function explainFailure({ failure, message, stderr }: ProcessError, roots: readonly string[]): string {
  if (failure !== 'exit') return message;
  const lines = unwrap(stderr)
    .split('\n')
    .filter((line) => !NOISE.test(line))
    .map((line) => line.replace(/^(?:[Ee]rror|ERROR):\s*/, '').trim());
  const reason = roots
    .reduce((text, root) => text.replaceAll(`${root}/`, '').replaceAll(root, '.'), lines.join(' '))
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  if (reason === '') return message;
  return reason.length > MAX_LENGTH ? `${reason.slice(0, MAX_LENGTH)}…` : reason;
}

/** The error inside a line of kubectl's logger, which is quoted, or between `<` and `>` when it has several lines. */
function unwrap(stderr: string): string {
  const error = KLOG.exec(stderr.trim())?.[1];
  if (error === undefined) return stderr;
  if (error.startsWith('<')) return error.slice(1).replace(/>\s*$/, '');
  try {
    return String(JSON.parse(error));
  } catch {
    return error;
  }
}
