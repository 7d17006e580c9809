import { CelError } from '../types.ts';

const NANOSECONDS = 1_000_000_000n;
const LIMIT = 2n ** 63n;

/** From 0001-01-01T00:00:00Z up to before 10000-01-01T00:00:00Z, in seconds. */
const FIRST = -62_135_596_800n;
const LAST = 253_402_300_799n;

/** A span of time, as Go holds it. */
export class Duration {
  readonly nanoseconds: bigint;

  /** @throws CelError beyond 292 years */
  constructor(nanoseconds: bigint) {
    if (nanoseconds >= LIMIT || nanoseconds < -LIMIT) throw new CelError('integer overflow');
    this.nanoseconds = nanoseconds;
  }
}

/** A moment. */
export class Timestamp {
  /** Since 1970. */
  readonly nanoseconds: bigint;
  /** Minutes that the clock that it is written by is ahead of UTC. */
  readonly offset: number;

  /** @throws CelError before the year 1 or after the year 9999 */
  constructor(nanoseconds: bigint, offset = 0) {
    const seconds = floorDivide(nanoseconds, NANOSECONDS);
    if (seconds < FIRST || seconds > LAST) throw new CelError('timestamp overflow');
    this.nanoseconds = nanoseconds;
    this.offset = offset;
  }

  get seconds(): bigint {
    return floorDivide(this.nanoseconds, NANOSECONDS);
  }

  /** Within the second. */
  get fraction(): bigint {
    return this.nanoseconds - this.seconds * NANOSECONDS;
  }
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
