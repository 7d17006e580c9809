/** A moment, and the zone in which it is written. Source: go time/time.go */
export interface Time {
  /** Nanoseconds since 1970 in UTC. */
  readonly nanoseconds: bigint;
  /** Of the zone, in seconds east of UTC. */
  readonly offset: number;
}

/** A date and a time of day without zone. */
export interface Clock {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

const SECOND = 1_000_000_000n;
/** From the first of January of year 1 to that of 1970, in seconds: durations are counted from there. */
const UNIX_EPOCH = 62_135_596_800n;

/** Days before each month of a year that is no leap year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysBefore(month: number): number {
  return DAYS_BEFORE[month - 1] ?? 0;
}

export function daysIn(month: number, year: number): number {
  return month === 2 && isLeapYear(year) ? 29 : daysBefore(month + 1) - daysBefore(month);
}

export function fromClock(clock: Clock, offset: number): Time {
  const date = new Date(0);
  date.setUTCFullYear(clock.year, clock.month - 1, clock.day);
  const seconds = BigInt(date.getTime() / 1000 + clock.hour * 3600 + clock.minute * 60 + clock.second - offset);
  return { nanoseconds: seconds * SECOND + BigInt(clock.nanosecond), offset };
}

/** @returns nothing for what no calendar has */
export function fromUnixSeconds(seconds: bigint): Time | undefined {
  const time = { nanoseconds: seconds * SECOND, offset: 0 };
  return Number.isNaN(dateOf(time).getTime()) ? undefined : time;
}

/** Shown in UTC, as a date of JavaScript, the clock of the time's zone. */
function dateOf({ nanoseconds, offset }: Time): Date {
  return new Date(Number(divideDown(nanoseconds, SECOND) + BigInt(offset)) * 1000);
}

function divideDown(value: bigint, by: bigint): bigint {
  return (value - modulo(value, by)) / by;
}

function modulo(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}

export function addDuration(time: Time, duration: bigint): Time {
  return { nanoseconds: time.nanoseconds + duration, offset: time.offset };
}

/** Rounded down to a multiple of a duration since year 1. */
export function truncateTime(time: Time, duration: bigint): Time {
  if (duration <= 0n) return time;
  const rest = modulo(time.nanoseconds + UNIX_EPOCH * SECOND, duration);
  return { nanoseconds: time.nanoseconds - rest, offset: time.offset };
}

/** Between two times, cut to what a duration of Go holds. */
export function durationBetween(start: Time, end: Time): bigint {
  const difference = end.nanoseconds - start.nanoseconds;
  const limit = 2n ** 63n;
  if (difference >= limit) return limit - 1n;
  return difference < -limit ? -limit : difference;
}

/** Minute, hour, day, month and weekday, as cron writes them. */
export function toCron(time: Time): string {
  const date = dateOf(time);
  const fields = [
    date.getUTCMinutes(),
    date.getUTCHours(),
    date.getUTCDate(),
    date.getUTCMonth() + 1,
    date.getUTCDay(),
  ];
  return fields.join(' ');
}

/** By RFC 3339, without fractions of seconds. Source: go time/format_rfc3339.go */
export function formatTime(time: Time): string {
  const date = dateOf(time);
  const year = date.getUTCFullYear();
  const yearText = `${year < 0 ? '-' : ''}${pad(Math.abs(year), 4)}`;
  const day = `${yearText}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
  const clock = `${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
  return `${day}T${clock}${formatOffset(time.offset)}`;
}

function formatOffset(offset: number): string {
  if (offset === 0) return 'Z';
  const minutes = Math.trunc(Math.abs(offset) / 60);
  const sign = offset < 0 && minutes > 0 ? '-' : '+';
  return `${sign}${pad(Math.trunc(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
