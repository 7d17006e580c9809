import { describe, evaluatePod, judgePod, UNDECODABLE } from '../../src/pss/evaluate.ts';
import {
  type Level,
  type PodObject,
  parseLevel,
  parseVersion,
  type Version,
  type Violation,
} from '../../src/pss/index.ts';
import type { ContainerList } from '../../src/pss/pod.ts';

/** A row of a check's table: what its result is at a standard such as `baseline:v1.34`; see {@link outcome}. */
export type Case = readonly [name: string, standard: string, pod: PodObject, expected: string];

/** A row about versions: what a check says from which version on; see {@link timeline}. */
export type TimelineCase = readonly [name: string, level: Level, pod: PodObject, expected: Record<string, string>];

/** A row about the fields that break a check. */
export type ViolationCase = readonly [name: string, standard: string, pod: PodObject, expected: readonly Violation[]];

/** The versions that have rules of their own, oldest first. */
export const VERSIONS: readonly string[] = Array.from({ length: 38 }, (_, minor) => `v1.${minor}`);

/** `baseline:v1.34` in its two parts. */
export function splitStandard(standard: string): { level: string; version: string } {
  const [level = '', version = ''] = standard.split(':');
  return { level, version };
}

/** A level and a version that must be valid. */
export function parseStandard(standard: string): { level: Level; version: Version } {
  const parts = splitStandard(standard);
  const level = parseLevel(parts.level);
  const version = parseVersion(parts.version);
  if (level.error !== undefined || version.error !== undefined) throw new Error(`no standard: ${standard}`);
  return { level: level.value, version: version.value };
}

/** Result of one check: `not in force`, `allowed` or `reason (detail)`. */
export function outcome(id: string, standard: string, pod: PodObject): string {
  const verdict = evaluatePod(splitStandard(standard), pod);
  if (verdict.reason === UNDECODABLE) throw new Error(verdict.detail);
  const result = verdict.checks.find((check) => check.id === id);
  if (result === undefined) return 'not in force';
  return result.allowed ? 'allowed' : describe({ ...result, violations: () => [] });
}

/** Outcomes of a check over all versions, newer than known and latest too, each at the version that first gives it. */
export function timeline(id: string, level: Level, pod: PodObject): Record<string, string> {
  const changes: Record<string, string> = {};
  let previous: string | undefined;
  for (const version of [...VERSIONS, 'v1.38', 'latest']) {
    const now = outcome(id, `${level}:${version}`, pod);
    if (now !== previous) changes[version] = now;
    previous = now;
  }
  return changes;
}

/** The fields that break a check; none when the pod keeps it. */
export function violationsOf(id: string, standard: string, pod: PodObject): Violation[] {
  const { level, version } = parseStandard(standard);
  const judgement = judgePod(level, version, pod).find(({ check }) => check.id === id);
  if (judgement === undefined) throw new Error(`${id} is not in force at ${standard}`);
  return judgement.forbidden?.violations() ?? [];
}

/** The violation expected at a field of a container. */
export function inContainer(
  list: ContainerList,
  index: number,
  name: string,
  path: readonly (string | number)[],
  found: unknown,
  allowed: string,
): Violation {
  return { container: { list, index, name }, path: ['spec', list, index, ...path], found, allowed };
}

/** The violation expected at a field of the pod's spec. */
export function inPod(path: readonly (string | number)[], found: unknown, allowed: string): Violation {
  return { path: ['spec', ...path], found, allowed };
}
