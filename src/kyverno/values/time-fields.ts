import type { Element, LayoutElement } from './time-elements.ts';

/** What has been read of a time so far. */
export interface TimeFields {
  year?: number;
  month?: number;
  day?: number;
  yearDay?: number;
  hour?: number;
  minute?: number;
  second?: number;
  nanosecond?: number;
  isAfternoon?: boolean;
  isMorning?: boolean;
  /** Whether UTC is named. */
  isUtc?: boolean;
  /** Seconds east of UTC. */
  offset?: number;
  /** The same, as the name of a zone has it: `GMT+3`. */
  namedOffset?: number;
  /** Name of a field whose number is too large. */
  outOfRange?: string;
}

/** @returns the text behind what was read; nothing when the element is not there */
type Read = (element: LayoutElement, text: string, fields: TimeFields, fractionFollows: boolean) => string | undefined;

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'].concat([
  'October',
  'November',
  'December',
]);
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const SHORT_MONTHS = MONTHS.map((name) => name.slice(0, 3));
const SHORT_DAYS = DAYS.map((name) => name.slice(0, 3));

/** Index of the name with which a text begins, whatever the case. */
function findName(names: readonly string[], text: string): number {
  return names.findIndex((name) => text.slice(0, name.length).toLowerCase() === name.toLowerCase());
}

function readMonthName(names: readonly string[]): Read {
  return (_element, text, fields) => {
    const index = findName(names, text);
    if (index === -1) return undefined;
    fields.month = index + 1;
    return text.slice(names[index]?.length);
  };
}

function readWeekday(names: readonly string[]): Read {
  return (_element, text) => {
    const index = findName(names, text);
    return index === -1 ? undefined : text.slice(names[index]?.length);
  };
}

/** A number of one or two digits; of two where the layout begins with a zero. */
function readNumber(element: LayoutElement, text: string): readonly [value: number, rest: string] | undefined {
  const digits = /^\d{1,2}/.exec(text)?.[0];
  if (digits === undefined || (element.text.startsWith('0') && digits.length < 2)) return undefined;
  return [Number(digits), text.slice(digits.length)];
}

function readField(
  field: 'month' | 'day' | 'hour' | 'minute' | 'second',
  least: number,
  most: number,
): (element: LayoutElement, text: string, fields: TimeFields) => string | undefined {
  return (element, text, fields) => {
    const isPadded = element.text.startsWith('_') && text.startsWith(' ');
    const read = readNumber(element, isPadded ? text.slice(1) : text);
    if (read === undefined) return undefined;
    const [value, rest] = read;
    fields[field] = value;
    if (value < least || value > most) fields.outOfRange = field;
    return rest;
  };
}

const readWholeSecond = readField('second', 0, 59);

/** A fraction may stand behind seconds even if the layout has none. */
const readSecond: Read = (element, text, fields, fractionFollows) => {
  const rest = readWholeSecond(element, text, fields);
  const fraction = fractionFollows || rest === undefined ? null : /^[.,]\d+/.exec(rest);
  if (fraction === null || rest === undefined) return rest;
  fields.nanosecond = nanoseconds(fraction[0]);
  return rest.slice(fraction[0].length);
};

function nanoseconds(fraction: string): number {
  return Number(fraction.slice(1, 10).padEnd(9, '0'));
}

const readFraction: Read = (element, text, fields) => {
  const part = text.slice(0, element.text.length);
  if (!/^[.,]\d+$/.test(part) || part.length < element.text.length) return undefined;
  fields.nanosecond = nanoseconds(part);
  return text.slice(part.length);
};

const readOptionalFraction: Read = (_element, text, fields) => {
  const fraction = /^[.,]\d+/.exec(text)?.[0];
  if (fraction === undefined) return text;
  fields.nanosecond = nanoseconds(fraction);
  return text.slice(fraction.length);
};

const readYear4: Read = (_element, text, fields) => {
  if (!/^\d{4}/.test(text)) return undefined;
  fields.year = Number(text.slice(0, 4));
  return text.slice(4);
};

const readYear2: Read = (_element, text, fields) => {
  if (!/^\d{2}/.test(text)) return undefined;
  const year = Number(text.slice(0, 2));
  fields.year = year + (year >= 69 ? 1900 : 2000);
  return text.slice(2);
};

const readYearDay: Read = (element, text, fields) => {
  const start = element.text.startsWith('_') ? (/^ {0,2}/.exec(text)?.[0].length ?? 0) : 0;
  const digits = /^\d{1,3}/.exec(text.slice(start))?.[0];
  if (digits === undefined || (element.text.startsWith('0') && digits.length < 3)) return undefined;
  fields.yearDay = Number(digits);
  return text.slice(start + digits.length);
};

function readHalf(afternoon: string, morning: string): Read {
  return (_element, text, fields) => {
    const half = text.slice(0, 2);
    if (half === afternoon) fields.isAfternoon = true;
    else if (half === morning) fields.isMorning = true;
    else return undefined;
    return text.slice(2);
  };
}

const readZone: Read = (element, text, fields) => {
  if (element.text.startsWith('Z') && text.startsWith('Z')) {
    fields.isUtc = true;
    return text.slice(1);
  }
  // `Z07:00` → sign, two digits, colon, two digits.
  const form = element.text.slice(1).replace(/\d\d/g, '(\\d\\d)');
  const match = new RegExp(`^([+-])${form}`).exec(text);
  if (match === null) return undefined;
  const [all, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  if (Number(hours) > 24) fields.outOfRange = 'time zone offset hour';
  if (Number(minutes) > 60) fields.outOfRange = 'time zone offset minute';
  if (Number(seconds) > 60) fields.outOfRange = 'time zone offset second';
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  fields.offset = sign === '-' ? -offset : offset;
  return text.slice(all.length);
};

const ZONE_NAME =
  /^(?:UTC|ChST|MeST|GMT(?:[+-]\d+)?|[+-]\d+|[A-Z]{4}T(?![A-Z])|(?:[A-Z]{3}T|WITA)(?![A-Z])|[A-Z]{3}(?![A-Z]))/;

/** Names other than UTC count as UTC, if they have no offset. */
const readZoneName: Read = (_element, text, fields) => {
  const name = text.length < 3 ? undefined : ZONE_NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  if (name === 'UTC') fields.isUtc = true;
  const hours = Number(/[+-]\d+$/.exec(name)?.[0] ?? '0');
  const isGmt = name.startsWith('GMT');
  if (Math.abs(hours) > 23) return isGmt ? text.slice(3) : undefined;
  fields.namedOffset = isGmt ? hours * 3600 : 0;
  return text.slice(name.length);
};

const READERS: Readonly<Record<Element, Read>> = {
  year2: readYear2,
  year4: readYear4,
  monthName: readMonthName(SHORT_MONTHS),
  monthLongName: readMonthName(MONTHS),
  month: readField('month', 1, 12),
  weekday: readWeekday(SHORT_DAYS),
  weekdayLong: readWeekday(DAYS),
  day: readField('day', 0, 99),
  yearDay: readYearDay,
  hour: readField('hour', 0, 23),
  hour12: readField('hour', 0, 12),
  minute: readField('minute', 0, 59),
  second: readSecond,
  upperPM: readHalf('PM', 'AM'),
  lowerPM: readHalf('pm', 'am'),
  zone: readZone,
  zoneName: readZoneName,
  fraction: readFraction,
  optionalFraction: readOptionalFraction,
};

/** Reads one element of a layout from the beginning of a text into the fields. Source: go time/format.go, parse */
export function readElement(
  element: LayoutElement,
  text: string,
  fields: TimeFields,
  fractionFollows: boolean,
): string | undefined {
  return READERS[element.kind](element, text, fields, fractionFollows);
}
