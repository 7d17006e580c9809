/**
 * A value as Go's `fmt` prints it with `%v`: what fasttemplate parameters and selectors are made of.
 *
 * Numbers are float64 there, whatever the file says: 1000000 becomes 1e+06.
 */
export function goPrint(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return goFloat(value);
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const pairs = Object.entries(value).sort(([a], [b]) => compareBytes(a, b));
  return `map[${pairs.map(([key, item]) => `${key}:${goPrint(item)}`).join(' ')}]`;
}

/** Go's shortest `%g`: exponents below -4 and from 6 up are written as such. JavaScript has its own limits: -6 and 21. */
function goFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(value);
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
}

/** Order of Go's strings: by bytes of UTF-8, which is the order of code points. */
export function compareBytes(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let at = 0; at < left.length && at < right.length; at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
