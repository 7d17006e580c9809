import { comparePrereleases, compareVersions, readVersion, type Version } from './version.ts';

/** Whether a version is one of those that are wanted. */
export type Constraint = (version: Version) => boolean;

const NUMBER = '(?:\\d+|[xX*])';
const VERSION = `v?(${NUMBER})(?:\\.(${NUMBER}))?(?:\\.(${NUMBER}))?(-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z.-]+)?`;
const OPERATOR = '=>|=<|>=|<=|!=|~>|=|>|<|~|\\^|';
const COMPARISON = new RegExp(`^(${OPERATOR})\\s*${VERSION}$`);
const RANGE = /(\S*\d\S*)\s+-\s+(\S*\d\S*)/g;
/** Longer ones are none: no constraint that people write has a tenth of it. */
const MAX_LENGTH = 256;

/**
 * Reads a constraint on versions: `1.*`, `>=1.2, <2`, `~1.4 || ^2`, `1.2 - 1.4`. A version is none, though it could be read as one.
 *
 * Source: github.com/Masterminds/semver v3, NewConstraint, which Argo CD uses; util/versions/tags.go, MaxVersion
 * @returns nothing for any other text, which is then the name of a revision
 */
export function readConstraint(text: string): Constraint | undefined {
  if (text.length > MAX_LENGTH || text.trim() === '' || readVersion(text) !== undefined) return undefined;
  const alternatives = text.replaceAll(RANGE, '>=$1 <=$2').split('||').map(readAll);
  if (!alternatives.every((each) => each !== undefined)) return undefined;
  return (version) => alternatives.some((isWanted) => isWanted(version));
}

/** Comparisons that all have to hold. Prereleases are looked at only where one of them names a prerelease. */
function readAll(text: string): Constraint | undefined {
  const comparisons = splitComparisons(text).map(readComparison);
  if (!comparisons.every((each) => each !== undefined)) return undefined;
  const namesPrerelease = comparisons.some(({ than }) => than.prerelease !== '');
  return (version) =>
    (version.prerelease === '' || namesPrerelease) && comparisons.every((comparison) => holds(version, comparison));
}

/** They are separated by commas or blanks; blanks may also stand behind an operator. */
function splitComparisons(text: string): string[] {
  return text
    .trim()
    .replaceAll(/([=<>!~^])\s+/g, '$1')
    .split(/\s*,\s*|\s+/);
}

interface Comparison {
  readonly operator: string;
  readonly than: Version;
  /** How many numbers it names: 2 for `1.4` and `1.4.x`, 0 for `*`. */
  readonly precision: number;
}

function readComparison(text: string): Comparison | undefined {
  const [, operator, ...parts] = COMPARISON.exec(text) ?? [];
  if (operator === undefined) return undefined;
  const numbers = parts.slice(0, 3);
  const wildcard = numbers.findIndex((part) => part === undefined || /^[xX*]$/.test(part));
  const precision = wildcard === -1 ? 3 : wildcard;
  const [major = 0, minor = 0, patch = 0] = numbers.slice(0, precision).map(Number);
  return { operator, than: { major, minor, patch, prerelease: (parts[3] ?? '').slice(1) }, precision };
}

/** Source: github.com/Masterminds/semver v3, constraintNotEqual and so on, with what is odd about them */
function holds(version: Version, comparison: Comparison): boolean {
  const { operator, than, precision } = comparison;
  const order = compareVersions(version, than);
  switch (operator) {
    case '!=':
      return differs(version, comparison);
    case '>':
      if (precision === 1) return version.major > than.major;
      return precision === 2 ? compareVersions({ ...version, patch: 0, prerelease: '' }, than) > 0 : order > 0;
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      return order <= 0 || (precision < 3 && isSame(version, than, Math.max(precision, 1)));
    case '~':
    case '~>':
      return isNear(version, comparison);
    case '^':
      return isCompatible(version, comparison);
    default:
      return precision === 3 ? order === 0 : isNear(version, comparison);
  }
}

function differs(version: Version, { than, precision }: Comparison): boolean {
  if (precision === 1) return !isSame(version, than, 1);
  if (precision !== 2) return compareVersions(version, than) !== 0;
  return !isSame(version, than, 2) || comparePrereleases(version.prerelease, than.prerelease) !== 0;
}

/** `~0.0.0`, and with it `*`, is any version. */
function isNear(version: Version, { than, precision }: Comparison): boolean {
  if (compareVersions(version, than) < 0) return false;
  const isZero = than.major === 0 && than.minor === 0 && than.patch === 0;
  if (isZero && (precision === 0 || precision === 3)) return true;
  return isSame(version, than, precision === 1 ? 1 : 2);
}

/** The first number that is not 0 must stay, of those that are named. */
function isCompatible(version: Version, { than, precision }: Comparison): boolean {
  if (compareVersions(version, than) < 0) return false;
  if (than.major > 0 || precision === 1) return isSame(version, than, 1);
  if (than.minor > 0 || precision === 2) return isSame(version, than, 2);
  return isSame(version, than, 3);
}

function isSame(a: Version, b: Version, numbers: number): boolean {
  return a.major === b.major && (numbers < 2 || a.minor === b.minor) && (numbers < 3 || a.patch === b.patch);
}
