import { formatDuration, parseDuration } from '../../../../model/values/duration.ts';
import { parseInt64 } from '../../../../model/values/number.ts';
import {
  addDuration,
  durationBetween,
  formatTime,
  fromUnixSeconds,
  type Time,
  toCron,
  truncateTime,
} from '../../../values/time.ts';
import { parseTime, RFC3339 } from '../../../values/time-parse.ts';
import { quoteTime } from '../../../values/time-quote.ts';
import { NotEvaluatedError, VariableError } from '../../errors.ts';
import type { FunctionTable } from './signature.ts';

const ONE_TEXT = [['string']] as const;
const TWO_TEXTS = [['string'], ['string']] as const;
const THREE_TEXTS = [['string'], ['string'], ['string']] as const;

/** Kyverno's functions on times. Source: kyverno pkg/engine/jmespath/time.go */
export const TIME_FUNCTIONS: FunctionTable = {
  time_add: {
    parameters: TWO_TEXTS,
    call: ([time, duration]) => show(addDuration(timeOf(time), durationOf(duration))),
  },
  time_after: {
    parameters: TWO_TEXTS,
    call: ([a, b]) => timeOf(a).nanoseconds > timeOf(b).nanoseconds,
  },
  time_before: {
    parameters: TWO_TEXTS,
    call: ([a, b]) => timeOf(a).nanoseconds < timeOf(b).nanoseconds,
  },
  time_between: { parameters: THREE_TEXTS, call: isBetween },
  time_diff: {
    parameters: TWO_TEXTS,
    call: ([start, end]) => formatDuration(durationBetween(timeOf(start), timeOf(end))),
  },
  time_parse: { parameters: TWO_TEXTS, call: ([layout, text]) => parse(layout as string, text as string) },
  time_since: {
    parameters: THREE_TEXTS,
    call: ([layout, start, end]) => since(layout as string, start as string, end as string),
  },
  time_to_cron: { parameters: ONE_TEXT, call: ([time]) => toCron(timeOf(time)) },
  time_truncate: {
    parameters: TWO_TEXTS,
    call: ([time, duration]) => show(truncateTime(timeOf(time), durationOf(duration))),
  },
  time_utc: { parameters: ONE_TEXT, call: ([time]) => show({ ...timeOf(time), offset: 0 }) },
};

function timeOf(text: unknown): Time {
  return parseTime(RFC3339, text as string);
}

function durationOf(text: unknown): bigint {
  const duration = parseDuration(text as string);
  if (duration !== undefined) return duration;
  const problem = /^[+-]?\d+(?:\.\d*)?$/.test(text as string) ? 'missing unit in' : 'invalid';
  throw new VariableError(`time: ${problem} duration ${quoteTime(text as string)}`);
}

function show(time: Time): string {
  return formatTime(time);
}

/** All three are read, even if two are enough to tell. */
function isBetween(texts: readonly unknown[]): boolean {
  const [time = 0n, start = 0n, end = 0n] = texts.map((text) => timeOf(text).nanoseconds);
  return time > start && time < end;
}

/** A layout that is a number means seconds since 1970. */
function parse(layout: string, text: string): string {
  if (parseInt64(layout) === undefined) return show(parseTime(layout, text));
  const seconds = parseInt64(text);
  if (seconds === undefined)
    throw new VariableError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  const time = fromUnixSeconds(seconds);
  if (time === undefined) throw new VariableError(`time ${text} is out of range`);
  return show(time);
}

function since(layout: string, start: string, end: string): string {
  const from = parseTime(layout || RFC3339, start);
  if (end === '')
    throw new NotEvaluatedError("JMESPath function 'time_since' is not supported without an end: it asks the clock");
  return formatDuration(durationBetween(from, parseTime(layout || RFC3339, end)));
}
