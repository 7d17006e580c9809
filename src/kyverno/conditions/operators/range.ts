import { parseDuration } from '../../../model/values/duration.ts';
import { compareQuantities, parseQuantity } from '../../../model/values/quantity.ts';

const ENDPOINT = '([-+]?\\d+(?:\\.\\d+)?[A-Za-z]*)';
const RANGE = new RegExp(`^${ENDPOINT}-${ENDPOINT}$`);

/** A range of numbers, quantities or durations, both ends in it: `5000-6000`, `1Mi-2Mi`. */
export interface Range {
  /** Whether a text is in it. What cannot be compared with its ends is not. */
  contains(text: string): boolean;
  /** Whether a text is outside. What cannot be compared is not outside either. */
  excludes(text: string): boolean;
}

/**
 * Source: kyverno pkg/engine/operator/operator.go, pkg/engine/pattern/pattern.go
 *
 * @returns nothing for a text that is no range
 */
export function parseRange(text: string): Range | undefined {
  const match = RANGE.exec(text);
  if (match === null) return undefined;
  const [, least = '', most = ''] = match;
  return {
    contains: (value) => value === text || (isAtLeast(compare(value, least)) && isAtMost(compare(value, most))),
    excludes: (value) => {
      // Upstream puts the sign of the negation before the first dash. Before a negative number it negates the whole.
      if (text.startsWith('-')) return value !== text;
      return isNegative(compare(value, least)) || isPositive(compare(value, most));
    },
  };
}

type Difference = number | undefined;

function isAtLeast(difference: Difference): boolean {
  return difference !== undefined && difference >= 0;
}

function isAtMost(difference: Difference): boolean {
  return difference !== undefined && difference <= 0;
}

function isNegative(difference: Difference): boolean {
  return difference !== undefined && difference < 0;
}

function isPositive(difference: Difference): boolean {
  return difference !== undefined && difference > 0;
}

/** As durations if both are some, else as quantities. */
function compare(text: string, end: string): Difference {
  const time = parseDuration(text);
  const endTime = parseDuration(end);
  if (time !== undefined && endTime !== undefined) return Number(time > endTime) - Number(time < endTime);
  const quantity = parseQuantity(text);
  const endQuantity = parseQuantity(end);
  return quantity && endQuantity && compareQuantities(quantity, endQuantity);
}
