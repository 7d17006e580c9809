import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Finding, NamespaceReport, Report } from '../../src/model/report.ts';
import { text as pieces } from '../../src/report/text.ts';
import { finding, labelFinding, namespace, REPORTS, target } from './reports.ts';

const text = (report: Report, context: { colors: boolean }) => [...pieces(report, context)].join('');

const mixed = reportOf('mixed');

function reportOf(name: string): Report {
  const report = REPORTS[name];
  if (report === undefined) throw new Error(`no report ${name}`);
  return report;
}

describe('text', () => {
  it('says the same with and without colours', () => {
    for (const report of Object.values(REPORTS)) {
      const plain = text(report, { colors: false });
      const painted = text(report, { colors: true });
      expect(painted).not.toBe(plain);
      expect(stripVTControlCharacters(painted)).toBe(plain);
    }
  });

  it('shows what a repository wrote as text, whatever it is', () => {
    const name = 'a\u001b]8;;http://evil\u0007b\u202ec\nd';
    const level = { level: 'baseline', version: 'latest', origin: name };
    const hostile = {
      ...mixed,
      notes: [name],
      targets: [target('apps/pay', { path: name })],
      findings: [
        finding({ message: name, container: name, effect: name }),
        labelFinding(name, { message: name, remediation: name, location: { file: name } }),
        labelFinding('gone', { message: name, cluster: name, location: { file: name, line: 1 } }),
      ],
      namespaces: [namespace(name, { effective: { enforce: level, warn: level, audit: level } })],
    };
    const shown = text(hostile, { colors: false });
    expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(shown.split('a\\u001b]8;;http://evil\\u0007b\\u202ec\\u000ad').length - 1).toBe(11);
  });

  it('groups the containers of a control and prints its message once', () => {
    const shown = text(mixed, { colors: false });
    expect(shown.split('Privileged Containers: privileged')).toHaveLength(2);
    expect(shown.split('securityContext.privileged is true')).toHaveLength(3);
  });

  const shownWith = (changes: Partial<Report>) => text({ ...mixed, ...changes }, { colors: false });

  it.each<[name: string, results: Partial<Finding>[], mark: string]>([
    ['nothing', [], '✓'],
    ['a warning', [{ mode: 'warn', result: 'warn' }], '!'],
    ['a record', [{ mode: 'audit', result: 'warn' }], '!'],
    ['a refusal', [{}], '✗'],
    ['a refusal and a warning', [{ mode: 'warn', result: 'warn' }, {}], '✗'],
    ['what is not judged', [{ result: 'skip', rule: 'exempt-runtime-class' }], '✓'],
  ])('marks a target by the worst in it: %s', (_, results, mark) => {
    const shown = shownWith({ targets: [target('apps/pay')], findings: results.map((changes) => finding(changes)) });
    expect(shown).toContain(`\n${mark} apps/pay  Directory`);
  });

  it('shows what keeps a pod out before warnings, and what follows once for all that it is about', () => {
    const findings = [
      finding({ result: 'warn', mode: 'warn', effect: 'a warning', message: 'first' }),
      finding({ effect: 'a refusal', message: 'second' }),
      finding({ effect: 'a refusal', message: 'third' }),
    ];
    const lines = shownWith({ targets: [target('apps/pay')], findings }).split('\n');
    const order = lines
      .map((line) => line.trim())
      .filter((line) => /^(?:a (?:warning|refusal)|first|second|third)$/.test(line));
    expect(order).toEqual(['a refusal', 'second', 'third', 'a warning', 'first']);
  });

  it.each<[name: string, changes: Partial<NamespaceReport>, line: string]>([
    ['a level', {}, 'pay  enforces baseline:latest (namespaces/pay.yaml:6) · 1 workload'],
    ['an exemption', { exempt: true }, 'pay  exempt · 1 workload'],
    [
      'what is missing to baseline',
      { workloads: 2, readiness: { strictest: 'privileged', blockers: 1 } },
      'pay  enforces baseline:latest (namespaces/pay.yaml:6) · 2 workloads, 1 short of baseline',
    ],
    [
      'what is missing to restricted',
      { readiness: { strictest: 'baseline', blockers: 1 } },
      'pay  enforces baseline:latest (namespaces/pay.yaml:6) · 1 workload, 1 short of restricted',
    ],
    [
      'modes that say something of their own',
      {
        effective: {
          enforce: { level: 'privileged', version: 'latest', origin: 'a:1' },
          warn: { level: 'baseline', version: 'v1.30', origin: 'b:2' },
          audit: { level: 'restricted', version: 'latest', origin: 'c:3' },
        },
      },
      'pay  enforces privileged:latest (a:1), warns at baseline:v1.30 (b:2), audits at restricted:latest (c:3) · 1 workload',
    ],
    [
      'no mode that says what is enforced anyway, and none that says nothing',
      {
        effective: {
          enforce: { level: 'restricted', version: 'v1.30', origin: 'a:1' },
          warn: { level: 'restricted', version: 'v1.30', origin: 'b:2' },
          audit: { level: 'privileged', version: 'latest', origin: 'c:3' },
        },
      },
      'pay  enforces restricted:v1.30 (a:1) · 1 workload',
    ],
    [
      'a mode at another version',
      {
        effective: {
          enforce: { level: 'restricted', version: 'v1.30', origin: 'a:1' },
          warn: { level: 'restricted', version: 'latest', origin: 'b:2' },
          audit: { level: 'restricted', version: 'v1.30', origin: 'c:3' },
        },
      },
      'pay  enforces restricted:v1.30 (a:1), warns at restricted:latest (b:2) · 1 workload',
    ],
    [
      'no cluster where there is only one',
      { cluster: 'prod' },
      'pay  enforces baseline:latest (namespaces/pay.yaml:6) · 1 workload',
    ],
  ])('tells of a namespace %s', (_, changes, line) => {
    expect(shownWith({ findings: [], namespaces: [namespace('pay', changes)] })).toContain(`\nNamespaces\n  ${line}\n`);
  });

  it('says nothing of namespaces where there are none', () => {
    expect(shownWith({ findings: [], namespaces: [] })).not.toContain('Namespaces');
  });
});
