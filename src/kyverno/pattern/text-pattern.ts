import { parseDuration } from '../../model/values/duration.ts';
import { compareQuantities, parseQuantity, type Quantity } from '../../model/values/quantity.ts';
import { matchesWildcard } from '../../model/wildcard.ts';
import { exponentForm, numberToQuantity, trimSpace } from '../values/go-text.ts';

/** Whether a value of a resource, whatever it is, matches. */
export type ValueTest = (value: unknown) => boolean;

type Operator = '=' | '!' | '>' | '>=' | '<' | '<=';

/**
 * Compiles the text of a pattern: alternatives with `|` of conditions with `&`, each a comparison (`>= 5`, `!x`, `a*`)
 * or a range (`1-5`, `1Mi!-2Mi`).
 *
 * Source: kyverno pkg/engine/pattern/pattern.go, pkg/engine/operator/operator.go
 */
export function compileText(pattern: string): ValueTest {
  const alternatives = pattern
    .split('|')
    .map((alternative) => trimBlanks(alternative).split('&').map(trimBlanks).map(compileCondition));
  return (value) => value === pattern || alternatives.some((conditions) => conditions.every((test) => test(value)));
}

function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === ' ') start++;
  while (end > start && text[end - 1] === ' ') end--;
  return text.slice(start, end);
}

const ENDPOINT = '([-+]?\\d+(?:\\.\\d+)?[A-Za-z]*)';
const OUTSIDE = new RegExp(`^${ENDPOINT}!-${ENDPOINT}$`);
const INSIDE = new RegExp(`^${ENDPOINT}-${ENDPOINT}$`);

function compileCondition(text: string): ValueTest {
  const operator = text.length < 2 ? '=' : operatorOf(text);
  if (operator !== undefined) return compileComparison(operator, operator === '=' ? text : text.slice(operator.length));
  const outside = OUTSIDE.exec(text);
  if (outside !== null) {
    const below = compileComparison('<', outside[1] ?? '');
    const above = compileComparison('>', outside[2] ?? '');
    return (value) => below(value) || above(value);
  }
  const inside = INSIDE.exec(text);
  if (inside === null) return compileComparison('=', text);
  const least = compileComparison('>=', inside[1] ?? '');
  const most = compileComparison('<=', inside[2] ?? '');
  return (value) => least(value) && most(value);
}

function operatorOf(text: string): Operator | undefined {
  const first = text[0];
  if (first === '!') return '!';
  if (first !== '>' && first !== '<') return undefined;
  return text[1] === '=' ? `${first}=` : first;
}

/** Durations are compared as such where both are some, then quantities; other texts are only equal or not. */
function compileComparison(operator: Operator, text: string): ValueTest {
  const operand = trimSpace(text);
  const compareTo = compileOrder(operand);
  const isText = compileEquality(operator, operand);
  if (compareTo === undefined) return isText;
  return (value) => {
    const difference = compareTo(value);
    return difference === undefined ? isText(value) : decide(operator, difference);
  };
}

/** Negative, zero or positive, as a value is less than, equal to or greater than the operand; nothing if neither. */
type Order = (value: unknown) => number | undefined;

function compileOrder(operand: string): Order | undefined {
  const duration = parseDuration(operand);
  const quantity = parseQuantity(operand);
  const bySize = quantity && compileQuantityOrder(quantity);
  if (duration === undefined) return bySize;
  return (value) => {
    const time = toDuration(value);
    if (time === undefined) return bySize?.(value);
    return time < duration ? -1 : Number(time > duration);
  };
}

function compileQuantityOrder(quantity: Quantity): Order {
  const number = toSafeInteger(quantity);
  return (value) => {
    if (number !== undefined && typeof value === 'number' && Number.isInteger(value)) return value - number;
    const size = toQuantity(value);
    return size && compareQuantities(size, quantity);
  };
}

function decide(operator: Operator, difference: number): boolean {
  switch (operator) {
    case '=':
      return difference === 0;
    case '!':
      return difference !== 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
  }
}

function toSafeInteger({ numerator, denominator }: Quantity): number | undefined {
  const number = Number(numerator / denominator);
  return numerator % denominator === 0n && Number.isSafeInteger(number) ? number : undefined;
}

function toDuration(value: unknown): bigint | undefined {
  if (typeof value === 'string') return parseDuration(value);
  return value === null || value === undefined ? 0n : undefined;
}

function toQuantity(value: unknown): Quantity | undefined {
  if (typeof value === 'string') return parseQuantity(value);
  if (typeof value === 'number') return numberToQuantity(value);
  return value === null || value === undefined ? ZERO : undefined;
}

const ZERO: Quantity = { numerator: 0n, denominator: 1n };

/** What has no text, as null, a list or a mapping, is neither equal nor different. */
function compileEquality(operator: Operator, operand: string): ValueTest {
  if (operator !== '=' && operator !== '!') return () => false;
  const isEqual = operator === '=';
  const hasWildcard = operand.includes('*') || operand.includes('?');
  return (value) => {
    const text = toText(value);
    if (text === undefined) return false;
    return (hasWildcard ? matchesWildcard(operand, text) : operand === text) === isEqual;
  };
}

/** Kyverno's CLI reads all numbers of a resource as floats, so that 8080 is `8.08E+03` for a wildcard. */
function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' ? exponentForm(value) : undefined;
}
