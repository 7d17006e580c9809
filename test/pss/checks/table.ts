import { describe, expect, it } from 'vitest';
import { type Case, outcome, type TimelineCase, timeline, type ViolationCase, violationsOf } from '../judge.ts';

/** All that a check's test says about it. */
export interface CheckTable {
  readonly cases: readonly Case[];
  /** What changes at which version; each row is judged at all of them. */
  readonly timelines: readonly TimelineCase[];
  readonly violations: readonly ViolationCase[];
}

/** Tests a check row by row. */
export function testCheck(id: string, { cases, timelines, violations }: CheckTable): void {
  describe(id, () => {
    it.each(cases)('%s (%s)', (_, standard, pod, expected) => {
      expect(outcome(id, standard, pod)).toBe(expected);
    });

    it.each(timelines)('over all versions: %s', (_, level, pod, expected) => {
      expect(timeline(id, level, pod)).toStrictEqual(expected);
    });

    it.each(violations)('fields to change: %s (%s)', (_, standard, pod, expected) => {
      expect(violationsOf(id, standard, pod)).toStrictEqual(expected);
    });
  });
}
