/**
 * Scalars as go-yaml v2 resolves them, which is what Kubernetes' sigs.k8s.io/yaml reads manifests with: YAML 1.1 words
 * (`yes`, `off`), C-like numbers (`0777`, `0x1F`, `1_000`), no base 60, timestamps as text.
 *
 * Source: go.yaml.in/yaml/v2 resolve.go
 */

const TAG_PREFIX = 'tag:yaml.org,2002:';

const WORDS: ReadonlyMap<string, boolean | number | null> = new Map<string, boolean | number | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

/** First characters of everything that can resolve to something else than a string. */
const SPECIAL_START: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  '0123456789+-.yYnNtTfFoO~'.includes(String.fromCharCode(code)),
);
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const LEADING_POINT = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const TIMESTAMP =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt ])[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})?)?$/;
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;

/** Value of a plain scalar without a tag. */
export function resolvePlain(text: string): string | number | boolean | null {
  if (text.length > 0 && SPECIAL_START[text.charCodeAt(0)] !== true) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  return resolveNumber(text) ?? text;
}

/**
 * Value of a scalar with an explicit tag, quoted or not.
 *
 * @param tag as written and expanded: `tag:yaml.org,2002:int`, `!custom`
 * @throws Error when the text is not of that type
 */
export function resolveTagged(tag: string, text: string): string | number | boolean | null {
  const name = tag.startsWith(TAG_PREFIX) ? tag.slice(TAG_PREFIX.length) : undefined;
  if (name === 'binary') return decodeBinary(text);
  // Unknown tags say nothing about the type: the text stays as it is.
  if (name === undefined || !RESOLVABLE.has(name)) return text;
  if (name === 'str') return text;
  const value = resolvePlain(text);
  const type = typeName(value, text);
  if (type === name || (name === 'float' && type === 'int')) return value;
  throw new Error(`cannot decode !!${type} \`${text}\` as a !!${name}`);
}

const RESOLVABLE: ReadonlySet<string> = new Set(['str', 'bool', 'int', 'float', 'null', 'timestamp']);

function typeName(value: string | number | boolean | null, text: string): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return INTEGER.test(text.replaceAll('_', '')) ? 'int' : 'float';
  return TIMESTAMP.test(text) ? 'timestamp' : 'str';
}

/** A number that starts with a digit, a sign or a point; nothing when the text is none. */
function resolveNumber(text: string): number | undefined {
  const start = text.charCodeAt(0);
  if (start === 0x2e) return LEADING_POINT.test(text) ? finite(Number(text)) : undefined;
  const isNumeric = (start >= 0x30 && start <= 0x39) || start === 0x2b || start === 0x2d;
  if (!isNumeric) return undefined;
  const plain = text.replaceAll('_', '');
  if (INTEGER.test(plain)) {
    const integer = resolveInteger(plain);
    if (integer !== undefined) return integer;
  }
  return FLOAT.test(plain) ? finite(Number(plain)) : undefined;
}

/** Go refuses what overflows a float64, and the scalar stays a string. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** Go's ParseInt with base 0, then ParseUint: nothing for what fits neither. */
function resolveInteger(plain: string): number | undefined {
  const sign = plain[0] === '-' ? -1n : 1n;
  const signed = plain[0] === '-' || plain[0] === '+';
  const digits = signed ? plain.slice(1) : plain;
  if (digits.length <= 15 && digits[0] !== '0') return Number(plain);
  const magnitude = toBigInt(digits);
  const limit = signed ? MAX_INT64 + (sign < 0n ? 1n : 0n) : MAX_UINT64;
  // `| 0` has no place here: -0 reads as 0.
  return magnitude > limit ? undefined : Number(sign * magnitude);
}

function toBigInt(digits: string): bigint {
  if (digits === '0') return 0n;
  // Go calls 0777 octal; JavaScript wants 0o777.
  return BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function decodeBinary(text: string): string {
  const data = text.replaceAll(/[\r\n]/g, '');
  if (!BASE64.test(data)) throw new Error('!!binary value contains invalid base64 data');
  return Buffer.from(data, 'base64').toString('utf8');
}

/**
 * The string that Kubernetes' reader makes of a mapping key that is not one.
 *
 * Source: sigs.k8s.io/yaml yaml.go, convertToJSONableObject
 * @throws Error for null, which JSON cannot have as a key
 */
export function keyToString(value: string | number | boolean | null, text: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value === null) throw new Error('a mapping key must not be null');
  const plain = text.replaceAll('_', '');
  if (!INTEGER.test(plain)) return formatFloat32(value);
  if (Number.isSafeInteger(value)) return String(value);
  // What fits neither of Go's integers was read as a float.
  if (resolveInteger(plain) === undefined) return formatFloat32(value);
  const signed = /^[-+]/.test(plain);
  const magnitude = toBigInt(signed ? plain.slice(1) : plain);
  if (magnitude > MAX_INT64 && !signed) throw new Error('a mapping key must not be greater than 9223372036854775807');
  return String(plain[0] === '-' ? -magnitude : magnitude);
}

/** Go's FormatFloat(value, 'g', -1, 32): the fewest digits that identify the number among 32-bit floats. */
function formatFloat32(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  const single = Math.fround(value);
  if (single === Number.POSITIVE_INFINITY) return '.inf';
  if (single === Number.NEGATIVE_INFINITY) return '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  let digits = 1;
  while (digits < 9 && Math.fround(Number(single.toExponential(digits - 1))) !== single) digits++;
  const [mantissa = '', exponentText = '0'] = single.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) {
    return Number(`${mantissa}e${exponent}`).toString();
  }
  const sign = exponent < 0 ? '-' : '+';
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
