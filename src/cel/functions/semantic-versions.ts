import { CelError } from '../types.ts';
import { BOOL, INT, named, STRING } from '../typing/cel-type.ts';
import { globalFunction, method, type Overload } from '../typing/overload.ts';
import { type Int, intOf } from '../values/integer.ts';
import { NamedValue } from '../values/named-value.ts';

const SEMVER = named('kubernetes.Semver');

/**
 * Semantic versions.
 *
 * Source: k8s.io/apiserver/pkg/cel/library/semverlib.go, version 1; https://semver.org
 */
export const SEMANTIC_VERSIONS: readonly Overload[] = [
  globalFunction('semver', [STRING], SEMVER, (text: string) => versionOf(text)),
  globalFunction('semver', [STRING, BOOL], SEMVER, (text: string, normalize: boolean) =>
    versionOf(normalize ? normalized(text) : text),
  ),
  globalFunction('isSemver', [STRING], BOOL, (text: string) => parse(text) !== undefined),
  globalFunction('isSemver', [STRING, BOOL], BOOL, (text: string, normalize: boolean) => {
    const plain = normalize ? normalized(text) : text;
    return plain !== undefined && parse(plain) !== undefined;
  }),
  method('isGreaterThan', [SEMVER, SEMVER], BOOL, (a: SemverValue, b: SemverValue) => a.compareTo(b) > 0),
  method('isLessThan', [SEMVER, SEMVER], BOOL, (a: SemverValue, b: SemverValue) => a.compareTo(b) < 0),
  method('compareTo', [SEMVER, SEMVER], INT, (a: SemverValue, b: SemverValue) => a.compareTo(b)),
  method('major', [SEMVER], INT, (version: SemverValue) => version.number(0)),
  method('minor', [SEMVER], INT, (version: SemverValue) => version.number(1)),
  method('patch', [SEMVER], INT, (version: SemverValue) => version.number(2)),
];

class SemverValue extends NamedValue {
  readonly typeName = 'kubernetes.Semver';
  readonly #text: string;
  readonly #numbers: readonly bigint[];
  readonly #prerelease: readonly string[];

  constructor(text: string, numbers: readonly bigint[], prerelease: readonly string[]) {
    super();
    this.#text = text;
    this.#numbers = numbers;
    this.#prerelease = prerelease;
  }

  number(index: number): Int {
    return intOf(BigInt.asIntN(64, this.#numbers[index] ?? 0n));
  }

  /** What was built from it does not count. */
  compareTo(other: SemverValue): number {
    const index = this.#numbers.findIndex((number, at) => number !== other.#numbers[at]);
    if (index >= 0) return (this.#numbers[index] ?? 0n) < (other.#numbers[index] ?? 0n) ? -1 : 1;
    return comparePrereleases(this.#prerelease, other.#prerelease);
  }

  override isSameAs(other: NamedValue): boolean {
    return other instanceof SemverValue && this.compareTo(other) === 0;
  }

  override toString(): string {
    return this.#text;
  }
}

const LARGEST = 2n ** 64n - 1n;
const SHAPE = /^(0|[1-9]\d{0,19})\.(0|[1-9]\d{0,19})\.(0|[1-9]\d{0,19})(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;
const PRERELEASE = /^(?:0|[1-9]\d{0,19}|\d*[A-Za-z-][0-9A-Za-z-]*)$/;

function parse(text: string): SemverValue | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const numbers = match.slice(1, 4).map(BigInt);
  const prerelease = match[4]?.split('.') ?? [];
  const isValid =
    numbers.every((number) => number <= LARGEST) &&
    prerelease.every((part) => PRERELEASE.test(part) && (/\D/.test(part) || BigInt(part) <= LARGEST)) &&
    (match[5] ?? '0').split('.').every((part) => part !== '');
  return isValid ? new SemverValue(text, numbers, prerelease) : undefined;
}

function versionOf(text: string | undefined): SemverValue {
  if (text === undefined) throw new CelError('short version cannot contain PreRelease/Build meta data');
  const version = parse(text);
  if (version === undefined) throw new CelError(`invalid semantic version ${JSON.stringify(text)}`);
  return version;
}

/** Without a leading `v` and leading zeros, with all three numbers. Nothing when it says more after fewer of them. */
function normalized(text: string): string | undefined {
  const [major = '', minor, ...rest] = text.replace(/^v/, '').split('.');
  const parts = [major, minor, rest.length === 0 ? undefined : rest.join('.')].filter((part) => part !== undefined);
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) return undefined;
  const plain = parts.map((part) => (part.length > 1 ? part.replace(/^0+(?=\d)/, '').replace(/^0+(?!\d)/, '0') : part));
  return [...plain, '0', '0'].slice(0, 3).join('.');
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return a.length === b.length ? 0 : -1;
}

function compareParts(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [a, b].map((part) => /^\d+$/.test(part));
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  const [left, right] = isNumber ? [BigInt(a), BigInt(b)] : [a, b];
  return left < right ? -1 : left > right ? 1 : 0;
}
