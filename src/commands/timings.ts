import type { Log } from '../log.ts';
import type { Target } from '../model/target.ts';

/** Remembers which targets took longest to render. */
export interface Timings {
  note(target: Target, milliseconds: number): void;
  /** Says it at level info. */
  log(log: Log): void;
}

const KEPT = 5;

export function createTimings(): Timings {
  let slowest: { readonly target: string; readonly milliseconds: number }[] = [];
  let count = 0;
  let total = 0;
  return {
    note({ id }, milliseconds) {
      count++;
      total += milliseconds;
      if (slowest.length === KEPT && milliseconds <= (slowest.at(-1)?.milliseconds ?? 0)) return;
      slowest = [...slowest, { target: id, milliseconds: Math.round(milliseconds) }]
        .sort((a, b) => b.milliseconds - a.milliseconds)
        .slice(0, KEPT);
    },
    log(log) {
      log.info({ targets: count, milliseconds: Math.round(total) }, 'rendered');
      for (const each of slowest) log.info(each, 'among the slowest');
    },
  };
}
