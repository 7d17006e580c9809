import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildReport, type ReportFacts, type TargetOutcome } from '../../src/report/build-report.ts';
import { finding, labelFinding, namespace, target } from './reports.ts';

const FACTS: ReportFacts = {
  tool: { name: 'pss-gate', version: '1.2.3', renderers: { helm: null, kustomize: null } },
  repository: {},
  level: undefined,
  notes: [],
  namespaces: [],
  labelFindings: [],
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
  return { target: target(path), findings, passes: 2, skips: 0 };
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
    const { summary } = buildReport([outcome('a', 2), outcome('b', 1)], {
      ...FACTS,
      namespaces: ['pay', 'shop', 'web'].map((name) => namespace(name)),
      labelFindings: [labelFinding('pay'), labelFinding('web', { mode: 'warn', result: 'warn' })],
    });
    expect(summary).toEqual({
      targets: { total: 2, evaluated: 2, error: 0, skipped: 0 },
      workloads: 2,
      namespaces: 3,
      results: { pass: 4, fail: 4, warn: 1, error: 0, skip: 0 },
    });
  });

  it('puts findings about labels with the target that they belong to, and those of none last', () => {
    const { findings } = buildReport([outcome('b', 1), outcome('a', 1)], {
      ...FACTS,
      labelFindings: [
        labelFinding('gone', { target: '' }),
        labelFinding('web', { target: 'directory:b', location: { file: 'b/0.yaml', line: 0 } }),
        labelFinding('pay', { target: 'directory:a', location: { file: 'a/1.yaml', line: 0 } }),
      ],
    });
    expect(findings.map(({ target: id, rule }) => [id, rule])).toEqual([
      ['directory:a', 'privileged'],
      ['directory:a', 'namespace-invalid'],
      ['directory:b', 'namespace-invalid'],
      ['directory:b', 'privileged'],
      ['', 'namespace-invalid'],
    ]);
  });

  it('lets all findings decide, those about labels as well', () => {
    const { verdict } = buildReport([outcome('a', 2)], {
      ...FACTS,
      labelFindings: [labelFinding('pay')],
      decide: (findings) => (findings.length === 3 ? 'block' : 'pass'),
    });
    expect(verdict).toBe('block');
  });

  it.each<[name: string, facts: Partial<ReportFacts>, part: object]>([
    [
      'the level of our user',
      { level: { level: 'baseline', version: 'v1.30', origin: '--level' } },
      { level: { level: 'baseline', version: 'v1.30', origin: '--level' } },
    ],
    ['the reason', { reason: 'nothing to evaluate' }, { reason: 'nothing to evaluate' }],
    ['notes in their order', { notes: ['b', 'a'] }, { notes: ['b', 'a'] }],
    ['namespaces', { namespaces: [namespace('pay')] }, { namespaces: [namespace('pay')] }],
    ['the repository', { repository: { base: '0'.repeat(40) } }, { repository: { base: '0'.repeat(40) } }],
  ])('hands on %s', (_, facts, part) => {
    expect(buildReport([], { ...FACTS, ...facts })).toMatchObject(part);
  });

  it('leaves out what nobody asked for', () => {
    const report = buildReport([], FACTS);
    expect(report).not.toHaveProperty('level');
    expect(report).not.toHaveProperty('reason');
  });
});
