const DIGITS = String.raw`\d+(?:_\d+)*`;
const FLOAT = new RegExp(String.raw`^[+-]?(?:${DIGITS}(?:\.(?:${DIGITS})?)?|\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`);
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/** Longer texts are no numbers that somebody means. */
const MAX_LENGTH = 1000;

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/**
 * A float64 in Go's syntax, without the hexadecimal form.
 *
 * Source: go strconv/atof.go, ParseFloat
 *
 * @returns nothing for what is no number, or out of range
 */
export function parseFloat64(text: string): number | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  if (FLOAT.test(text)) {
    const value = Number(text.replaceAll('_', ''));
    return Number.isFinite(value) ? value : undefined;
  }
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return text.toLowerCase() === 'nan' ? Number.NaN : undefined;
}

/**
 * A decimal int64. Source: go strconv/atoi.go, ParseInt
 *
 * @returns nothing for what is no whole number, or out of range
 */
export function parseInt64(text: string): bigint | undefined {
  if (text.length > MAX_LENGTH || !/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return isInt64(value) ? value : undefined;
}

/** Whether Go's int64 holds this number. */
export function isInt64(value: bigint): boolean {
  return value >= INT64_MIN && value <= INT64_MAX;
}

/** The whole part of a float64 as Go converts it: what does not fit becomes the smallest int64, as on amd64. */
export function truncateToInt64(value: number): bigint {
  if (!Number.isFinite(value)) return INT64_MIN;
  const whole = BigInt(Math.trunc(value));
  return isInt64(whole) ? whole : INT64_MIN;
}

/** A float64 as Go's `%v` prints it: `8080`, `1.00066e+09`, `1e-05`. Source: go strconv/ftoa.go, format `g` */
export function formatFloat64(value: number): string {
  if (!Number.isFinite(value)) return formatInfinite(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < LARGE_EXPONENT) return placePoint(mantissa, exponent);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** From this exponent on, `g` with the shortest digits prints an exponent. */
const LARGE_EXPONENT = 6;

/** A float32 without exponent, with no more digits than it needs. Source: go strconv/ftoa.go, format `f` with 32 bits */
export function formatFloat32(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return formatInfinite(single);
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  let text = '';
  for (let digits = 0; digits <= 8 && (text === '' || Math.fround(Number(text)) !== single); digits++)
    text = single.toExponential(digits);
  const [mantissa = '', exponent = ''] = text.split('e');
  return placePoint(mantissa, Number(exponent));
}

function formatInfinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

/** Digits with one before the point, moved by an exponent: `1.25`, 1 → `12.5`. */
function placePoint(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  const position = exponent + 1;
  if (position <= 0) return `${sign}0.${'0'.repeat(-position)}${digits}`;
  if (position >= digits.length) return `${sign}${digits}${'0'.repeat(position - digits.length)}`;
  return `${sign}${digits.slice(0, position)}.${digits.slice(position)}`;
}
