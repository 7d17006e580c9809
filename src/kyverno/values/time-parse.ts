import { VariableError } from '../variables/errors.ts';
import { type Clock, daysBefore, daysIn, fromClock, isLeapYear, type Time } from './time.ts';
import { type LayoutElement, splitLayout } from './time-elements.ts';
import { readElement, type TimeFields } from './time-fields.ts';
import { quoteTime as quote } from './time-quote.ts';

export const RFC3339 = '2006-01-02T15:04:05Z07:00';

/** Longer layouts and times are none that somebody means. */
const MAX_LENGTH = 1000;

/**
 * Reads a time by a layout of Go: `2006-01-02`, `Jan _2 15:04:05`. Names of zones other than UTC count as UTC.
 *
 * Source: go time/format.go, Parse
 *
 * @throws VariableError for a text that is not written so
 */
export function parseTime(layout: string, text: string): Time {
  if (layout.length > MAX_LENGTH || text.length > MAX_LENGTH) throw new VariableError('time or layout is too long');
  const fields = readFields(layout, text);
  const { month, day } = monthAndDay(fields, text);
  if (day < 1 || day > daysIn(month, fields.year ?? 0)) throw outOfRange(text, 'day');
  return inZone(fields, {
    year: fields.year ?? 0,
    month,
    day,
    hour: hourOf(fields),
    minute: fields.minute ?? 0,
    second: fields.second ?? 0,
    nanosecond: fields.nanosecond ?? 0,
  });
}

/** UTC wherever it is named; else an offset; else hours behind `GMT`, by which upstream moves the clock. */
function inZone({ isUtc, offset, namedOffset = 0 }: TimeFields, clock: Clock): Time {
  if (isUtc) return fromClock(clock, 0);
  return offset === undefined ? { ...fromClock(clock, 0), offset: namedOffset } : fromClock(clock, offset);
}

function readFields(layout: string, text: string): TimeFields {
  const fields: TimeFields = {};
  let rest = text;
  const parts = splitLayout(layout);
  for (const [index, { prefix, element }] of parts.entries()) {
    rest = skip(layout, text, rest, prefix);
    if (element === undefined) break;
    const before = rest;
    const left = readElement(element, rest, fields, isFraction(parts[index + 1]?.element));
    if (left === undefined) throw cannotParse(layout, text, before, element.text);
    rest = left;
    if (fields.outOfRange !== undefined) throw outOfRange(text, fields.outOfRange);
  }
  if (rest !== '') throw new VariableError(`parsing time ${quote(text)}: extra text: ${quote(rest)}`);
  return fields;
}

function isFraction(element: LayoutElement | undefined): boolean {
  return element?.kind === 'fraction' || element?.kind === 'optionalFraction';
}

/** The text behind a prefix of the layout, whose blanks stand for any number of blanks. */
function skip(layout: string, text: string, value: string, prefix: string): string {
  let rest = value;
  let wanted = prefix;
  while (wanted !== '') {
    if (wanted.startsWith(' ')) {
      if (rest !== '' && !rest.startsWith(' ')) throw cannotParse(layout, text, rest, prefix);
      wanted = wanted.replace(/^ +/, '');
      rest = rest.replace(/^ +/, '');
    } else if (rest[0] === wanted[0]) {
      wanted = wanted.slice(1);
      rest = rest.slice(1);
    } else throw cannotParse(layout, text, rest, prefix);
  }
  return rest;
}

function hourOf({ hour = 0, isAfternoon, isMorning }: TimeFields): number {
  if (isAfternoon && hour < 12) return hour + 12;
  return isMorning && hour === 12 ? 0 : hour;
}

function monthAndDay(fields: TimeFields, text: string): { readonly month: number; readonly day: number } {
  if (fields.yearDay === undefined) return { month: fields.month ?? 1, day: fields.day ?? 1 };
  const found = fromYearDay(fields.yearDay, fields.year ?? 0);
  if (found === undefined) throw outOfRange(text, 'day-of-year');
  if (fields.month !== undefined && fields.month !== found.month)
    throw new VariableError(`parsing time ${quote(text)}: day-of-year does not match month`);
  if (fields.day !== undefined && fields.day !== found.day)
    throw new VariableError(`parsing time ${quote(text)}: day-of-year does not match day`);
  return found;
}

function fromYearDay(yearDay: number, year: number): { readonly month: number; readonly day: number } | undefined {
  const isLeap = isLeapYear(year);
  if (isLeap && yearDay === 60) return { month: 2, day: 29 };
  const ordinary = isLeap && yearDay > 60 ? yearDay - 1 : yearDay;
  if (ordinary < 1 || ordinary > 365) return undefined;
  let month = 1;
  while (daysBefore(month + 1) < ordinary) month++;
  return { month, day: ordinary - daysBefore(month) };
}

function outOfRange(text: string, what: string): VariableError {
  return new VariableError(`parsing time ${quote(text)}: ${what} out of range`);
}

function cannotParse(layout: string, text: string, value: string, element: string): VariableError {
  return new VariableError(
    `parsing time ${quote(text)} as ${quote(layout)}: cannot parse ${quote(value)} as ${quote(element)}`,
  );
}
