import { expect, it } from 'vitest';
import { matchPattern, type PatternOutcome } from '../../../src/kyverno/pattern/match.ts';

export type Case = readonly [title: string, resource: unknown, pattern: unknown, outcome: PatternOutcome];

export const PASS: PatternOutcome = { status: 'pass' };

export function fail(path: string, message: string): PatternOutcome {
  return { status: 'fail', path, message };
}

/** Most failures say which value does not match. */
export function differs(path: string, value: string, pattern: string): PatternOutcome {
  return fail(path, `resource value '${value}' does not match '${pattern}' at path ${path}`);
}

export function skip(message: string): PatternOutcome {
  return { status: 'skip', message };
}

export function error(message: string): PatternOutcome {
  return { status: 'error', path: '', message };
}

/** Cases and outcomes are those of Kyverno 1.19. */
export function itAnswers(cases: readonly Case[]): void {
  it.each<Case>(cases)('%s', (_, resource, pattern, outcome) => {
    expect(matchPattern(resource, pattern)).toEqual(outcome);
  });
}
