import { printable } from '../model/printable.ts';
import type { Target } from '../model/target.ts';
import type { Io } from './io.ts';

/** A line on a terminal's standard error that says how far the run is, and goes when it is done. */
export interface Progress {
  update(done: number, total: number, target: Target): void;
  clear(): void;
}

const CLEAR_LINE = '\r\u001b[2K';

/** Writes nothing unless standard error is a terminal. */
export function createProgress({ stderr }: Io, isWanted: boolean): Progress {
  if (!isWanted || !stderr.isTerminal) return { update: () => {}, clear: () => {} };
  let shown = false;
  return {
    update(done, total, { path }) {
      shown = true;
      stderr.write(`${CLEAR_LINE}judged ${done} of ${total}: ${printable(path).slice(0, 60)}`);
    },
    clear() {
      if (shown) stderr.write(CLEAR_LINE);
      shown = false;
    },
  };
}
