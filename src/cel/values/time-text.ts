import { CelError } from '../types.ts';
import { Timestamp } from './time.ts';

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

/**
 * Source: go time/format_rfc3339.go, parseStrictRFC3339; cel-go common/types/string.go
 *
 * @returns nothing for what is no moment
 * @throws CelError when it is out of range
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = offsetOf(match[8] ?? 'Z');
  if (offset === undefined) return undefined;
  const milliseconds = new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
  const fraction = (match[7] ?? '').slice(0, 9).padEnd(9, '0');
  return new Timestamp(BigInt(milliseconds - offset * 60_000) * 1_000_000n + BigInt(fraction), offset);
}

function daysIn(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

/** Minutes. */
function offsetOf(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  if (hours > 23 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * (zone.startsWith('-') ? -1 : 1);
}

/** By the clock that it was written by, with as many digits of the second as it has. */
export function formatTimestamp(timestamp: Timestamp): string {
  const text = new Date(Number(timestamp.seconds) * 1000 + timestamp.offset * 60_000).toISOString().slice(0, 19);
  return `${text}${fractionOf(timestamp.fraction)}${formatOffset(timestamp.offset)}`;
}

function formatOffset(minutes: number): string {
  if (minutes === 0) return 'Z';
  const magnitude = Math.abs(minutes);
  const parts = [Math.floor(magnitude / 60), magnitude % 60].map((part) => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${parts.join(':')}`;
}

/** As cel-go has it: seconds only. */
export function formatDuration(nanoseconds: bigint): string {
  const magnitude = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const text = `${magnitude / 1_000_000_000n}${fractionOf(magnitude % 1_000_000_000n)}s`;
  return nanoseconds < 0n ? `-${text}` : text;
}

function fractionOf(nanoseconds: bigint): string {
  return nanoseconds === 0n ? '' : `.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
}

/** What a clock shows. */
export interface Clock {
  readonly year: number;
  /** From 0. */
  readonly month: number;
  /** From 1. */
  readonly day: number;
  /** From Sunday, which is 0. */
  readonly weekday: number;
  /** From 0. */
  readonly dayOfYear: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/**
 * @param zone name of a time zone, or hours and minutes: `Europe/Berlin`, `-02:30`
 * @throws CelError for a zone that there is not
 */
export function clockAt(timestamp: Timestamp, zone: string): Clock {
  const milliseconds = Number(timestamp.nanoseconds / 1_000_000n - (timestamp.nanoseconds % 1_000_000n < 0n ? 1n : 0n));
  const local = new Date(milliseconds + zoneOffset(milliseconds, zone));
  const year = local.getUTCFullYear();
  return {
    year,
    month: local.getUTCMonth(),
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    dayOfYear: Math.floor((local.getTime() - new Date(0).setUTCFullYear(year, 0, 1)) / 86_400_000),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
  };
}

/** Milliseconds that clocks in a zone are ahead. */
function zoneOffset(at: number, zone: string): number {
  if (zone === '' || zone === 'UTC') return 0;
  if (zone.includes(':')) return fixedOffset(zone);
  const parts = new Map(
    formatterFor(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const local = new Date(0);
  local.setUTCFullYear(part('year'), part('month') - 1, part('day'));
  local.setUTCHours(part('hour') % 24, part('minute'), part('second'));
  return local.getTime() - Math.floor(at / 1000) * 1000;
}

function fixedOffset(zone: string): number {
  const match = /^([+-]?\d{1,2}):([+-]?\d{1,2})$/.exec(zone);
  if (match === null) throw new CelError(`invalid time zone '${zone}'`);
  const [hours = 0, minutes = 0] = match.slice(1).map(Number);
  return (hours * 60 + (hours < 0 ? -minutes : minutes)) * 60_000;
}

const FORMATTERS = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  const formatter = FORMATTERS.get(zone) ?? makeFormatter(zone);
  // There are some hundred zones, each of which can be written in many ways.
  if (FORMATTERS.size > 100) FORMATTERS.clear();
  FORMATTERS.set(zone, formatter);
  return formatter;
}

function makeFormatter(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
      ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
    });
  } catch {
    throw new CelError(`unknown time zone ${zone}`);
  }
}
