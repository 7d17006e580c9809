import type { Check, EvaluatePod } from './check.ts';
import { CHECKS } from './checks/index.ts';
import type { Level } from './levels.ts';
import { parseVersion, type Version } from './versions.ts';

/** A check as it is in force at one level and version. */
export interface ActiveCheck {
  readonly check: Check;
  readonly evaluate: EvaluatePod;
}

/** Which checks are in force when. */
export interface Registry {
  readonly checks: readonly Check[];
  /** The newest version that changed a rule; later ones are evaluated as this one. */
  readonly newest: string;
  /** Checks in force, in the order in which upstream reports them. Privileged has none. */
  active(level: Level, version: Version): readonly ActiveCheck[];
}

/**
 * Orders the checks for every level and version.
 *
 * Source: k8s.io/pod-security-admission/policy/registry.go
 * @throws Error when the checks contradict each other; see {@link validate}
 */
export function createRegistry(checks: readonly Check[]): Registry {
  validate(checks);
  const newest = Math.max(...checks.flatMap(({ versions }) => versions.map(({ since }) => minorOf(since))));
  const baseline: (readonly ActiveCheck[])[] = [];
  const restricted: (readonly ActiveCheck[])[] = [];
  for (let minor = 0; minor <= newest; minor++) {
    const weaker = activate(checks, 'baseline', minor);
    const stricter = activate(checks, 'restricted', minor);
    const overridden = new Set(stricter.flatMap(({ overrides }) => overrides));
    baseline.push(weaker);
    restricted.push([...weaker.filter(({ check }) => !overridden.has(check.id)), ...stricter]);
  }
  return {
    checks,
    newest: `v1.${newest}`,
    active(level, version) {
      if (level === 'privileged') return NONE;
      const table = level === 'baseline' ? baseline : restricted;
      return table[Math.min(version.minor, newest)] ?? NONE;
    },
  };
}

const NONE: readonly ActiveCheck[] = [];

/** The checks of one level at a version, by id in byte order, which puts upper case first. */
function activate(
  checks: readonly Check[],
  level: Level,
  minor: number,
): (ActiveCheck & { readonly overrides: readonly string[] })[] {
  return checks
    .filter((check) => check.level === level)
    .flatMap((check) => {
      const version = check.versions.findLast(({ since }) => minorOf(since) <= minor);
      if (version === undefined) return [];
      return [{ check, evaluate: version.evaluate, overrides: version.overrides ?? [] }];
    })
    .sort((a, b) => (a.check.id < b.check.id ? -1 : 1));
}

/** Upstream's constructor refuses the same contradictions, with the same words; an override of nothing is refused only here. */
function validate(checks: readonly Check[]): void {
  const levels = new Map<string, string>();
  for (const check of checks) {
    if (levels.has(check.id)) throw new Error(`multiple checks registered for ID ${check.id}`);
    levels.set(check.id, check.level);
    if (check.level !== 'baseline' && check.level !== 'restricted') {
      throw new Error(`check ${check.id}: invalid level ${check.level}`);
    }
    validateVersions(check);
  }
  for (const check of checks) validateOverrides(check, levels);
}

function validateVersions({ id, versions }: Check): void {
  if (versions.length === 0) throw new Error(`check ${id}: empty`);
  let previous = -1;
  for (const { since } of versions) {
    const { value, error } = parseVersion(since);
    if (error !== undefined) throw new Error(`check ${id}: undefined version found`);
    const { minor } = value;
    if (minor === Number.POSITIVE_INFINITY) throw new Error(`check ${id}: version cannot be 'latest'`);
    if (minor === previous) throw new Error(`check ${id}: duplicate version ${since}`);
    if (minor < previous) throw new Error(`check ${id}: versions must be strictly increasing`);
    previous = minor;
  }
}

function validateOverrides({ id, level, versions }: Check, levels: ReadonlyMap<string, string>): void {
  for (const overridden of versions.flatMap(({ overrides }) => overrides ?? [])) {
    if (level !== 'restricted') throw new Error(`check ${id}: only restricted checks may set overrides`);
    const of = levels.get(overridden);
    if (of !== 'baseline') throw new Error(`check ${id}: overrides ${of ?? 'unknown'} check ${overridden}`);
  }
}

function minorOf(since: string): number {
  return parseVersion(since).value.minor;
}

/** The Pod Security Standards. */
export const STANDARD: Registry = createRegistry(CHECKS);
