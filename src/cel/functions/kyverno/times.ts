import { DURATION, STRING, TIMESTAMP } from '../../typing/cel-type.ts';
import { globalFunction, type Overload } from '../../typing/overload.ts';
import { type Duration, Timestamp } from '../../values/time.ts';
import { clockAt } from '../../values/time-text.ts';

/** Source: github.com/kyverno/sdk/extensions/cel/libs/time */
export const KYVERNO_TIMES: readonly Overload[] = [
  globalFunction('time.toCron', [TIMESTAMP], STRING, toCron),
  globalFunction('time.truncate', [TIMESTAMP, DURATION], TIMESTAMP, truncate),
];

function toCron(timestamp: Timestamp): string {
  const { minute, hour, day, month, weekday } = clockAt(timestamp, 'UTC');
  return [minute, hour, day, month + 1, weekday].join(' ');
}

/** Year 1, from which Go counts. */
const ZERO = 62_135_596_800_000_000_000n;

function truncate(timestamp: Timestamp, duration: Duration): Timestamp {
  const step = duration.nanoseconds;
  return step <= 0n ? timestamp : new Timestamp(timestamp.nanoseconds - ((timestamp.nanoseconds + ZERO) % step));
}
