import { printValue } from '../../values/print.ts';
import { matchesPattern } from '../../values/wildcard.ts';
import type { Operator } from './operand.ts';
import { parseRange, type Range } from './range.ts';
import { parseStringList } from './string-list.ts';

/** What some or all elements of a list have to do: be in the value, or not. */
interface Quantifier {
  readonly ofTexts: (keys: readonly string[], isMember: (key: string) => boolean) => boolean;
  readonly ofRange: (keys: readonly string[], range: Range) => boolean;
  readonly isNegated: boolean;
  /** Whether a list may be compared with a single number or truth. */
  readonly takesScalars: boolean;
}

/** `AnyIn`. Source: kyverno pkg/engine/variables/operator/anyin.go */
export const anyIn = membership({
  ofTexts: (keys, isMember) => keys.some(isMember),
  ofRange: (keys, range) => keys.some((key) => range.contains(key)),
  isNegated: false,
  takesScalars: true,
});

/** `AllIn`. Source: operator/allin.go */
export const allIn = membership({
  ofTexts: (keys, isMember) => keys.every(isMember),
  ofRange: (keys, range) => keys.every((key) => range.contains(key)),
  isNegated: false,
  takesScalars: false,
});

/** `AnyNotIn`. Source: operator/anynotin.go */
export const anyNotIn = membership({
  ofTexts: (keys, isMember) => !keys.every(isMember),
  ofRange: (keys, range) => keys.some((key) => range.excludes(key)),
  isNegated: true,
  takesScalars: true,
});

/** `AllNotIn`. Source: operator/allnotin.go */
export const allNotIn = membership({
  ofTexts: (keys, isMember) => !keys.some(isMember),
  ofRange: (keys, range) => !keys.some((key) => range.contains(key)),
  isNegated: true,
  takesScalars: false,
});

function membership(quantifier: Quantifier): Operator {
  return (key, value) => {
    if (Array.isArray(key)) return isListMember(key.map(printValue), value, quantifier) ?? false;
    if (!isScalar(key)) return false;
    const isMember = isTextMember(printValue(key), value);
    return isMember !== undefined && isMember !== quantifier.isNegated;
  };
}

function isScalar(value: unknown): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

/** @returns nothing when the value is no list, or text of one */
function isTextMember(key: string, value: unknown): boolean | undefined {
  if (Array.isArray(value)) return value.some((element) => matchesEither(key, printValue(element)));
  if (typeof value !== 'string') return undefined;
  if (matchesPattern(value, key)) return true;
  const range = parseRange(value);
  if (range !== undefined) return range.contains(key);
  const list = parseStringList(value);
  return list === 'notJson' ? false : list?.includes(key);
}

/** @returns nothing when the value is no list, or text of one */
function isListMember(keys: readonly string[], value: unknown, quantifier: Quantifier): boolean | undefined {
  if (typeof value === 'string') return isMemberOfText(keys, value, quantifier);
  if (Array.isArray(value)) return isMemberOf(keys, value.map(printValue), quantifier);
  return quantifier.takesScalars && isScalar(value) ? isMemberOf(keys, [printValue(value)], quantifier) : undefined;
}

function isMemberOfText(keys: readonly string[], value: string, quantifier: Quantifier): boolean | undefined {
  if (keys.length === 1 && keys[0] === value) return !quantifier.isNegated;
  const range = parseRange(value);
  if (range !== undefined) return quantifier.ofRange(keys, range);
  const list = parseStringList(value);
  return list && isMemberOf(keys, list === 'notJson' ? [value] : list, quantifier);
}

function isMemberOf(keys: readonly string[], values: readonly string[], { ofTexts }: Quantifier): boolean {
  return ofTexts(keys, (key) => values.some((value) => matchesEither(key, value)));
}

/** Either may be the pattern. */
function matchesEither(key: string, value: string): boolean {
  return matchesPattern(value, key) || matchesPattern(key, value);
}
