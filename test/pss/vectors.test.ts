import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { evaluatePod } from '../../src/pss/evaluate.ts';
import type { PodObject } from '../../src/pss/index.ts';
import { STANDARD } from '../../src/pss/registry.ts';
import { sayWhySkipped } from '../skipped.ts';
import { parseStandard, VERSIONS } from './judge.ts';

/** A line of vectors/upstream.ndjson; see the README beside it. */
interface Vector {
  readonly level: string;
  readonly pod: PodObject;
  readonly verdicts: readonly Verdict[];
}

interface Verdict {
  readonly from: string;
  readonly to: string;
  readonly checks: number;
  readonly reason?: string;
  readonly detail?: string;
}

/** A line of the vectors that several projects share: one question. */
interface SharedVector {
  readonly level: string;
  readonly version: string;
  readonly pod: PodObject;
  readonly allowed: boolean;
  readonly checks: number;
  readonly reason: string;
  readonly detail: string;
}

const OWN = new URL('vectors/upstream.ndjson', import.meta.url);
const SHARED = new URL('../../../shared/vectors/pss-4000.ndjson.gz', import.meta.url);
const ORDER = [...VERSIONS, 'v1.38', 'v1.99', 'latest'];

function parseLines<Line>(text: string): Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** The versions of a range; a version that is none stands alone. */
function versionsOf({ from, to }: Verdict): string[] {
  return from === to ? [from] : ORDER.slice(ORDER.indexOf(from), ORDER.indexOf(to) + 1);
}

/** One line for each version of a vector, as the shared vectors have it. */
function spread({ level, pod, verdicts }: Vector): SharedVector[] {
  return verdicts.flatMap((verdict) => {
    const { checks, reason = '', detail = '' } = verdict;
    return versionsOf(verdict).map((version) => {
      return { level, version, pod, allowed: reason === '', reason, detail, checks };
    });
  });
}

/** Questions to which we answer otherwise, with our answer. */
function wrongAnswers(questions: readonly SharedVector[]): unknown[] {
  return questions.flatMap(({ level, version, pod, ...upstream }) => {
    const { checks, ...ours } = evaluatePod({ level, version }, pod);
    const same =
      ours.allowed === upstream.allowed &&
      ours.reason === upstream.reason &&
      ours.detail === upstream.detail &&
      checks.length === upstream.checks;
    return same ? [] : [{ level, version, pod, upstream, ours: { ...ours, checks: checks.length } }];
  });
}

describe('vectors of our own', () => {
  const vectors = parseLines<Vector>(readFileSync(OWN, 'utf8'));

  it('are 1,500 pods, each judged at every version or at one that is none', () => {
    expect(vectors).toHaveLength(1_500);
    for (const { verdicts } of vectors) {
      const versions = verdicts.flatMap(versionsOf);
      if (versions.length > 1) expect(versions).toEqual(ORDER);
      else expect(ORDER).not.toContain(versions[0]);
    }
  });

  const questions = vectors.flatMap(spread);

  it.each([...ORDER, 'a version that is none'])("get upstream's verdict at %s", (version) => {
    const asked = questions.filter((question) =>
      ORDER.includes(version) ? question.version === version : !ORDER.includes(question.version),
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(wrongAnswers(asked).slice(0, 3)).toEqual([]);
  });

  it.each(['baseline', 'restricted'])('break and keep every check in force at every version of %s', (level) => {
    const pods = vectors.filter((vector) => vector.level === level).map(({ pod }) => pod);
    const seen = new Set<string>();
    const wanted = new Set<string>();
    for (const version of [...VERSIONS, 'latest']) {
      const standard = parseStandard(`${level}:${version}`);
      for (const { check } of STANDARD.active(standard.level, standard.version)) {
        wanted.add(`${version} ${check.id} true`).add(`${version} ${check.id} false`);
      }
      for (const pod of pods) {
        for (const { id, allowed } of evaluatePod({ level, version }, pod).checks)
          seen.add(`${version} ${id} ${allowed}`);
      }
    }
    expect(seen).toEqual(wanted);
  });
});

describe('vectors shared by several projects', () => {
  const there = existsSync(SHARED);

  if (!there) sayWhySkipped('the shared vectors', '../shared/vectors/pss-4000.ndjson.gz is not beside the repository');
  it.runIf(there)("get upstream's verdict", () => {
    const vectors = parseLines<SharedVector>(gunzipSync(readFileSync(SHARED)).toString('utf8'));
    expect(vectors).toHaveLength(4_000);
    expect(wrongAnswers(vectors).slice(0, 3)).toEqual([]);
  });
});
