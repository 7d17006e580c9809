import { DURATION, INT, STRING, TIMESTAMP } from '../typing/cel-type.ts';
import { meteredMethod, method, type Overload } from '../typing/overload.ts';
import { type Int, intOf } from '../values/integer.ts';
import type { Duration, Timestamp } from '../values/time.ts';
import { type Clock, clockAt } from '../values/time-text.ts';

/** Looking up what a clock shows somewhere takes so many steps. */
const ZONE_STEPS = 20;

/**
 * Parts of times and durations.
 *
 * Source: cel-go common/types/timestamp.go, common/types/duration.go
 */
export const TIMES: readonly Overload[] = [
  ...part('getFullYear', (clock) => clock.year),
  ...part('getMonth', (clock) => clock.month),
  ...part('getDate', (clock) => clock.day),
  ...part('getDayOfMonth', (clock) => clock.day - 1),
  ...part('getDayOfWeek', (clock) => clock.weekday),
  ...part('getDayOfYear', (clock) => clock.dayOfYear),
  ...part('getHours', (clock) => clock.hour),
  ...part('getMinutes', (clock) => clock.minute),
  ...part('getSeconds', (clock) => clock.second),
  ...part('getMilliseconds', (clock) => clock.millisecond),
  method('getHours', [DURATION], INT, inUnits(3_600_000_000_000n)),
  method('getMinutes', [DURATION], INT, inUnits(60_000_000_000n)),
  method('getSeconds', [DURATION], INT, inUnits(1_000_000_000n)),
  method('getMilliseconds', [DURATION], INT, inUnits(1_000_000n)),
];

function part(name: string, read: (clock: Clock) => number): Overload[] {
  return [
    method(name, [TIMESTAMP], INT, (timestamp: Timestamp) => read(clockAt(timestamp, 'UTC'))),
    meteredMethod(name, [TIMESTAMP, STRING], INT, (budget, timestamp: Timestamp, zone: string) => {
      budget.spend(ZONE_STEPS);
      return read(clockAt(timestamp, zone));
    }),
  ];
}

function inUnits(unit: bigint): (duration: Duration) => Int {
  return (duration) => intOf(duration.nanoseconds / unit);
}
