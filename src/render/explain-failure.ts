import type { ProcessError } from '../process/run.ts';

const MAX_LENGTH = 600;
/** Lines that say nothing about the cause. */
const NOISE = /^(?:WARNING|# Warning|Use --debug|level=|\s*$)/;

/**
 * The reason that a renderer gave, in one line: without its `Error:`, without control characters, and with paths relative to
 * the checkout, so that it is the same on every machine.
 */
export function explainFailure({ failure, message, stderr }: ProcessError, root: string): string {
  if (failure !== 'exit') return message;
  const lines = stderr
    .split('\n')
    .filter((line) => !NOISE.test(line))
    .map((line) => line.replace(/^(?:[Ee]rror|ERROR):\s*/, '').trim());
  const reason = lines
    .join(' ')
    .replaceAll(`${root}/`, '')
    .replaceAll(root, '.')
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  if (reason === '') return message;
  return reason.length > MAX_LENGTH ? `${reason.slice(0, MAX_LENGTH)}…` : reason;
}
