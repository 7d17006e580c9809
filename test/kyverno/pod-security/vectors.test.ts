import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluatePodSecurity, type PodSecurityOutcome } from '../../../src/kyverno/pod-security/evaluate.ts';
import type { RuleStatus } from '../../../src/kyverno/types.ts';
import type { KubernetesObject } from '../../../src/model/manifest.ts';
import { exclusion, type Written } from './rules.ts';

/** A line of vectors/kyverno.ndjson; see the README beside it. */
interface Vector {
  readonly level: string;
  readonly version: string;
  readonly exclude: readonly Written[];
  readonly exceptions: readonly { readonly name: string; readonly podSecurity: readonly Written[] }[];
  readonly object: KubernetesObject;
  readonly answer: Answer;
}

interface Answer {
  readonly status: RuleStatus;
  readonly message: string;
  readonly checks: readonly {
    readonly id: string;
    readonly text: string;
    readonly images: readonly string[] | null;
    readonly detail?: string;
  }[];
}

const vectors = readFileSync(new URL('vectors/kyverno.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Vector => JSON.parse(line));

describe('compat mode', () => {
  it('has recorded answers of each kind, and of every check', () => {
    expect(vectors).toHaveLength(250);
    expect(new Set(vectors.map(({ answer }) => answer.status))).toEqual(new Set(['pass', 'fail', 'skip']));
    expect(new Set(vectors.flatMap(({ answer }) => answer.checks.map(({ id }) => id))).size).toBe(18);
  });

  it.each(vectors.map((vector, index) => [index + 1, vector] as const))('answers line %i as Kyverno', (_, vector) => {
    const { level, version, exclude, exceptions, object, answer } = vector;
    const outcome = evaluatePodSecurity(
      'r',
      { level, version, exclude: exclude.map(exclusion) },
      object,
      exceptions.map(({ name, podSecurity }) => ({ name, podSecurity: podSecurity.map(exclusion) })),
      'compat',
    );
    expect(answerOf(outcome, answer)).toEqual(answer);
  });
});

/** The outcome in the form of the vectors. */
function answerOf({ status, message, properties, brokenChecks = [] }: PodSecurityOutcome, expected: Answer): Answer {
  const controls = JSON.parse(properties.controlsJSON ?? '[]') as { ID: string; Images: string[] | null }[];
  const [start = '', ...texts] = message.split(/(?=\(Forbidden reason: )/);
  return {
    status,
    message: start,
    checks: brokenChecks.map(({ id, detail }, index) => ({
      id,
      text: texts[index] ?? '',
      images: controls.find(({ ID }) => ID === id)?.Images ?? null,
      ...(expected.checks[index]?.detail === undefined ? {} : { detail }),
    })),
  };
}
