import { formatFloat32 } from '../../../../model/values/number.ts';
import { changeCase, equalFold } from '../../../values/letter-case.ts';
import { charactersOf, compareTexts } from '../../../values/order.ts';
import { checkTextLength } from '../../../values/text-builder.ts';
import { matchesPattern } from '../../../values/wildcard.ts';
import { type FunctionTable, functionError } from './signature.ts';

/** Characters that are compared in the time of one step. */
const COMPARED_IN_STEP = 100;

const TWO_TEXTS = [['string'], ['string']] as const;

/** Kyverno's functions on texts. Source: kyverno pkg/engine/jmespath/functions.go */
export const TEXT_FUNCTIONS: FunctionTable = {
  // An int64, which `==` never finds equal to a number of JSON.
  compare: {
    parameters: TWO_TEXTS,
    call: ([a, b], evaluation) => {
      evaluation.sawInteger = true;
      return BigInt(Math.sign(compareTexts(a as string, b as string)));
    },
  },
  equal_fold: { parameters: TWO_TEXTS, call: ([a, b]) => equalFold(a as string, b as string) },
  pattern_match: {
    parameters: [['string'], ['string', 'number']],
    call: ([pattern, value], evaluation) => {
      const text = scalarText(value) ?? '';
      evaluation.spend(Math.floor(((pattern as string).length * text.length) / COMPARED_IN_STEP));
      return matchesPattern(pattern as string, text);
    },
  },
  replace: {
    parameters: [['string'], ['string'], ['string'], ['number']],
    call: ([text, old, by, count]) =>
      replaceText(text as string, old as string, by as string, Math.trunc(count as number)),
  },
  replace_all: {
    parameters: [['string'], ['string'], ['string']],
    call: ([text, old, by]) => replaceText(text as string, old as string, by as string, -1),
  },
  split: {
    parameters: TWO_TEXTS,
    call: ([text, separator]) => splitText(text as string, separator as string),
  },
  to_boolean: { parameters: [['string']], call: ([text]) => toBoolean(text as string) },
  to_lower: { parameters: [['string']], call: ([text]) => changeCase(text as string, 'toLowerCase') },
  to_upper: { parameters: [['string']], call: ([text]) => changeCase(text as string, 'toUpperCase') },
  trim: { parameters: TWO_TEXTS, call: ([text, characters]) => trim(text as string, characters as string) },
  trim_prefix: {
    parameters: TWO_TEXTS,
    call: ([text, prefix]) =>
      (text as string).startsWith(prefix as string) ? (text as string).slice((prefix as string).length) : text,
  },
  truncate: {
    parameters: [['string'], ['number']],
    call: ([text, length]) =>
      charactersOf(text as string)
        .slice(0, Math.max(0, Math.trunc(length as number)))
        .join(''),
  },
};

/**
 * The text of a text, number or truth, as some functions take it.
 *
 * @returns nothing for anything else
 */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'number') return formatFloat32(value);
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return undefined;
}

function splitText(text: string, separator: string): readonly string[] {
  return separator === '' ? charactersOf(text) : text.split(separator);
}

/**
 * The first occurrences replaced, all for a negative count. An empty text occurs before every character and at the end.
 *
 * Source: go strings/strings.go, Replace
 */
function replaceText(text: string, old: string, by: string, count: number): string {
  if (old === by || count === 0) return text;
  const parts = old === '' ? ['', ...charactersOf(text), ''] : text.split(old);
  // Behind the last character stands the end of the text, before which there is nothing to replace but the empty text.
  const gaps = parts.length - 1;
  const replaced = count < 0 ? gaps : Math.min(count, gaps);
  checkTextLength(text.length + replaced * (by.length - old.length));
  return parts.slice(0, replaced).join(by) + (replaced > 0 ? by : '') + parts.slice(replaced).join(old);
}

function trim(text: string, cutset: string): string {
  const cut = new Set(charactersOf(cutset));
  const characters = charactersOf(text);
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start] ?? '')) start++;
  while (end > start && cut.has(characters[end - 1] ?? '')) end--;
  return characters.slice(start, end).join('');
}

function toBoolean(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false')
    throw functionError('to_boolean', `lowercase argument must be 'true' or 'false' (provided: '${text}')`);
  return lower === 'true';
}
