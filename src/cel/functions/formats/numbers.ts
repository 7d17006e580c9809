/**
 * With commas between thousands and rounded half to even, as Go's message printer does for English.
 *
 * @param digits after the point
 */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatSpecial(value);
  const [whole = '', fraction] = decimal(value, digits).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Rounded half to even. */
export function decimal(value: number, digits: number): string {
  const { numerator, denominator } = fractionOf(Math.abs(value));
  const scaled = divideToEven(numerator * 10n ** BigInt(digits), denominator);
  const text = String(scaled).padStart(digits + 1, '0');
  const whole = `${value < 0 ? '-' : ''}${text.slice(0, text.length - digits)}`;
  return digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
}

/** As Go's message printer has it, which takes the digits after the point to be six, whatever is asked for. */
export function formatScientific(value: number): string {
  if (!Number.isFinite(value)) return formatSpecial(value);
  const [digits = '', exponent = '0'] = value.toExponential(6).split('e');
  const sign = exponent.startsWith('-') ? '⁻' : '';
  const superscript = exponent
    .slice(1)
    .padStart(2, '0')
    .replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)));
  return `${digits}×10${sign}${superscript}`;
}

function formatSpecial(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
}

/** Exactly: doubles are fractions of powers of two. */
function fractionOf(value: number): { numerator: bigint; denominator: bigint } {
  let scaled = value;
  let denominator = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}

function divideToEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}
