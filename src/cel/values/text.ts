import { type Double, numberOf } from './double.ts';

const SURROGATE = /[\ud800-\udfff]/;

/** Whether every character is one UTF-16 unit, so that positions need no care. */
export function isSimple(text: string): boolean {
  return !SURROGATE.test(text);
}

/** Number of characters. */
export function lengthOf(text: string): number {
  if (isSimple(text)) return text.length;
  let length = 0;
  for (const _character of text) length += 1;
  return length;
}

/**
 * The shortest text that gives the number again, as Go's `%g` has it: `1e+06`, `+Inf`.
 *
 * Source: go strconv/ftoa.go
 */
export function formatDouble(value: Double): string {
  const number = numberOf(value);
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '+Inf' : '-Inf';
  if (Object.is(number, -0)) return '-0';
  const [digits = '', exponentText = '0'] = number.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(number);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
