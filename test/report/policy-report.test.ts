import { describe, expect, it } from 'vitest';
import { groupBy } from '../../src/model/group-by.ts';
import { isRecord } from '../../src/model/manifest.ts';
import type { Finding, Report } from '../../src/model/report.ts';
import { isDocumentError, readStream } from '../../src/parse/documents.ts';
import { openreports, policyreport } from '../../src/report/policy-report.ts';
import { finding, labelFinding, REPORTS } from './reports.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A document of which the fields that readers take for granted were checked. */
interface Read {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly source?: string;
  readonly scope?: Fields;
  readonly summary: Readonly<Record<string, number>>;
  readonly results: readonly (Fields & { readonly properties: Readonly<Record<string, string>> })[];
}

const FORMATS = { policyreport, openreports };
const RESULTS = ['pass', 'fail', 'warn', 'error', 'skip'];
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];

function documentsOf(report: Report, format: keyof typeof FORMATS = 'policyreport'): readonly Read[] {
  const text = [...FORMATS[format](report, { colors: false })].join('');
  return readStream(text).map((entry) => {
    if (isDocumentError(entry)) throw new Error(entry.message);
    return entry.value as Read;
  });
}

const reportOf = (...findings: Finding[]): Report => ({ ...(REPORTS.clean as Report), findings });
const resultsOf = (...findings: Finding[]) => documentsOf(reportOf(...findings)).flatMap(({ results }) => results);

/** Of a policy that was given. */
const policyFinding = (changes: Partial<Finding> = {}): Finding => {
  const { control, check, level, version, container, remediation, effect, ...rest } = finding();
  return {
    ...rest,
    policy: 'need-team',
    rule: 'autogen-check',
    source: 'kyverno',
    message: 'label team is missing',
    ...changes,
  };
};

describe.each(Object.keys(FORMATS) as (keyof typeof FORMATS)[])('%s', (format) => {
  const isOpen = format === 'openreports';

  /** The fields of both resource definitions, with their types. */
  function expectResult(result: Fields): void {
    const { source, policy, rule, category, severity, result: word, scored, message, properties, ...others } = result;
    expect(others).toEqual({});
    for (const text of [source, policy, message]) expect(text).toEqual(expect.stringMatching(/./));
    for (const text of [rule, category]) if (text !== undefined) expect(text).toEqual(expect.stringMatching(/./));
    if (severity !== undefined) expect(SEVERITIES).toContain(severity);
    expect(RESULTS).toContain(word);
    expect(typeof scored).toBe('boolean');
    expect(isRecord(properties)).toBe(true);
    for (const value of Object.values(properties as Fields)) expect(typeof value).toBe('string');
  }

  function expectDocument(document: Read & Fields): void {
    const { apiVersion, kind, metadata, source, scope, summary, results, ...others } = document;
    expect(others).toEqual({});
    expect(apiVersion).toBe(isOpen ? 'openreports.io/v1alpha1' : 'wgpolicyk8s.io/v1alpha2');
    expect(kind).toBe(`${metadata.namespace === undefined ? 'Cluster' : ''}${isOpen ? '' : 'Policy'}Report`);
    expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    expect(source === undefined).toBe(!isOpen);
    if (scope !== undefined) expectScope(scope, metadata.namespace);
    expect(results.length).toBeGreaterThan(0);
    const countOf = (word: string) => results.filter(({ result }) => result === word).length;
    expect(summary).toEqual(Object.fromEntries(RESULTS.map((word) => [word, countOf(word)])));
  }

  function expectScope(scope: Fields, namespace: string | undefined): void {
    const fields = ['apiVersion', 'kind', 'name', ...(namespace === undefined ? [] : ['namespace'])];
    expect(Object.keys(scope).sort()).toEqual(fields);
    expect(scope.namespace).toBe(namespace);
  }

  it.each(Object.entries(REPORTS))('of the %s report has the shape of its resource definition', (_, report) => {
    for (const document of documentsOf(report, format)) {
      expectDocument(document as Read & Fields);
      for (const result of document.results) expectResult(result);
    }
  });

  it('has every finding once, by its fingerprint', () => {
    for (const report of Object.values(REPORTS)) {
      const ids = documentsOf(report, format).flatMap(({ results }) =>
        results.map(({ properties }) => properties.resultID),
      );
      expect(ids.sort()).toEqual(report.findings.map(({ fingerprint }) => fingerprint).sort());
    }
  });

  it('has names that are unique in their namespace', () => {
    for (const report of Object.values(REPORTS)) {
      const names = documentsOf(report, format).map(
        ({ kind, metadata: { namespace, name } }) => `${kind}/${namespace}/${name}`,
      );
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('reports', () => {
  it('never mix sources', () => {
    const documents = documentsOf(
      reportOf(finding(), policyFinding(), policyFinding({ source: 'KyvernoValidatingPolicy' })),
    );
    expect(documents.map(({ results }) => [...groupBy(results, ({ source }) => source).keys()]).sort()).toEqual([
      ['KyvernoValidatingPolicy'],
      ['kyverno'],
      ['pss-gate'],
    ]);
    expect(documentsOf(reportOf(finding(), policyFinding()), 'openreports').map(({ source }) => source)).toEqual([
      'kyverno',
      'pss-gate',
    ]);
  });

  it('are of one resource in one cluster', () => {
    const other = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'pay', name: 'web' };
    const documents = documentsOf(
      reportOf(
        finding({ fingerprint: '1' }),
        finding({ fingerprint: '2', resource: other }),
        finding({ fingerprint: '3' }),
        finding({ fingerprint: '4', cluster: 'prod' }),
      ),
    );
    expect(documents.map(({ results }) => results.map(({ properties }) => properties.resultID)).sort()).toEqual([
      ['1', '3'],
      ['2'],
      ['4'],
    ]);
  });

  it('take the cluster of a finding from its target', () => {
    const report = reportOf(finding({ fingerprint: '1' }), finding({ fingerprint: '2', target: 'application:prod' }));
    const targets = [
      ...report.targets,
      { ...(report.targets[0] as Report['targets'][number]), id: 'application:prod', cluster: 'prod' },
    ];
    expect(documentsOf({ ...report, targets })).toHaveLength(2);
  });

  it('are the same in whatever order findings come', () => {
    const findings = Object.values(REPORTS).flatMap((report) => report.findings);
    const print = (all: readonly Finding[]) => [...policyreport(reportOf(...all), { colors: false })].join('');
    const unique = findings.map((each, index) => ({ ...each, fingerprint: `${index}` }));
    expect(print(unique.toReversed())).toBe(print(unique));
  });

  it('of a Namespace are of the whole cluster', () => {
    const [document] = documentsOf(reportOf(labelFinding('pay')));
    expect(document).toMatchObject({ kind: 'ClusterPolicyReport', scope: { kind: 'Namespace', name: 'pay' } });
  });

  it('of no resource say their target', () => {
    const { resource: _, ...without } = finding();
    const [document] = documentsOf(reportOf(without));
    expect(document?.kind).toBe('ClusterPolicyReport');
    expect(document?.scope).toBeUndefined();
    expect(document?.results[0]?.properties.target).toBe('directory:apps/pay');
  });

  it('are none without findings', () => {
    expect([...policyreport(reportOf(), { colors: false })].join('')).toBe(
      '# PolicyReports and ClusterPolicyReports by pss-gate 1.2.3: none\n',
    );
  });
});

describe('a result', () => {
  it('of the standards has what Kyverno gives to its own', () => {
    expect(resultsOf(finding())).toEqual([
      {
        source: 'pss-gate',
        policy: 'PodSecurity',
        rule: 'privileged',
        category: 'Pod Security Standards (Baseline)',
        severity: 'high',
        result: 'fail',
        scored: true,
        message: finding().message,
        properties: {
          standard: 'baseline',
          version: 'latest',
          controls: 'privileged',
          controlsJSON: '[{"ID":"privileged","Name":"Privileged Containers","Images":null}]',
          mode: 'enforce',
          container: 'app',
          target: 'directory:apps/pay',
          location: 'apps/pay/deploy.yaml:31',
          resultID: finding().fingerprint,
        },
      },
    ]);
  });

  it.each<[string, Finding, string | undefined, string | undefined]>([
    ['restricted', finding({ level: 'restricted' }), 'Pod Security Standards (Restricted)', 'medium'],
    ['a label', labelFinding('pay'), 'Namespace Labels', 'medium'],
    [
      'an exemption',
      finding({ level: undefined as never, rule: 'exempt-namespace', result: 'skip' }),
      'Pod Security Admission',
      'info',
    ],
    [
      'what could not be judged',
      finding({ level: undefined as never, policy: 'pss-gate', result: 'error' }),
      'Evaluation',
      'high',
    ],
    ['a policy that says nothing', policyFinding(), undefined, undefined],
    ['a policy that says it', policyFinding({ category: 'Labels', severity: 'low' }), 'Labels', 'low'],
  ])('of %s has its category and severity', (_, of, category, severity) => {
    expect(resultsOf(of)[0]?.category).toBe(category);
    expect(resultsOf(of)[0]?.severity).toBe(severity);
  });

  it('that is kept names no controls that are broken', () => {
    const [result] = resultsOf(finding({ result: 'pass', fields: [] }));
    expect(result?.result).toBe('pass');
    expect(result?.properties).toMatchObject({ standard: 'baseline' });
    expect(result?.properties).not.toHaveProperty('controls');
  });

  it('of a policy that is not scored is a warning', () => {
    expect(resultsOf(policyFinding({ scored: false }))[0]).toMatchObject({ result: 'warn', scored: false });
    expect(resultsOf(policyFinding({ scored: false, result: 'error' }))[0]).toMatchObject({ result: 'error' });
  });

  it('of a policy has its properties, and no identity but ours', () => {
    const properties = { controls: 'sysctls', resultID: 'forged', team: 'pay' };
    expect(resultsOf(policyFinding({ properties }))[0]?.properties).toMatchObject({
      controls: 'sysctls',
      team: 'pay',
      resultID: policyFinding().fingerprint,
    });
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['for every result', { message: 'ask the platform team', failMessage: 'never' }, 'ask the platform team'],
    ['for failures', { failMessage: 'no team, no pods', passMessage: 'never' }, 'no team, no pods'],
    ['that are empty', { failMessage: '' }, 'label team is missing'],
  ])('of a policy may have words of its own %s', (_, properties, message) => {
    expect(resultsOf(policyFinding({ properties }))[0]?.message).toBe(message);
  });

  it('of a policy without rules has none', () => {
    expect(resultsOf(policyFinding({ rule: '' }))[0]).not.toHaveProperty('rule');
  });
});
