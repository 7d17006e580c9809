import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildReport, type ReportFacts, type TargetOutcome } from '../../src/report/build-report.ts';
import { finding, target } from './reports.ts';

const FACTS: ReportFacts = {
  tool: { name: 'pss-gate', version: '1.2.3', renderers: { helm: null, kustomize: null } },
  repository: {},
  level: { level: 'restricted', version: 'latest', origin: '--level' },
  reason: undefined,
  decide: () => 'pass',
};

function outcome(path: string, count: number): TargetOutcome {
  const findings = Array.from({ length: count }, (_, index) =>
    finding({
      target: `directory:${path}`,
      fingerprint: `${path}-${index}`,
      container: `c${index % 3}`,
      location: { file: `${path}/${index % 2}.yaml`, line: index },
    }),
  );
  return { target: target(path), findings, passes: 2, namespaces: new Set(['pay', path]) };
}

describe('buildReport', () => {
  it('does not depend on the order in which targets finish', () => {
    const outcomes = ['b', 'a', 'c/d'].map((path, index) => outcome(path, 4 + index));
    const expected = JSON.stringify(buildReport(outcomes, FACTS));
    fc.assert(
      fc.property(fc.shuffledSubarray(outcomes, { minLength: 3 }), (shuffled) => {
        const inner = shuffled.map((each) => ({ ...each, findings: each.findings.toReversed() }));
        expect(JSON.stringify(buildReport(inner, FACTS))).toBe(expected);
      }),
    );
  });

  it('counts targets, workloads, namespaces and results', () => {
    const { summary } = buildReport([outcome('a', 2), outcome('b', 1)], FACTS);
    expect(summary).toEqual({
      targets: { total: 2, evaluated: 2, error: 0, skipped: 0 },
      workloads: 2,
      namespaces: 3,
      results: { pass: 4, fail: 3, warn: 0, error: 0, skip: 0 },
    });
  });
});
