import { compareTexts } from './order.ts';

/** A version by semver.org. Source: github.com/blang/semver, Parse, Compare */
export interface Version {
  readonly numbers: readonly [major: bigint, minor: bigint, patch: bigint];
  readonly prerelease: readonly (bigint | string)[];
}

const NUMBER = '(0|[1-9][0-9]*)';
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-([^+]*))?(?:\\+(.*))?$`, 's');
const IDENTIFIER = /^[0-9A-Za-z-]+$/;
const UINT64_MAX = 2n ** 64n - 1n;

/** Longer texts are no versions that somebody means. */
const MAX_LENGTH = 1000;

export const ZERO_VERSION: Version = { numbers: [0n, 0n, 0n], prerelease: [] };

/** @returns nothing for what is no version */
export function parseVersion(text: string): Version | undefined {
  const match = text.length > MAX_LENGTH ? null : VERSION.exec(text);
  if (match === null) return undefined;
  const [, major = '', minor = '', patch = '', prereleaseText, build] = match;
  const numbers = [BigInt(major), BigInt(minor), BigInt(patch)] as const;
  const prerelease = prereleaseText === undefined ? [] : prereleaseText.split('.').map(parseIdentifier);
  const isValid =
    numbers.every((number) => number <= UINT64_MAX) &&
    prerelease.every((identifier) => identifier !== undefined) &&
    (build === undefined || build.split('.').every((identifier) => IDENTIFIER.test(identifier)));
  return isValid ? { numbers, prerelease } : undefined;
}

function parseIdentifier(text: string): bigint | string | undefined {
  if (!IDENTIFIER.test(text)) return undefined;
  if (!/^\d+$/.test(text)) return text;
  const number = BigInt(text);
  return number <= UINT64_MAX && !/^0./.test(text) ? number : undefined;
}

/** Negative, zero or positive, by the precedence of semver.org. */
export function compareVersions(a: Version, b: Version): number {
  for (const [index, number] of a.numbers.entries()) {
    const difference = compareNumbers(number, b.numbers[index] ?? 0n);
    if (difference !== 0) return difference;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0)
    return Number(a.prerelease.length === 0) - Number(b.prerelease.length === 0);
  for (const [index, identifier] of a.prerelease.entries()) {
    const other = b.prerelease[index];
    const difference = other === undefined ? 1 : compareIdentifiers(identifier, other);
    if (difference !== 0) return difference;
  }
  return a.prerelease.length - b.prerelease.length;
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareIdentifiers(a: bigint | string, b: bigint | string): number {
  if (typeof a === 'bigint') return typeof b === 'bigint' ? compareNumbers(a, b) : -1;
  return typeof b === 'bigint' ? 1 : compareTexts(a, b);
}
