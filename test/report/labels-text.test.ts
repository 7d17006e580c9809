import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { LabelsReport } from '../../src/model/labels-report.ts';
import { labelsText } from '../../src/report/labels-text.ts';
import { expectGolden, expectNoOthers } from '../golden.ts';
import { LABELS_REPORTS, labelsReport, namespaceLabels } from './labels-reports.ts';
import { labelFinding } from './reports.ts';

const REPORTS = Object.entries(LABELS_REPORTS);
const shown = (changes: Partial<LabelsReport>) => labelsText(labelsReport(changes), { colors: false });

describe('labelsText', () => {
  it.each(REPORTS)('shows the %s report as agreed', (name, report) => {
    expectGolden(`labels-text/${name}.text`, labelsText(report, { colors: false }));
  });

  it('has no golden file of a report that is gone', () => {
    expectNoOthers(
      'labels-text',
      REPORTS.map(([name]) => `${name}.text`),
    );
  });

  it.each(REPORTS)('ends the %s report with one line break', (_, report) => {
    expect(labelsText(report, { colors: false })).toMatch(/[^\n]\n$/);
  });

  it('says the same with and without colours', () => {
    for (const name of ['rich', 'what-if']) {
      const report = LABELS_REPORTS[name] ?? labelsReport();
      const plain = labelsText(report, { colors: false });
      const painted = labelsText(report, { colors: true });
      expect(painted).not.toBe(plain);
      expect(stripVTControlCharacters(painted)).toBe(plain);
    }
  });

  it('shows what a repository wrote as text, whatever it is', () => {
    const name = 'a\u001b]8;;http://evil\u0007b\u202ec\nd';
    const level = { level: 'baseline', version: 'latest', origin: name };
    const missing = { labels: { [name]: name }, isWritten: false, refusal: name };
    const text = shown({
      notes: [name],
      reason: name,
      namespaces: [
        namespaceLabels(name, {
          cluster: name,
          declaredIn: [name],
          effective: { enforce: level, warn: level, audit: level },
          blocked: { level: 'restricted', controls: [{ control: 'Seccomp', workloads: [name] }] },
          missing,
        }),
        namespaceLabels('b', { missing: { ...missing, file: name } }),
      ],
      findings: [
        labelFinding(name, { message: name, remediation: name, location: { file: name } }),
        labelFinding(name, { rule: 'render', result: 'error', target: name, message: name }),
      ],
      whatIf: [
        {
          cluster: name,
          namespace: name,
          standard: 'baseline:latest',
          warnings: [name],
          refused: [{ workload: name, target: name, detail: name }],
        },
      ],
    });
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(text.split('a\\u001b]8;;http://evil\\u0007b\\u202ec\\u000ad').length - 1).toBe(27);
  });

  it('names clusters only where there are several', () => {
    const [pay, web] = [namespaceLabels('pay', { cluster: 'prod' }), namespaceLabels('web', { cluster: 'dev' })];
    expect(shown({ namespaces: [pay] })).toMatch(/^pay {2}/);
    expect(shown({ namespaces: [pay] })).not.toContain('prod/');
    expect(shown({ namespaces: [pay, web] })).toContain('prod/pay  ');
    expect(shown({ namespaces: [pay, web] })).toContain('dev/web  ');
  });

  it('shows findings with the namespace of their cluster', () => {
    const lines = shown({
      namespaces: [namespaceLabels('pay', { cluster: 'dev' }), namespaceLabels('pay', { cluster: 'prod' })],
      findings: [labelFinding('pay', { cluster: 'dev', message: 'wrong' })],
    }).split('\n');
    const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
    expect(at('dev/pay')).toBeLessThan(at('  ✗ wrong'));
    expect(at('  ✗ wrong')).toBeLessThan(at('prod/pay'));
  });

  it('says who breaks a level, the names of five and the number of the others', () => {
    const workloads = (count: number) => Array.from({ length: count }, (_, index) => `Pod/${index}`);
    const blocked = (count: number) =>
      shown({
        namespaces: [
          namespaceLabels('pay', {
            workloads: 9,
            readiness: { strictest: 'baseline', blockers: count },
            blocked: { level: 'restricted', controls: [{ control: 'Seccomp', workloads: workloads(count) }] },
          }),
        ],
      });
    expect(blocked(1)).toContain('all 9 workloads meet baseline, 1 breaks restricted:\n    Seccomp    1  Pod/0\n');
    expect(blocked(5)).toContain(
      'all 9 workloads meet baseline, 5 break restricted:\n    Seccomp    5  Pod/0, Pod/1, Pod/2, Pod/3, Pod/4\n',
    );
    expect(blocked(7)).toContain('    Seccomp    7  Pod/0, Pod/1, Pod/2, Pod/3, Pod/4 and 2 more\n');
  });
});
